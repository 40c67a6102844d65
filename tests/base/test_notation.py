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
CALLS = st.sampled_from(["StepLR:step_size=3", "A:b=[c:d=1/;e],f=/", "my.package:Class:lr=0.1"])
VALUES = st.one_of(
    SINGLE, st.lists(SINGLE, max_size=3).map(tuple), st.lists(CALLS, min_size=1).map(tuple)
)


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
        ("M:milestones=10/", ("M", {"milestones": (10,)})),
        ("M:a=/,b=+.5,c=5.,d=-0", ("M", {"a": (), "b": 0.5, "c": 5.0, "d": 0})),
        ("C:of=[A:b=1,c=2/3; D]", ("C", {"of": ("A:b=1,c=2/3", "D")})),
    ],
)
def test_names_values_and_somebody_elses_classes(text: str, call: tuple) -> None:
    assert parse_call(text) == call


def test_a_keyword_needs_a_value() -> None:
    with pytest.raises(OptanimError, match="'b' is not written key=value"):
        parse_call("Adam:lr=0.1,b")
    for tuple_ in ("0.9,0.99", "(0.9,0.99)"):
        with pytest.raises(OptanimError, match="a tuple is written with slashes"):
            parse_call(f"Adam:betas={tuple_}")
    assert parse_call("Adam:lr") == ("Adam:lr", {})  # a module and a class look like this


@pytest.mark.parametrize("odd", ["0.1.2", "1_000", "0x10", "'a'", "(1", "1 2", "1e", "１", "1,5"])
def test_what_is_neither_number_nor_word_is_refused(odd: str) -> None:
    said = "is not written key=value" if "," in odd else "is neither a number nor a word"
    with pytest.raises(OptanimError, match=said):
        parse_call(f"Adam:lr={odd}")


def test_what_is_given_twice_is_refused() -> None:
    with pytest.raises(OptanimError, match="'Adam:lr=1e-3, lr=1e-2': lr is given twice"):
        parse_call("Adam:lr=1e-3, lr=1e-2")


@pytest.mark.parametrize(
    "odd", ["9" * 5000, "1e400", "[" * 100_000, "]", "[" * 9 + "]" * 9, "[a"], ids=range(6)
)
def test_what_is_too_large_or_too_deep_is_said_in_one_line(odd: str) -> None:
    with pytest.raises(OptanimError, match=r"too large a number, at most 1\.8|bracket") as caught:
        parse_call(f"Adam:lr={odd}")
    assert len(str(caught.value)) < 250


@given(st.text(alphabet="Ab:=,/[];.1e+-_ \t", max_size=30))
def test_any_text_is_a_call_or_refused(text: str) -> None:
    try:
        name, keywords = parse_call(text)
    except OptanimError:
        return
    assert parse_call(written_call(name, keywords)) == (name, keywords)


def test_values_are_written_as_users_write_them() -> None:
    shown = [written(value) for value in (True, None, (0.9, 0.99), [1, False], "word", (1,))]
    assert shown == ["true", "none", "0.9/0.99", "1/false", "word", "1/"]
