"""A folder's files are found by looking."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from optanim.base.listing import entries


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A package of three modules, two of which have an ENTRY."""
    folder = tmp_path / "shelf_of_tests"
    folder.mkdir()
    for name, text in (("__init__", ""), ("b", "ENTRY = 2"), ("a", "ENTRY = 1"), ("none", "")):
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    return importlib.import_module("shelf_of_tests")


def test_every_entry_is_found_and_what_has_none_is_passed_over(shelf) -> None:
    assert entries(shelf, int) == [1, 2]


def test_an_entry_of_another_kind_is_the_authors_error(shelf) -> None:
    with pytest.raises(TypeError, match="a: ENTRY must be an str, it is 1"):
        entries(shelf, str)
