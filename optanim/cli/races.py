"""Several races by one `optanim race`: those of many files, or of one file and a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from optanim.base.errors import OptanimError, Several
from optanim.cli.console import progress, stages
from optanim.cli.options import named_as_options
from optanim.cli.results import print_results
from optanim.films.output import check_film

if TYPE_CHECKING:
    from optanim.farm.subject import Subject
    from optanim.race_file.request import RaceRequest

FOLDER = Path("media/races")
"""Where films of races go that have no other place."""
COPIES = 3
"""Of a film on the disk: as segments, as what is made of them, and where it is wanted."""


@dataclass(frozen=True)
class Wish:
    """What is wanted of several races, as the options of `optanim race` say it.

    ``output`` is the films' folder, and ``shape`` are quality, size and whether it is upright.
    """

    output: str | None
    shape: tuple[str, tuple[int, int] | None, bool]
    language: str | None
    voice: str | None
    workers: int | None
    dask: str | None
    dry_run: bool
    force: bool


def make_all(files: Sequence[str], table: str | None, keys: Mapping[str, Any], wish: Wish) -> None:
    """Race all ``files``, or the one with every row of ``table``; print results, then film them.

    The ``keys`` go before those of the files. Raises OptanimError, with all that is wrong with any
    of the races, before the first is raced.
    """
    if wish.output is not None and wish.output.endswith(".mp4"):
        raise OptanimError(f"--output {wish.output}: several films need a folder")
    if keys.get("data") == "-":
        raise OptanimError("--data -: standard input can be read only once, and races are several")
    races = _of_files(files, keys) if table is None else _of_table(files, table, keys)
    folder = FOLDER if wish.output is None else Path(wish.output)
    if wish.output is not None or not wish.dry_run:
        inputs = [path for race in races for path in race.inputs]
        for race in races:
            check_film(_path(folder, race), inputs, wish.force)
    if wish.dry_run:
        for race in races:
            _race(race)
    else:
        _film(races, {race: _path(folder, race) for race in races}, wish)


def _of_files(files: Sequence[str], keys: Mapping[str, Any]) -> tuple[Subject, ...]:
    from optanim.farm.subject import apart
    from optanim.race_file import load

    requests, errors = [], []
    for file in files:
        try:
            with named_as_options(only=keys):
                requests.append(load(file, keys))
        except OptanimError as error:
            errors.append(error)
    if errors:
        raise Several(*errors)
    return apart((request.name, request) for request in requests)


def _of_table(files: Sequence[str], table: str, keys: Mapping[str, Any]) -> tuple[Subject, ...]:
    from optanim.farm.subject import apart
    from optanim.race_file.table import races

    if len(files) != 1:
        raise OptanimError(f"--table {table}: goes with one race file, and there are {len(files)}")
    with named_as_options(only=keys):
        return apart(races(files[0], table, keys))


def _race(subject: Subject) -> None:
    request = subject.request
    assert request is not None
    with progress(f"Racing {subject.name}", 1.0) as advance:
        race = request.race(advance)
    print_results(race, request.presentation, subject.name)


def film_one(request: RaceRequest, path: Path, wish: Wish) -> None:
    """Film the race ``request``, which is raced already, by several who share the work."""
    from optanim.farm.subject import Subject

    subject = Subject(request.name, request)
    _film([subject], {subject: path}, wish, told=True)


def _film(
    races: Sequence[Subject], paths: Mapping[Subject, Path], wish: Wish, told: bool = False
) -> None:
    """Race all ``races``, unless that is ``told`` already, then film them.

    Before, the voice is tried and room is counted.
    """
    from optanim.farm.crew import crew
    from optanim.farm.filming import films
    from optanim.farm.order import ordered  # loads Manim
    from optanim.farm.room import check_room
    from optanim.films.reading import probe
    from optanim.stage.film.rendering import Manner, format_of

    shape, count = format_of(*wish.shape), len(races)
    orders = ordered(races, shape, Manner(language=wish.language, voice=wish.voice))
    with crew(wish.workers, wish.dask) as hired:
        folder = next(iter(paths.values())).parent
        check_room(count, hired.here_at_once(count), shape, folder, COPIES)
        for race in () if told else races:
            _race(race)
        with stages(count) as bar:
            for order, film in films(orders, hired):
                path = paths[order.subject]
                film.put(path)
                bar.film(order.subject.name, probe(path).seconds, film.seconds)
    for path in paths.values():
        click.echo(path)


def _path(folder: Path, race: Subject) -> Path:
    return folder / f"{race.name}.mp4"
