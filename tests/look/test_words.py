"""The catalogue: every entry can be filled, and bad names are refused."""

from __future__ import annotations

import pytest

from optanim.base.errors import OptanimError
from optanim.look.words import Words, _merge


def test_entries_are_found_by_dotted_names_and_filled() -> None:
    words = Words.load("en")
    assert words("step") == "step"
    assert words("caption.data", shown=60, m=1000).startswith("60 of 1000 points")


def test_a_missing_field_or_entry_is_the_authors_error() -> None:
    words = Words.load("en")
    with pytest.raises(KeyError):
        words("caption.data", shown=60)
    with pytest.raises(KeyError):
        words("caption.nothing")


def test_every_caption_has_its_narration() -> None:
    entries = Words.load("en").entries
    assert set(entries["caption"]) <= set(entries["say"])


def test_an_unknown_language_is_refused_with_the_choices() -> None:
    with pytest.raises(OptanimError, match=r"'xx'.*en"):
        Words.load("xx")


def test_no_entry_may_stand_in_two_files() -> None:
    entries = {"caption": {"data": "points"}}
    with pytest.raises(ValueError, match=r"race\.toml.*'data'"):
        _merge(entries, {"caption": {"data": "other points"}}, "race.toml")
