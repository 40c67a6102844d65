"""What a cell of a table says of a race: the value of a key, or the name of a film."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from optanim.base.errors import OptanimError
from optanim.base.notation import number_in, numbers_in
from optanim.race_file.model import RaceModel
from optanim.runs.data import STANDARD_INPUT

KEYS = tuple(key for key in RaceModel.model_fields if key != "racers")
"""The keys of a race file that fit into a cell."""
_LONGEST = 200  # file systems take 255, with a number and an ending
_LISTS = {
    "start": (2, "two numbers, as in 2,9"),
    "window": (4, "four numbers, as in -2,2,-1,3"),
    "levels": (None, "numbers, as in 1,10,100"),
}
"""Keys that take several numbers: how many, None where any will do, and how they are written."""


def value_in(cell: str, key: str, folder: Path, commas: bool = False) -> Any:
    """The value that the text ``cell`` has for ``key`` of a race file, as yet unchecked.

    What is no value of its kind stays a text, which the race refuses. Data lie in ``folder``.
    With ``commas`` 0,1 is a number. Raises OptanimError for lists that are none.
    """
    if key == "data":
        return _data(cell, folder)
    if key in _LISTS:
        return _list(cell, key)
    kinds = _kinds()[key]
    if "boolean" in kinds:
        return {"true": True, "false": False}.get(cell.casefold(), cell)
    if "string" in kinds:
        return cell
    number = number_in(cell.replace(",", ".", 1) if commas else cell)
    return cell if number is None else number


def film_in(cell: str) -> str:
    """The name of a film that ``cell`` gives, safe as that of a file.

    Raises OptanimError for one that would lie in another folder, be hidden or be too long.
    """
    if len(cell.encode()) > _LONGEST:
        raise OptanimError(f"must be the name of a film, of {_LONGEST} bytes at most")
    if cell.startswith(".") or not cell.isprintable() or any(mark in cell for mark in "/\\"):
        raise OptanimError(
            "must be the name of a film, without / and \\, and begin without a point"
        )
    return cell


def _data(cell: str, folder: Path) -> str:
    if cell == STANDARD_INPUT:
        raise OptanimError("must be a file: standard input can be read only once")
    return str(folder.absolute() / cell)


def _list(cell: str, key: str) -> tuple[Any, ...]:
    count, form = _LISTS[key]
    numbers = numbers_in(cell)
    if numbers is None or (count is not None and len(numbers) != count):
        raise OptanimError(f"must be {form}")
    return (numbers[:2], numbers[2:]) if key == "window" else numbers


@cache
def _kinds() -> dict[str, set[str]]:
    """The kinds of values that keys take, in the words of JSON schemas."""
    found = {}
    for key, schema in RaceModel.model_json_schema()["properties"].items():
        choices = schema.get("anyOf", [schema])  # a key that may be left out may be null
        found[key] = {str(choice.get("type")) for choice in choices}
    return found
