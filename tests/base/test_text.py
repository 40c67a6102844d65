"""Shortened words keep both ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from optanim.base.text import ELLIPSIS, shortened


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
