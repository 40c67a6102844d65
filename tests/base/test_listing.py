"""A package is what lies in its folder."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import pytest

from optanim.base.listing import by_name, entries


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A package of numbers: 2 in b, 1 in c; _a only helps."""
    folder = tmp_path / "listed_numbers"
    folder.mkdir()
    for name, text in {
        "__init__": "",
        "_a": "OTHER = 0",
        "b": "ENTRY = 2",
        "c": "ENTRY = 1",
    }.items():
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield import_module("listed_numbers")
    for name in [name for name in sys.modules if name.startswith("listed_numbers")]:
        del sys.modules[name]


def test_entries_come_in_the_order_of_the_modules(package) -> None:
    assert entries(package, int) == [2, 1]


def test_an_entry_of_another_kind_is_the_authors_mistake(package) -> None:
    with pytest.raises(TypeError, match="b: ENTRY must be an str, it is 2"):
        entries(package, str)


def test_a_file_without_an_entry_is_the_authors_mistake_too(package) -> None:
    (Path(package.__path__[0]) / "d.py").write_text("ENTRIES = 3")
    with pytest.raises(TypeError, match="d: ENTRY must be an int, it is None"):
        entries(package, int)


def test_a_name_belongs_to_one_entry() -> None:
    assert by_name([2, 1], str) == {"2": 2, "1": 1}
    with pytest.raises(ValueError, match="'1' is the name of two entries"):
        by_name([1, 2, 1], str)
