"""What a user reads of a mistake."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.base.errors import OptanimError, check_whole, nearest_of, unknown


def test_an_unknown_name_is_quoted_with_the_nearest_and_all_that_there_are() -> None:
    error = unknown("optimizer", "Adm", ("RMSprop", "Adam"))
    assert isinstance(error, OptanimError) and isinstance(error, ValueError)
    assert str(error) == "unknown optimizer 'Adm'. Did you mean 'Adam'? Choose from: Adam, RMSprop"


@pytest.mark.parametrize(
    ("name", "hint"), [("lrs", " Did you mean 'lr'?"), ("lr", " Did you mean 'lr'?"), ("xyz", "")]
)
def test_only_what_is_near_is_hinted_at(name: str, hint: str) -> None:
    assert nearest_of(name, ["lr", "momentum"]) == hint


OPTIMIZERS = ["SGD", "ASGD", "GD", "Adam", "Adamax", "AdamW", "NAdam", "RMSprop", "Momentum"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("adam", "Adam"), ("ADAM", "Adam"), ("Adamm", "Adam"), ("sgd", "SGD"), ("gd", "GD"),
        ("rms prop", "RMSprop"), ("RMS_Prop", "RMSprop"), ("adam-w", "AdamW"),
        ("momentun", "Momentum"), ("Adma", "Adam"),
    ],
)  # fmt: skip
def test_capitals_blanks_and_dashes_do_not_count(name: str, meant: str) -> None:
    assert nearest_of(name, OPTIMIZERS) == f" Did you mean {meant!r}?"


def test_a_long_name_is_quoted_in_short() -> None:
    assert len(str(unknown("optimizer", "x" * 10_000, ["Adam"]))) < 200


@pytest.mark.parametrize("odd", [0, 11, 2.5, True, "3", None, 10**5000, float("nan")], ids=range(8))
def test_what_is_no_whole_number_within_bounds_is_said(odd: object) -> None:
    with pytest.raises(OptanimError, match="must be a whole number from 1 to 10"):
        check_whole("steps", odd, 1, 10)
    check_whole("steps", np.int64(10), 1, 10)
