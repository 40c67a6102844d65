"""What is written on a command line is read, and what was read can be written again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.base.errors import OptanimError
from optanim.base.notation import parse_call, written, written_call

NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True).filter(
    lambda name: name.lower() not in ("true", "false", "none", "inf", "nan")
)
SINGLE = st.one_of(
    st.booleans(), st.none(), st.integers(-(10**6), 10**6), NAMES,
    st.floats(allow_nan=False, allow_infinity=False),
)  # fmt: skip
VALUES = st.one_of(SINGLE, st.lists(SINGLE, min_size=2, max_size=3).map(tuple))


@given(name=NAMES, keywords=st.dictionaries(NAMES, VALUES, max_size=4))
def test_reading_undoes_writing(name: str, keywords: dict[str, Any]) -> None:
    assert parse_call(written_call(name, keywords)) == (name, keywords)


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("Adam", ("Adam", {})),
        (" Adam : lr = 0.1 , betas = 0.9/0.99 ", ("Adam", {"lr": 0.1, "betas": (0.9, 0.99)})),
        ("SGD:nesterov=True,foreach=NONE", ("SGD", {"nesterov": True, "foreach": None})),
        ("LBFGS:line_search_fn=strong_wolfe", ("LBFGS", {"line_search_fn": "strong_wolfe"})),
        ("lion_pytorch:Lion", ("lion_pytorch:Lion", {})),
        ("my.package:Lion:lr=1e-3", ("my.package:Lion", {"lr": 0.001})),
    ],
)
def test_names_values_and_somebody_elses_classes(text: str, call: tuple) -> None:
    assert parse_call(text) == call


def test_a_keyword_needs_a_value() -> None:
    with pytest.raises(OptanimError, match="'b' is not written key=value"):
        parse_call("Adam:lr=0.1,b")
    assert parse_call("Adam:lr") == ("Adam:lr", {})  # a module and a class look like this


def test_what_is_neither_number_nor_word_is_refused() -> None:
    with pytest.raises(OptanimError, match=r"'0\.1\.2' is neither a number nor a word"):
        parse_call("Adam:lr=0.1.2")


def test_values_are_written_as_users_write_them() -> None:
    shown = [written(value) for value in (True, None, (0.9, 0.99), [1, False], "word")]
    assert shown == ["true", "none", "0.9/0.99", "1/false", "word"]
