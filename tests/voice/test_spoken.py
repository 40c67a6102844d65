"""Sentences as people say them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.base.numbers import number
from optanim.look.words import Words, languages
from optanim.voice.spoken import spoken

SPEAKABLE = re.compile(r"[\w\s.,:;'!?()\"。，：；！？、（）“”·-]*")
"""What a voice reads right: letters, digits, and the marks at which it pauses."""


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("η = 2 × 10⁻³", "eta equals 2 times ten to the minus 3"),
        ("Below 10⁻⁵, and 10⁶.", "Below ten to the minus 5, and ten to the 6."),
        ("Across it is −0.63.", "Across it is minus 0.63."),
        ("1,000 points, 26% of them", "1000 points, 26 percent of them"),
        ("12,345,678 steps, then 1,2", "12345678 steps, then 1,2"),
        ("Adam, β₁ = 0: L < 3", "Adam, beta 1 equals 0: L below 3"),
        ("It ends here…", "It ends here,"),
    ],
)
def test_symbols_are_said_in_words(written: str, said: str) -> None:
    assert spoken(written, Words.load("en")) == said


@given(value=st.floats(allow_nan=False, allow_infinity=False))
@pytest.mark.parametrize("language", languages())
def test_any_number_can_be_said(language: str, value: float) -> None:
    said = spoken(f"L = {number(value, 3)}.", Words.load(language))
    assert SPEAKABLE.fullmatch(said), said


@given(words=st.text(st.characters(categories=["Ll", "Lu"]), min_size=1))
def test_plain_words_are_left_alone(words: str) -> None:
    greek = set(Words.load("en").entries["spoken"]["symbols"])
    if greek.isdisjoint(words):
        assert (
            spoken(f"It is {words}, 3.5 times.", Words.load("en")) == f"It is {words}, 3.5 times."
        )


def test_every_language_names_the_same_symbols() -> None:
    known = {name: set(Words.load(name).entries["spoken"]["symbols"]) for name in languages()}
    assert all(symbols == known["en"] for symbols in known.values()), known
