"""`optanim page`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from optanim.base import shipped
from optanim.base.errors import OptanimError
from optanim.base.files import check_writable
from optanim.cli.console import progress
from optanim.cli.options import force_option, language_option
from optanim.films.output import check_film
from optanim.look.words import ENGLISH, named

FILMS = Path("media/films")
"""Where a film is looked for, and rendered to where it is not there."""


@click.command("page")
@click.argument("name", metavar="FILM|RACE", required=False)
@click.option("-o", "--output", type=click.Path(), help="FILE.html; default: NAME.html.")
@click.option(
    "--slider", metavar="KEY[=VALUE,...]",
    help="Of a race: a hyperparameter to vary, or none; default: lr.",
)  # fmt: skip
@click.option(
    "--gallery", type=click.Path(), metavar="DIR", help="A page of each race that ships, to DIR."
)
@language_option
@force_option
def command(
    name: str | None,
    output: str | None,
    slider: str | None,
    gallery: str | None,
    language: str | None,
    force: bool,
) -> None:
    """Write RACE, a race file or one that ships, or FILM, one that ships or an .mp4, as a page.

    It is one HTML file that opens anywhere, without a network: map, surface, losses and every
    number of every step. The page of a film has the film within it, and follows it. Where a film
    and a race have one name, it is the film's; the race is named by its file.
    """
    if name is None and gallery is None:
        raise OptanimError("name a film or a race, or --gallery DIR; see optanim list")
    if gallery is not None and (name, output, slider) != (None, None, None):
        raise OptanimError(f"--gallery {gallery}: is of all races that ship; name nothing besides")
    from optanim.page import check_installed

    check_installed()
    language = language or _usual_language()
    if name is None:
        made = _gallery(str(gallery), language, force)
    elif name in shipped.scenes() or name.endswith(".mp4"):
        made = _of_film(name, output, slider, language, force)
    else:
        made = _of_race(shipped.film_or_race(name), output, slider, language, force)
    click.echo(made)


def _usual_language() -> str | None:
    """The language that the environment names, as for films."""
    known = os.environ.get("OPTANIM_LANGUAGE", "").strip()
    return named(known) if known else None


def _gallery(folder: str, language: str | None, force: bool) -> Path:
    from optanim.page.gallery import write_gallery

    with progress("Racing", 1.0) as advance:
        return write_gallery(folder, language, force, advance)


def _of_race(
    file: Path, output: str | None, slider: str | None, language: str | None, force: bool
) -> Path:
    """The page of a race; all that can be wrong with it is found before anything is raced."""
    from optanim.page.page import write_page
    from optanim.page.slider import asked_slider, check_slider
    from optanim.race_file import load

    request = load(file)
    path = Path(f"{request.name}.html" if output is None else output)
    check_writable(path, ".html", inputs=request.inputs, force=force)
    check_slider({label: run.optimizer for label, run in request.runs.items()}, slider)
    with progress("Racing", 1.0) as advance:
        race = request.race(advance)
    with progress("Racing with other values", 1.0) as advance:
        swept = asked_slider(race, slider, advance)
    return write_page(race, request.presentation, path, language, swept)


def _of_film(
    name: str, output: str | None, slider: str | None, language: str | None, force: bool
) -> Path:
    """The page of a film: at its path, or of one that ships, rendered where it is not there yet."""
    if slider is not None:
        raise OptanimError(f"--slider {slider}: is of a race, and {name} is a film")
    ships = name in shipped.scenes()
    path = Path(f"{Path(name).stem}.html" if output is None else output)
    check_writable(path, ".html", inputs=() if ships else (Path(name),), force=force)
    from optanim.page.film import Film
    from optanim.page.page import write_film_page

    film = _of_language(FILMS / f"{name}.mp4", language) if ships else Path(name)
    if ships and not film.exists():
        check_film(film, force=force)
        from optanim.stage.film.rendering import Manner, format_of, render_film  # loads Manim

        render_film(name, film, format_of("m"), Manner(language=language))
    return write_film_page(Film.at(film), path, language)


def _of_language(film: Path, language: str | None) -> Path:
    """Where the film is in that language, each beside the others."""
    return film.with_stem(f"{film.stem}-{language}") if language not in (None, ENGLISH) else film
