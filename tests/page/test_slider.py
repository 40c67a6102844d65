"""The slider's runs: torch's own at every value, of those racers who have the hyperparameter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optanim.base.errors import OptanimError
from optanim.page import room
from optanim.page.page import write_page
from optanim.page.slider import FEWEST, asked_slider, slider
from optanim.race_file import checked
from optanim.studies.racing import Race
from tests.references import article_loop

STEPS = 30


def race(*racers: dict[str, Any], **keys: Any) -> Race:
    return checked({"steps": STEPS, "lr": 0.1, "racers": [*racers], **keys}, "a test").race()


def test_every_position_holds_what_torch_does_with_its_value() -> None:
    found = slider(race({"optimizer": "GD"}, {"optimizer": "Adam"}), "lr=0.5,0.01,0.1")
    assert found.keyword == "lr" and found.values == (0.01, 0.1, 0.5) and found.count == 6
    for value, runs in zip(found.values, found.runs, strict=True):
        for name in ("GD", "Adam"):
            loop = article_loop(name, STEPS, lr=value).params
            mine = runs[name].trajectory.params
            np.testing.assert_allclose(mine, loop[: len(mine)], rtol=1e-9)
            assert all(check.passed for check in runs[name].checks)


def test_only_those_who_have_it_take_part() -> None:
    found = slider(race({"optimizer": "GD"}, {"optimizer": "Adam"}), "betas=0.5/0.9,0.9/0.999")
    assert [set(runs) for runs in found.runs] == [{"Adam"}, {"Adam"}]
    adam = found.runs[0]["Adam"].trajectory
    np.testing.assert_allclose(
        adam.params, article_loop("Adam", STEPS, betas=(0.5, 0.9)).params, rtol=1e-9
    )


def test_the_usual_values_hold_those_of_the_race() -> None:
    found = slider(race({"optimizer": "GD", "lr": 0.07}, {"optimizer": "Adam"}))
    assert {0.07, 0.1} <= set(found.values) and [*found.values] == sorted(set(found.values))
    assert found.values[0] > 0.0005 and found.values[-1] <= 10.0


@pytest.mark.parametrize("keyword", ["momentum", "betas"])
def test_shares_have_usual_values_too(keyword: str) -> None:
    racer = (
        {"optimizer": "Momentum", "momentum": 0.35}
        if keyword == "momentum"
        else {"optimizer": "Adam"}
    )
    found = slider(race(racer, problem="rosenbrock", lr=0.001), keyword)
    own = 0.35 if keyword == "momentum" else (0.9, 0.999)
    assert own in found.values and len(found.values) > 8


def test_long_runs_have_fewer_positions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "ROOM", 100_000)
    short, long = (slider(race({"optimizer": "Adam"}, steps=steps)) for steps in (30, 150))
    assert FEWEST <= len(long.values) < len(short.values)
    runs = [each["Adam"].trajectory for each in long.runs]
    assert room.size(runs, short=True) <= room.left(race({"optimizer": "Adam"}).trajectories)


def test_a_slider_for_which_there_is_no_room_is_left_out_or_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(room, "ROOM", 12_000)
    long = race({"optimizer": "GD"}, {"optimizer": "Adam"}, steps=80)
    assert asked_slider(long, None) is None
    for asked in ("lr", "lr=0.1,0.2,0.3,0.4,0.5,0.6"):
        with pytest.raises(OptanimError, match="slider lr: the page has room for"):
            asked_slider(long, asked)


@pytest.mark.slow
@pytest.mark.parametrize("steps", [10, 1000])
def test_a_page_has_less_than_eight_million_bytes(steps: int, tmp_path: Path) -> None:
    racers = [{"optimizer": name} for name in ("GD", "Momentum", "RMSprop", "Adam")]
    request = checked({"steps": steps, "lr": 0.1, "racers": racers}, "a test")
    found = request.race()
    swept = asked_slider(found, None)
    path = write_page(found, request.presentation, tmp_path / "race.html", None, swept)
    assert path.stat().st_size < 8_000_000


def test_runs_that_are_too_long_for_a_page_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "ROOM", 10_000)
    racers = [{"optimizer": "GD"}, {"optimizer": "Adam"}]
    request = checked({"steps": 400, "lr": 0.1, "racers": racers}, "a test")
    with pytest.raises(OptanimError, match=r"2 runs of 400 steps take .* MB; .* \d\d steps"):
        write_page(request.race(), request.presentation, tmp_path / "race.html")
    assert [*tmp_path.iterdir()] == []


def test_nobody_is_asked_for_what_nobody_has() -> None:
    without = race({"optimizer": "GD"})
    assert asked_slider(without, "none") is None
    assert asked_slider(without, None) is not None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("gamma", "gamma"),
        ("lr=", "KEY=VALUE"),
        ("lr=x,1", "lr"),
        ("lr=-1", "-1"),
        ("momentum=0.5", "momentum"),
        ("eps", "eps"),
        ("", "KEY"),
        ("lr=" + ",".join(str(k) for k in range(1, 80)), "79"),
    ],
)
def test_what_cannot_be_varied_is_said(asked: str, said: str) -> None:
    with pytest.raises(OptanimError, match=said):
        asked_slider(race({"optimizer": "Adam"}), asked)
