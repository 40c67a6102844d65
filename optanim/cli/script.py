"""`optanim script`."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from typing import TYPE_CHECKING

import click

from optanim.base import shipped
from optanim.base.files import check_writable
from optanim.cli.console import progress
from optanim.cli.options import language_option
from optanim.race_file import load
from optanim.voice.script import FILE, Script, spelling

if TYPE_CHECKING:
    from optanim.race_file.request import RaceRequest
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
    requests = {name: None if name in shipped.scenes() else load(name) for name in films}
    with progress("Reading", len(films)) as advance:
        for done, (name, request) in enumerate(requests.items(), start=1):
            said = _lines(name, request, language)
            script = script.with_lines(said)
            script.write(path)
            _print(script, {spelling(line.sentence) for line in said})
            advance(done)
    click.echo(path)


def _print(script: Script, wanted: Container[str]) -> None:
    for line in script.lines:
        if spelling(line.sentence) in wanted:
            when = "  (if there is time)" if line.optional else ""
            click.echo(f"{line.number}  {line.sentence}{when}")


def _lines(name: str, request: RaceRequest | None, language: str | None) -> tuple[Line, ...]:
    from optanim.stage.film.rendering import Manner, race_film, shipped_film  # loads Manim
    from optanim.stage.film.scripting import script

    manner = Manner(language=language, voice="none")
    if request is None:
        kind = shipped_film(name)
        return script(name, lambda: kind(**manner.keywords))
    race = request.race()
    return script(request.name, lambda: race_film(race, request.presentation, manner=manner))
