"""What a user reads of a mistake."""

from __future__ import annotations

import pytest

from optanim.base.errors import OptanimError, nearest_of, unknown


def test_an_unknown_name_is_quoted_with_the_nearest_and_all_that_there_are() -> None:
    error = unknown("optimizer", "Adm", ("RMSprop", "Adam"))
    assert isinstance(error, OptanimError) and isinstance(error, ValueError)
    assert str(error) == "unknown optimizer 'Adm'. Did you mean 'Adam'? Choose from: Adam, RMSprop"


@pytest.mark.parametrize(
    ("name", "hint"), [("lrs", " Did you mean 'lr'?"), ("lr", " Did you mean 'lr'?"), ("xyz", "")]
)
def test_only_what_is_near_is_hinted_at(name: str, hint: str) -> None:
    assert nearest_of(name, ["lr", "momentum"]) == hint
