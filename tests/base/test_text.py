"""Shortened words keep both ends, and letters their accents; what looks alike is found alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.base.text import ELLIPSIS, from_right, isolated, quoted, seen, shortened


@given(words=st.text("abc déf亚", max_size=40), kept=st.integers(0, 40))
def test_both_ends_are_kept_and_no_more(words: str, kept: int) -> None:
    short = shortened(words, kept)
    if kept >= len(words):
        assert short == words
        return
    front, back = short.split(ELLIPSIS)
    assert words.startswith(front) and words.endswith(back)
    assert len(front) + len(back) <= kept
    assert front == front.rstrip() and back == back.lstrip()
    if " " not in words:
        assert len(front) + len(back) == kept and len(front) - len(back) in (0, 1)


def test_an_example() -> None:
    assert shortened("a long name", 6) == "a l…ame"


@pytest.mark.parametrize(
    ("words", "kept", "short"),
    [
        ("e\u0301e\u0301e\u0301e\u0301", 2, "e\u0301…e\u0301"),
        ("ที่ที่ที่", 2, "ที่…ที่"),
        ("👩\u200d🚀👩\u200d🚀👩\u200d🚀", 2, "👩\u200d🚀…👩\u200d🚀"),
        ("x\u0302", 1, "x\u0302"),
    ],
)
def test_a_letter_keeps_its_accents(words: str, kept: int, short: str) -> None:
    assert shortened(words, kept) == short


@pytest.mark.parametrize(
    ("one", "other"),
    [("\u00e9", "e\u0301"), ("a b", " a\u00a0\u3000b "), ("ab", "a\u00adb\u200b")],
)
def test_what_looks_alike_is_seen_alike(one: str, other: str) -> None:
    assert seen(one) == seen(other)


def test_what_looks_different_is_not() -> None:
    assert len({seen(words) for words in ("Adam", "adam", "Ad am", "Ádam")}) == 4


def test_only_names_from_right_to_left_are_kept_apart_from_their_sentence() -> None:
    assert isolated("Adam α 动量") == "Adam α 动量" and not from_right("Adam")
    assert seen(isolated("שלום")) == "שלום" and isolated("سريع Adam") != "سريع Adam"


@given(st.text(max_size=200), st.integers(10, 80))
def test_what_is_quoted_is_one_short_line(words: str, kept: int) -> None:
    short = quoted(words, kept)
    assert short.isprintable() and (len(short) <= kept or not words.isprintable())


def test_numbers_that_python_does_not_write_are_quoted_all_the_same() -> None:
    assert quoted(10**5000) == "int that cannot be written down"
    assert quoted((1, "a\n b")) == "(1, 'a\\n b')"
