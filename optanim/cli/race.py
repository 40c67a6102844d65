"""`optanim race`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table

from optanim.base.errors import OptanimError
from optanim.cli.console import progress, stdout, warn_of_the_start
from optanim.cli.options import (
    OPTIMIZER_FORM,
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
from optanim.films.output import check_film

if TYPE_CHECKING:
    from optanim.race_file.presentation import Presentation
    from optanim.race_file.request import RaceRequest
    from optanim.studies.racing import Race


@click.command("race")
@click.argument("file", required=False, type=click.Path())
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
@click.option("-o", "--output", type=click.Path(), help="FILE.mp4; default: media/races/NAME.mp4.")
@shape_options
@voice_option
@click.option("--dry-run", is_flag=True, help="Print the results; render nothing.")
@click.option("--save", type=click.Path(), help="Write the race to FILE.toml.")
@force_option
def command(
    file: str | None,
    optimizers: tuple[str, ...],
    output: str | None,
    quality: str,
    resolution: str | None,
    upright: bool,
    language: str | None,
    voice: str | None,
    dry_run: bool,
    save: str | None,
    force: bool,
    **options: Any,
) -> None:
    """Race any optimizers on any loss: from a race FILE, or from options, which go before its keys.

    FILE may be the name of a race that ships; see list. Every step is proven; the results are
    printed, and the film is rendered.
    """
    keys = given(options)
    if "window" in keys:
        left, right, low, high = numbers("--window", keys["window"], 4, "-2,2,-1,3")
        keys["window"] = ((left, right), (low, high))
    request = _checked(file, optimizers, keys)
    wanted = size(resolution)
    film = Path(f"media/races/{request.name}.mp4" if output is None else output)
    if output is not None or not dry_run:
        check_film(film, request.inputs, force)
    if save is not None:
        request.save(save, force)
    with progress("Racing", 1.0) as advance:
        race = request.race(advance)
    _print(race, request.presentation)
    if not dry_run:
        from optanim.stage.film.rendering import Manner, format_of, render  # loads Manim

        shape = format_of(quality, wanted, upright)
        manner = Manner(language=language, voice=voice)
        click.echo(render(race, request.presentation, film, shape, manner))


def _checked(file: str | None, optimizers: tuple[str, ...], keys: dict[str, Any]) -> RaceRequest:
    from optanim.race_file import checked, load
    from optanim.race_file.racers import as_racer

    if optimizers:
        keys["racers"] = [as_racer(text) for text in optimizers]
    if file is not None:
        if optimizers and "=" in file:
            last = optimizers[-1]
            whole = f"{last}{',' if '=' in last else ':'}{file}"
            raise OptanimError(f"{file!r} stands alone: write --optimizer {whole}, without a blank")
        if optimizers:
            raise OptanimError(
                f"{file}: a race file has its racers, --optimizer is for a race without one; "
                "what they race on is named by --problem"
            )
        with named_as_options(only=keys):
            return load(file, keys)
    if not optimizers:
        raise OptanimError("name a race file, or the racers by --optimizer; see optanim list")
    with named_as_options():
        return checked(keys, "the command line")


def _print(race: Race, presentation: Presentation) -> None:
    from optanim.race_file.results import SWEEP_HEADER, Result, fairness, of_sweep, results

    first = next(iter(race.trajectories.values()))
    warn_of_the_start(float(first.excess[0]), presentation.tolerance)
    rows = [result.cells for result in results(race, presentation.tolerance)]
    problem, fair = race.problem, fairness(race, presentation)
    name, steps = problem.loss.name, first.run.steps
    name = f"{problem.name}, {name}" if problem.has_data else name
    title = f"{name}: {steps} {'step' if steps == 1 else 'steps'}; {fair}"
    stdout().print(_table(title, Result.HEADER, rows))
    if race.sweeps:
        rows = [of_sweep(label, sweep) for label, sweep in race.sweeps.items()]
        stdout().print(_table("Learning rates", SWEEP_HEADER, rows))


def _table(title: str, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> Table:
    """A table of plain text: what users call their racers is no markup."""
    from rich.text import Text

    table = Table(title=Text(title, "bold"), title_justify="left", box=None, pad_edge=False)
    used = [i for i in range(len(header)) if any(row[i] for row in rows)]
    for i in used:
        table.add_column(header[i], overflow="fold")
    for row in rows:
        table.add_row(*(Text(row[i]) for i in used))
    return table
