"""`optanim trace`."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import click
import numpy as np
from rich.table import Table

from optanim.base.files import check_writable, whole
from optanim.cli.console import progress, stdout, warn, warn_of_the_start
from optanim.cli.options import (
    OPTIMIZER_FORM,
    force_option,
    given,
    named_as_options,
    problem_options,
)
from optanim.proof.verification import Verified
from optanim.runs.outcome import TOLERANCE
from optanim.runs.run import Run
from optanim.runs.trajectory import Trajectory
from optanim.runs.valleys import nearest


@click.command("trace")
@problem_options
@click.option("--optimizer", required=True, metavar=OPTIMIZER_FORM, help="See list.")
@click.option("--scheduler", metavar=OPTIMIZER_FORM, help="A torch lr_scheduler class.")
@click.option("-o", "--output", required=True, type=click.Path(), help="FILE.npz or FILE.csv")
@force_option
def command(
    optimizer: str, scheduler: str | None, output: str, force: bool, **options: Any
) -> None:
    """Run a torch optimizer, prove every step, and write them all to a file."""
    from optanim.race_file import checked
    from optanim.race_file.racers import as_racer

    racer = as_racer(optimizer)
    if scheduler is not None:
        racer["lr_scheduler"] = scheduler
    with named_as_options("--optimizer"):
        spec = checked({**given(options), "racers": [racer]}, "the command line")
    check_writable(output, ".npz", ".csv", inputs=spec.inputs, force=force)
    (run,) = spec.runs.values()
    _warn_of_instability(run)
    with whole(output) as draft:
        verified = _proven(run)
        _write(verified, draft)
    _summarize(verified, output)


def _proven(run: Run) -> Verified:
    from optanim.proof.verification import verify
    from optanim.runs.tracing import trace

    with progress("Tracing", run.steps) as advance:
        return verify(trace(run, advance))


def _write(verified: Verified, path: Path) -> None:
    from optanim.proof import archive

    if path.suffix == ".npz":
        archive.save(verified, path)
        return
    trajectory = verified.trajectory
    first, second = trajectory.problem.parameters
    columns = {
        "step": np.arange(trajectory.steps + 1),
        first: trajectory.params[:, 0],
        second: trajectory.params[:, 1],
        "loss": trajectory.losses,
        f"gradient_{first}": trajectory.gradients[:, 0],
        f"gradient_{second}": trajectory.gradients[:, 1],
        "lr": [*trajectory.lrs.tolist(), ""],
    }
    if trajectory.gradient_points is not None:
        points = trajectory.gradient_points.T
        columns |= {f"gradient_at_{first}": points[0], f"gradient_at_{second}": points[1]}
    for name, values in trajectory.state.items():
        parts = values[:, None] if values.ndim == 1 else values
        names = [name] if values.ndim == 1 else [f"{name}_{first}", f"{name}_{second}"]
        for column, numbers in zip(names, parts.T, strict=True):
            columns[f"state_{column}" if column in columns else column] = numbers
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        rows = (np.asarray(values, dtype=object).tolist() for values in columns.values())
        writer.writerows(zip(*rows, strict=True))


def _warn_of_instability(run: Run) -> None:
    """Say so where gradient descent has a learning rate above its limit."""
    settings = run.optimizer.settings
    plain = {"momentum": 0.0, "dampening": 0.0, "weight_decay": 0.0, "nesterov": False}
    kept = {key: settings.get(key) for key in plain} | {"momentum": 0.0}
    if (
        not run.problem.is_quadratic
        or run.optimizer.torch_class != "SGD"
        or kept != plain
        or run.schedule is not None
    ):
        return
    limit = run.problem.stability_limit(settings["momentum"])
    if settings["lr"] > limit:
        where = "these data" if run.problem.has_data else "this loss"
        warn(f"lr={settings['lr']:g} is above {limit:.6g}, the limit of stability on {where}")


def _summarize(verified: Verified, output: str) -> None:
    trajectory: Trajectory = verified.trajectory
    places = trajectory.problem.minimizers
    warn_of_the_start(float(trajectory.excess[0]), TOLERANCE)
    arrival, touch = trajectory.arrival(TOLERANCE), trajectory.first_touch(TOLERANCE)
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_row("steps", str(trajectory.steps))
    table.add_row("final loss", f"{trajectory.losses[-1]:.6g}")
    if len(places):
        last, found = trajectory.params[-1], trajectory.problem.loss.found
        place = trajectory.ending().place if arrival is not None else None
        away = np.hypot(*(last - (nearest(places, last) if place is None else place)))
        what = "lowest minimum found" if found else "minimizer"
        table.add_row(f"distance to the {what}", f"{away:.6g}")
    if trajectory.problem.loss.attained:
        table.add_row(f"within {TOLERANCE:g} of the minimum", _stays(arrival, trajectory.run.steps))
    if touch != arrival:
        table.add_row("first touch", f"step {touch}")
    table.add_row("outcome", trajectory.ending().sentence)
    table.add_row("checks passed", ", ".join([str(len(verified.checks)), *verified.marks]))
    table.add_row("written to", output)
    stdout().print(table)


def _stays(arrival: int | None, steps: int) -> str:
    return f"not for good in {steps} steps" if arrival is None else f"from step {arrival}"
