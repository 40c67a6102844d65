"""Shortened words keep both ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from optanim.base.text import ELLIPSIS, quoted, shortened


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


@given(st.text(max_size=200), st.integers(10, 80))
def test_what_is_quoted_is_one_short_line(words: str, kept: int) -> None:
    short = quoted(words, kept)
    assert len(short) <= kept and len(short.splitlines()) <= 1


def test_numbers_that_python_does_not_write_are_quoted_all_the_same() -> None:
    assert quoted(10**5000) == "something too large to be written"
    assert quoted((1, "a\n b")) == "(1, 'a\\n b')"
