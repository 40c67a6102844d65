"""Who leads and who comes round, against races whose losses are written down here."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from optanim.optimizers.optimizer import make
from optanim.runs.problem import surface
from optanim.stories.findings.leading import arrivals, last_around, leads, not_there
from optanim.studies.racing import Race


def race_of(**losses: list[float]) -> SimpleNamespace:
    runs = {name: SimpleNamespace(losses=np.array([9.0, *rows])) for name, rows in losses.items()}
    return SimpleNamespace(trajectories=runs, steps=max(map(len, losses.values())))


def walks(**ways: list[float]) -> SimpleNamespace:
    runs = {
        name: SimpleNamespace(params=np.stack([np.array(way), np.zeros(len(way))], axis=-1))
        for name, way in ways.items()
    }
    return SimpleNamespace(
        trajectories=runs, problem=SimpleNamespace(minimizers=np.array([[1.0, 1.0]]))
    )


def test_a_lead_counts_once_it_is_held() -> None:
    race = race_of(a=[5, 7, 5, 5, 5, 5, 5, 5, 5, 5], b=[6, 6, 6, 4, 4, 4, 6, 2, 1, 1])
    told = [(each.name, each.step, each.racer) for each in leads(race, 0.3)]
    assert told == [("takes_lead", 4, "b"), ("takes_over", 8, "b")]
    first, second, *_ = leads(race, 0.1)
    assert (first.step, first.racer) == (1, "a")
    assert (second.name, second.racer, second.values["behind"]) == ("takes_over", "b", "a")


def test_who_has_ended_or_has_no_number_does_not_lead() -> None:
    race = race_of(a=[1, 1], b=[2, 2, 3, 3], c=[np.nan, np.nan, np.nan, np.nan])
    assert [(each.step, each.racer) for each in leads(race, 0.3)] == [(1, "a"), (3, "b")]


def test_momentum_leads_until_adam_overtakes_it_in_rosenbrocks_valley(
    tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    racers = [make("Momentum", lr=0.0016, momentum=0.9), make("Adam", lr=1.0)]
    race = Race.of(surface("rosenbrock"), racers, 700)
    momentum, adam = (run.losses for run in race.trajectories.values())
    there = [int(np.flatnonzero(losses >= 1e-3)[-1]) + 1 for losses in (momentum, adam)]
    assert [(f.name, f.racer, f.step, f.values["later"]) for f in arrivals(race)] == [
        ("there_first", "Momentum", there[0], 0),
        ("there_next", "Adam", there[1], there[1] - there[0]),
    ]
    assert not_there(race) is None
    takes, overtakes = leads(race)
    assert takes.racer == "Momentum" and overtakes.racer == "Adam"
    assert (momentum < adam)[takes.step : overtakes.step].all()
    assert (momentum > adam)[overtakes.step :].all() and momentum[takes.step - 1] > adam[
        takes.step - 1
    ]


def test_two_that_do_not_arrive_are_named() -> None:
    runs = {name: SimpleNamespace(arrival=lambda tolerance, at=at: at)
            for name, at in (("a", None), ("b", 3), ("c", None))}  # fmt: skip
    found = not_there(SimpleNamespace(trajectories=runs, steps=9))
    assert (found.step, found.values["racer"], found.values["other"]) == (9, "a", "c")
    del runs["c"]
    assert not_there(SimpleNamespace(trajectories=runs, steps=9)) is None


def test_the_last_to_come_round_is_named_with_the_first() -> None:
    race = walks(a=[-1, 0.5, -0.5, 0.2, 0.3], b=[-1, 0.1, 0.2, 0.3, 0.4], c=[-1, -1, -1, -1, -1])
    found = last_around(race)
    assert (found.racer, found.step) == ("a", 3)
    assert (found.values["first"], found.values["early"]) == ("b", 1)
    assert last_around(walks(b=[-1, 1], c=[-1, -1])) is None
    assert last_around(walks(a=[0.5, 1], b=[-1, 1])) is None
