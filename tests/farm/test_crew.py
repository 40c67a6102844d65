"""How films are divided among those who render them, and who cannot be hired."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.base.errors import OptanimError
from optanim.farm.crew import Crew, crew

COUNTS = st.integers(1, 100)


@given(hands=COUNTS, parts=COUNTS, films=COUNTS)
def test_films_are_parted_only_where_hands_would_be_idle(
    hands: int, parts: int, films: int
) -> None:
    each = Crew(None, hands, parts).parts_of(films)
    assert 1 <= each <= max(parts, 1)
    assert each == 1 or each * films <= hands
    assert Crew(None, hands, parts).here_at_once(films) <= hands
    assert Crew(None, hands, parts, far=True).here_at_once(films) == 0


def test_workers_are_of_this_machine_or_of_a_cluster() -> None:
    with pytest.raises(OptanimError, match="give one of both"), crew(2, "tcp://localhost:8786"):
        pass


@pytest.mark.parametrize("address", ["nonsense", "tcp://127.0.0.1:{}", "http:/x"])
def test_a_cluster_that_is_not_there_is_one_line(address: str) -> None:
    pytest.importorskip("distributed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    asked = address.format(port)
    with (
        pytest.raises(OptanimError, match=f"--dask {asked}: no scheduler answers"),
        crew(None, asked),
    ):
        pass
