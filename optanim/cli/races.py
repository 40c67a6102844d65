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
from optanim.look.words import ENGLISH, Words

if TYPE_CHECKING:
    from optanim.farm.filming import Order
    from optanim.farm.subject import Subject

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
    workers: int
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
            check_film(_film(folder, race), inputs, wish.force)
    workers = min(wish.workers, len(races))
    orders = [] if wish.dry_run else _orders(races, folder, workers, wish)
    for race in races:
        _race(race)
    if orders:
        _render(orders, folder, workers)


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


def _orders(races: Sequence[Subject], folder: Path, workers: int, wish: Wish) -> list[Order]:
    """What is asked of who renders, once it is known that the voice speaks and all has room."""
    from optanim.farm.filming import Order  # loads Manim
    from optanim.farm.room import check_room
    from optanim.stage.film.rendering import Manner, format_of
    from optanim.voice import named

    manner, shape = Manner(language=wish.language, voice=wish.voice), format_of(*wish.shape)
    settled = manner.settled()
    voice = named(settled.voice or "none", Words.load(settled.language or ENGLISH))
    check_room(len(races), workers, shape, folder, COPIES)
    return [Order(race, shape, manner, voice.identity if voice else "none") for race in races]


def _race(subject: Subject) -> None:
    request = subject.request
    assert request is not None
    with progress(f"Racing {subject.name}", 1.0) as advance:
        race = request.race(advance)
    print_results(race, request.presentation, subject.name)


def _render(orders: Sequence[Order], folder: Path, workers: int) -> None:
    from optanim.farm.filming import filmed
    from optanim.farm.workers import each, processes
    from optanim.films.reading import probe

    with stages(len(orders)) as bar, processes(workers) as executor:
        for order, film in each(filmed, orders, executor):
            path = _film(folder, order.subject)
            film.put(path)
            bar.film(order.subject.name, probe(path).seconds, film.seconds)
    for order in orders:
        click.echo(_film(folder, order.subject))


def _film(folder: Path, race: Subject) -> Path:
    return folder / f"{race.name}.mp4"
