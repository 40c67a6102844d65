"""The results of a race, as `optanim race` prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from optanim.cli.console import stdout, warn_of_the_start

if TYPE_CHECKING:
    from optanim.race_file.presentation import Presentation
    from optanim.studies.racing import Race


def print_results(race: Race, presentation: Presentation, film: str | None = None) -> None:
    """Print what came of every racer, and of the learning rates where they were tuned.

    Of several races each is called as its ``film``.
    """
    from optanim.race_file.results import SWEEP_HEADER, Result, fairness, of_sweep, results

    first = next(iter(race.trajectories.values()))
    warn_of_the_start(float(first.excess[0]), presentation.tolerance)
    rows = [result.cells for result in results(race, presentation.tolerance)]
    problem, fair = race.problem, fairness(race, presentation)
    name, steps = problem.loss.name, first.run.steps
    name = f"{problem.name}, {name}" if problem.has_data else name
    name = f"{film}: {name}" if film else name
    title = f"{name}: {steps} {'step' if steps == 1 else 'steps'}; {fair}"
    stdout().print(_table(title, Result.HEADER, rows))
    if race.sweeps:
        rows = [of_sweep(label, sweep) for label, sweep in race.sweeps.items()]
        stdout().print(_table("Learning rates", SWEEP_HEADER, rows))


def _table(title: str, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> Table:
    """A table of plain text: what users call their racers is no markup."""
    table = Table(title=Text(title, "bold"), title_justify="left", box=None, pad_edge=False)
    used = [i for i in range(len(header)) if any(row[i] for row in rows)]
    for i in used:
        table.add_column(header[i], overflow="fold")
    for row in rows:
        table.add_row(*(Text(row[i]) for i in used))
    return table
