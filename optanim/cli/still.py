"""`optanim still`."""

from __future__ import annotations

import click

from optanim.base.errors import OptanimError
from optanim.base.files import check_writable
from optanim.cli.console import warn
from optanim.cli.options import force_option
from optanim.films.reading import frame_at, frame_of_step, still


@click.command("still")
@click.argument("film", type=click.Path())
@click.option("--at", type=float, help="Seconds into the film.")
@click.option("--step", type=int, help="The step shown, or nearly: the last time it is.")
@click.option("-o", "--output", required=True, type=click.Path(), help="FILE.png")
@force_option
def command(film: str, at: float | None, step: int | None, output: str, force: bool) -> None:
    """Save one frame of a film as PNG."""
    check_writable(output, ".png", inputs=[film], force=force)
    if at is not None and step is None:
        index = frame_at(film, at)
    elif step is not None and at is None:
        index, shown = frame_of_step(film, step)
        if shown != step:
            warn(f"step {step} falls between two frames; this one shows {shown:.3g}")
    else:
        raise OptanimError("name the frame by either --at SECONDS or --step K")
    still(film, output, index)
    click.echo(output)
