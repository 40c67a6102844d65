"""`optanim gif`."""

from __future__ import annotations

from pathlib import Path

import click

from optanim.base.files import check_writable
from optanim.cli.console import progress
from optanim.cli.options import force_option
from optanim.films.gifs import gif
from optanim.films.reading import probe

WIDTH, FPS = 640, 15.0


@click.command("gif")
@click.argument("film", type=click.Path())
@click.option("-o", "--output", type=click.Path(), help="Default: the film's name with .gif")
@click.option("--width", type=int, help="In pixels; default: 640, or the film's where narrower.")
@click.option("--fps", type=float, help="Frames a second; default: 15, or the film's where fewer.")
@click.option("--start", type=float, default=0.0, help="Seconds into the film.")
@click.option("--end", type=float, help="Seconds into the film; default: its end.")
@force_option
def command(
    film: str,
    output: str | None,
    width: int | None,
    fps: float | None,
    start: float,
    end: float | None,
    force: bool,
) -> None:
    """Make a looping GIF of a film or a part of it."""
    info = probe(film)
    target = Path(film).with_suffix(".gif") if output is None else Path(output)
    check_writable(target, ".gif", inputs=[film], force=force)
    last = info.seconds if end is None else end
    width = min(WIDTH, info.width) if width is None else width
    fps = min(FPS, info.fps) if fps is None else fps
    with progress("Making the GIF", max(round((last - start) * fps), 1)) as advance:
        gif(film, target, width, fps, start, end, advance)
    click.echo(f"{target}: {target.stat().st_size / 1e6:.1f} MB")
