"""`optanim script`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from optanim.base import shipped
from optanim.base.files import check_writable
from optanim.cli.console import progress
from optanim.cli.options import language_option
from optanim.voice.script import FILE, Script

if TYPE_CHECKING:
    from optanim.voice.script import Line


@click.command("script")
@click.argument("films", metavar="FILM...", nargs=-1, required=True)
@click.option(
    "-o", "--output", "folder", type=click.Path(), default="recordings", show_default=True
)
@language_option
def command(films: tuple[str, ...], folder: str, language: str | None) -> None:
    """Print what is said in each FILM, numbered, for whoever reads it aloud.

    FILM is the name of a film that ships, or a race file. The sentences are written to script.csv
    in the folder too; those that stand there already keep their numbers. Once a recording NN.wav
    of each is beside it, --voice recorded:FOLDER speaks with them. A sentence that is said only if
    there is time need not be recorded.
    """
    path = Path(folder, FILE)
    check_writable(path, ".csv", force=True)  # what is there is kept, and more written below it
    script = Script.read(path) if path.exists() else Script()
    for name in films:
        shipped.film_or_race(name)
    said: list[Line] = []
    with progress("Reading", len(films)) as advance:
        for done, name in enumerate(films, start=1):
            said += _lines(name, language)
            advance(done)
    script = script.with_lines(said)
    script.write(path)
    wanted = {line.sentence for line in said}
    for line in script.lines:
        if line.sentence in wanted:
            when = "  (if there is time)" if line.optional else ""
            click.echo(f"{line.number}  {line.sentence}{when}")
    click.echo(path)


def _lines(name: str, language: str | None) -> tuple[Line, ...]:
    from optanim.race_file import load
    from optanim.stage.film.rendering import Manner, race_film, shipped_film  # loads Manim
    from optanim.stage.film.scripting import script

    manner = Manner(language=language, voice="none")
    if name in shipped.scenes():
        kind = shipped_film(name)
        return script(name, lambda: kind(**manner.keywords))
    request = load(name)
    race = request.race()
    return script(request.name, lambda: race_film(race, request.presentation, manner=manner))
