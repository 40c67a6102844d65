"""`optanim film`."""

from __future__ import annotations

from pathlib import Path

import click

from optanim.base import shipped
from optanim.cli.options import force_option, numbers, quality_option
from optanim.films.output import check_film
from optanim.look import theme as themes
from optanim.look.frame import check_size


@click.command("film")
@click.argument("name")
@click.option("-o", "--output", type=click.Path(), help="FILE.mp4; default: media/films/NAME.mp4.")
@quality_option
@click.option("-r", "--resolution", metavar="W,H", help="In pixels; default: the quality's.")
@click.option("--upright", is_flag=True, help="For phones: the same, turned.")
@click.option("--theme", "theme_name", metavar="NAME", help="dark or light.")
@force_option
def command(
    name: str,
    output: str | None,
    quality: str,
    resolution: str | None,
    upright: bool,
    theme_name: str | None,
    force: bool,
) -> None:
    """Render the film NAME, one of those that list names.

    Timeline (.json) and subcaptions (.srt) are written beside it.
    """
    shipped.scene(name)
    theme = None if theme_name is None else themes.named(theme_name)
    size = _size(resolution)
    target = Path(output or f"media/films/{name}.mp4")
    check_film(target, force=force)
    from optanim.stage.film.rendering import format_of, render_film  # loads Manim

    click.echo(render_film(name, target, format_of(quality, size, upright), theme))


def _size(resolution: str | None) -> tuple[int, int] | None:
    """Width and height: whole and even, as H.264 wants them."""
    if resolution is None:
        return None
    given = numbers("--resolution", resolution, 2, "1440,1080")
    return check_size(f"--resolution {resolution!r}", given)
