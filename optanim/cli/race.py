"""`optanim race`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from optanim.base.errors import OptanimError
from optanim.cli.console import progress
from optanim.cli.options import (
    OPTIMIZER_FORM,
    crew_options,
    force_option,
    given,
    language_option,
    named_as_options,
    numbers,
    problem_options,
    shape_options,
    size,
    voice_option,
)
from optanim.cli.races import FOLDER, Wish, film_one, make_all
from optanim.cli.results import print_results
from optanim.films.output import check_film

if TYPE_CHECKING:
    from optanim.race_file.request import RaceRequest


@click.command("race")
@click.argument("files", metavar="[FILE...]", nargs=-1, type=click.Path())
@click.option(
    "--table", type=click.Path(), metavar="VALUES.csv",
    help="Values for the keys of FILE, a race a row.",
)  # fmt: skip
@problem_options
@click.option(
    "--optimizer",
    "optimizers",
    multiple=True,
    metavar=OPTIMIZER_FORM,
    help="A racer; up to 8 times. See list. Also package.module:Class[:key=value,...].",
)
@click.option("--fair", metavar="HOW", help="same-lr, tuned or as-given.")
@click.option("--lr", type=float, help="The learning rate of racers that name none.")
@click.option(
    "--tolerance", type=float, help="What counts as arrived, or as escaped; default: 0.001."
)
@click.option("--view", metavar="VIEW", help="side-by-side, map or surface.")
@click.option("--window", metavar="X0,X1,Y0,Y1", help="Default: found from the trajectories.")
@click.option("--transform", metavar="NAME", help="Of heights: none, sqrt, log1p, smooth-sqrt.")
@click.option("--seconds", type=float, help="The film's length at most; default: 45.")
@click.option("--theme", metavar="NAME", help="dark or light.")
@language_option
@click.option(
    "-o", "--output", type=click.Path(),
    help="FILE.mp4, of several races a folder; default: media/races/NAME.mp4.",
)  # fmt: skip
@shape_options
@voice_option
@crew_options
@click.option("--dry-run", is_flag=True, help="Print the results; render nothing.")
@click.option("--save", type=click.Path(), help="Write the race to FILE.toml.")
@force_option
def command(
    files: tuple[str, ...],
    table: str | None,
    optimizers: tuple[str, ...],
    output: str | None,
    quality: str,
    resolution: str | None,
    upright: bool,
    language: str | None,
    voice: str | None,
    workers: int | None,
    dask: str | None,
    dry_run: bool,
    save: str | None,
    force: bool,
    **options: Any,
) -> None:
    """Race any optimizers on any loss: from a race FILE, or from options, which go before its keys.

    FILE may be the name of a race that ships; see list. Every step is proven; the results are
    printed, and the film is rendered. Of several files, or of one with a table, each race has its
    results and its film; all are checked before the first is raced.
    """
    keys = given(options)
    if "window" in keys:
        left, right, low, high = numbers("--window", keys["window"], 4, "-2,2,-1,3")
        keys["window"] = ((left, right), (low, high))
    wanted = quality, size(resolution), upright
    wish = Wish(output, wanted, language, voice, workers, dask, dry_run, force)
    if files and optimizers:
        raise _two_kinds_of_racers(files[0], optimizers[-1])
    if table is not None or len(files) > 1:
        if save is not None:
            raise OptanimError(f"--save {save}: is for one race, and there may be several")
        make_all(files, table, keys, wish)
        return
    request = _checked(files[0] if files else None, optimizers, keys)
    film = FOLDER / f"{request.name}.mp4" if output is None else Path(output)
    if output is not None or not dry_run:
        check_film(film, request.inputs, force)
    if save is not None:
        request.save(save, force)
    with progress("Racing", 1.0) as advance:
        race = request.race(advance)
    print_results(race, request.presentation)
    if dry_run:
        return
    if dask is not None or (workers or 1) > 1:
        film_one(request, film, wish)
    else:
        from optanim.stage.film.rendering import Manner, format_of, render  # loads Manim

        manner = Manner(language=language, voice=voice)
        click.echo(render(race, request.presentation, film, format_of(*wanted), manner))


def _checked(file: str | None, optimizers: tuple[str, ...], keys: dict[str, Any]) -> RaceRequest:
    from optanim.race_file import checked, load
    from optanim.race_file.racers import as_racer

    if optimizers:
        keys["racers"] = [as_racer(text) for text in optimizers]
    if file is not None:
        with named_as_options(only=keys):
            return load(file, keys)
    if not optimizers:
        raise OptanimError("name a race file, or the racers by --optimizer; see optanim list")
    with named_as_options():
        return checked(keys, "the command line")


def _two_kinds_of_racers(file: str, optimizer: str) -> OptanimError:
    """What is said where racers are named beside a race ``file``, or a blank cuts one in two."""
    if "=" in file:
        whole = f"{optimizer}{',' if '=' in optimizer else ':'}{file}"
        return OptanimError(f"{file!r} stands alone: write --optimizer {whole}, without a blank")
    return OptanimError(
        f"{file}: a race file has its racers, --optimizer is for a race without one; "
        "what they race on is named by --problem"
    )
