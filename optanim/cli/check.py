"""`optanim check`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from optanim.base.errors import OptanimError
from optanim.cli.console import stdout, warn
from optanim.proof import archive
from optanim.proof.verification import measure
from optanim.runs.versions import current_versions


@click.command("check")
@click.argument("files", nargs=-1, type=click.Path())
@click.option("--trust", is_flag=True, help="Run the losses of somebody's own that FILE names.")
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], trust: bool) -> None:
    """Verify archives again, all of media/trajectories where no FILE is named.

    An archive whose loss is a Python function names it, and to verify it the function must be run.
    That is done only with --trust. The class of an optimizer is never run for this.
    """
    paths = [Path(file) for file in files] or sorted(archive.FOLDER.glob("*.npz"))
    if not paths:
        raise OptanimError(f"no archives in {archive.FOLDER}: make a film first, or name a file")
    for path in paths:
        if path.is_dir():
            raise OptanimError(f"{path}: is a folder; name its files, as in {path / '*.npz'}")
        if not path.is_file():
            raise OptanimError(f"{path}: no such file")
        if path.suffix == ".csv":
            raise OptanimError(f"{path}: a CSV carries no proof; archives are written to FILE.npz")
    failed = [path for path in paths if not _check(path, trust)]
    if failed:
        ctx.exit(1)


def _check(path: Path, trust: bool) -> bool:
    """Print every check of one archive; whether all passed."""
    try:
        trajectory = archive.read(path, trust=trust)
    except OptanimError as error:
        warn(str(error))
        return False
    optimizer = trajectory.optimizer
    title = Text(f"{path}: {optimizer.label} ({optimizer})")  # plain: a label is no markup
    table = Table(title=title, title_justify="left", box=None)
    for column in ("check", "measured", "bound", ""):
        table.add_column(column, justify="left" if column in ("check", "") else "right")
    checks = measure(trajectory)
    for check in checks:
        verdict = "passed" if check.passed else "FAILED"
        table.add_row(check.name, f"{check.measured:.3g}", f"{check.bound:.3g}", verdict)
    if optimizer.rule is None:
        table.add_row("steps replayed", "no rule", "", "without replay")
    loss = trajectory.problem.loss
    if loss.found:
        count = len(loss.minimizers) or loss.extent.name.lower()
        found = f"{count} found" if loss.attained else "none found"
        table.add_row("minima, by search", found, "", "no proof")
    made, here = trajectory.run.versions, current_versions()
    if made != here:
        table.add_row("made with", made, "", f"here it is {here}")
    stdout().print(table)
    return all(check.passed for check in checks)
