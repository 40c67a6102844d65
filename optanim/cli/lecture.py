"""`optanim lecture`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from optanim.cli.console import stages, stdout
from optanim.cli.options import (
    crew_options,
    force_option,
    language_option,
    shape_options,
    size,
    voice_option,
)
from optanim.look import theme as themes

if TYPE_CHECKING:
    from optanim.lecture.lecture import Report


@click.command("lecture")
@click.argument("films", metavar="[FILM...]", nargs=-1)
@click.option(
    "-o", "--output", "folder", type=click.Path(), default="lecture", show_default=True,
    help="The folder of all that is made.",
)  # fmt: skip
@click.option("--title", metavar="TEXT", help="Default: the film's, or one for all.")
@language_option
@voice_option
@click.option("--theme", "theme_name", metavar="NAME", help="dark or light.")
@shape_options
@click.option("--single-file", is_flag=True, help="Write the slides as one file as well.")
@crew_options
@force_option
def command(
    films: tuple[str, ...],
    folder: str,
    title: str | None,
    language: str | None,
    voice: str | None,
    theme_name: str | None,
    quality: str,
    resolution: str | None,
    upright: bool,
    single_file: bool,
    workers: int | None,
    dask: str | None,
    force: bool,
) -> None:
    """Make a whole lecture of films: one film of all, clips, slides with sound, handout, posters.

    FILM is the name of a film that ships, or a race file; without any it is all films, in the
    order in which they are taught. What is there already and was made of the same is kept, so that
    a lecture that was interrupted goes on where it was.
    """
    theme, wanted = theme_name and themes.named(theme_name), size(resolution)
    from optanim.lecture.subjects import subjects

    about = subjects(films)
    from optanim.farm.crew import crew
    from optanim.farm.room import check_room
    from optanim.lecture.lecture import Watch, Wish, make_lecture  # loads Manim
    from optanim.stage.film.rendering import Manner, format_of

    manner = Manner(theme or None, language, voice)
    wish = Wish(format_of(quality, wanted, upright), manner, title, single_file, force)
    with crew(workers, dask) as hired, stages(len(about) + 1) as bar:
        check_room(len(about), hired.here_at_once(len(about)), wish.shape, Path(folder))
        report = make_lecture(about, Path(folder), wish, hired, Watch(bar.film, bar.begun))
    _print(report, Path(folder))


def _print(report: Report, folder: Path) -> None:
    """What was made, in which time, and by which fingerprints runs are known."""
    lecture = report.lecture
    minutes, seconds = divmod(round(lecture.seconds), 60)
    table = Table(title=Text(lecture.title, "bold"), title_justify="left", box=None, pad_edge=False)
    for column in ("film", "run", "fingerprint"):
        table.add_column(column, overflow="fold")
    for film in lecture.films:
        for label, fingerprint in film.fingerprints.items():
            table.add_row(Text(film.name), Text(label), fingerprint)
    stdout().print(table)
    films, slides = len(lecture.films), len(lecture.slides)
    click.echo(
        f"{films} {'film' if films == 1 else 'films'}, {slides} slides, {minutes}:{seconds:02}; "
        f"{len(report.made)} files made, {len(report.taken)} taken from before, "
        f"{len(report.removed)} removed, in {report.seconds:.0f} s"
    )
    click.echo(folder)
