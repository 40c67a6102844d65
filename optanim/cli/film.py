"""`optanim film`."""

from __future__ import annotations

from pathlib import Path

import click

from optanim.base import shipped
from optanim.cli.options import (
    force_option,
    language_option,
    shape_options,
    size,
    voice_option,
)
from optanim.films.output import check_film
from optanim.look import theme as themes


@click.command("film")
@click.argument("name")
@click.option("-o", "--output", type=click.Path(), help="FILE.mp4; default: media/films/NAME.mp4.")
@shape_options
@click.option("--theme", "theme_name", metavar="NAME", help="dark or light.")
@language_option
@voice_option
@force_option
def command(
    name: str,
    output: str | None,
    quality: str,
    resolution: str | None,
    upright: bool,
    theme_name: str | None,
    language: str | None,
    voice: str | None,
    force: bool,
) -> None:
    """Render the film NAME, one of those that list names.

    Timeline (.json) and subcaptions (.srt) are written beside it.
    """
    shipped.scene(name)
    theme = None if theme_name is None else themes.named(theme_name)
    wanted = size(resolution)
    target = Path(f"media/films/{name}.mp4" if output is None else output)
    check_film(target, force=force)
    from optanim.stage.film.rendering import Manner, format_of, render_film  # loads Manim

    shape = format_of(quality, wanted, upright)
    click.echo(render_film(name, target, shape, Manner(theme, language, voice)))
