"""The order of a race at one rate and at rates of their own, against torch loops."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.runs.trajectory import Trajectory
from optanim.stories.findings.reversal import arrivals, first_jump, lead_lost, reversal
from tests.references import START, article_loop, article_minimizer, article_stays

STEPS = 200
OWN = {"Momentum": 0.12, "RMSprop": 0.58}


def walked(rates: Mapping[str, float], steps: int = STEPS) -> dict[str, Trajectory]:
    runs = {name: Run(article(), make(name, lr=rate), steps=steps) for name, rate in rates.items()}
    return {name: trace(run) for name, run in runs.items()}


EQUAL = dict.fromkeys(OWN, 0.1)


def test_who_is_second_at_one_rate_is_first_at_its_own() -> None:
    finding = reversal(walked(EQUAL), walked(OWN))
    stays = {
        (name, lr): article_stays(article_loop(name, STEPS, lr=lr).params)
        for rates in (EQUAL, OWN)
        for name, lr in rates.items()
    }
    assert stays["Momentum", 0.1] < stays["RMSprop", 0.1]
    assert finding.racer == finding.values["now"] == "RMSprop"
    assert finding.values["first"] == "Momentum" and finding.values["place"] == 2
    assert finding.values["before"] == stays["RMSprop", 0.1]
    assert finding.step == finding.values["after"] == stays["RMSprop", 0.58]
    assert finding.values["own"] == stays["Momentum", 0.12]


def test_an_order_that_stays_and_one_without_arrivals_are_no_reversal() -> None:
    assert reversal(walked(EQUAL), walked(EQUAL)) is None
    assert reversal(walked(EQUAL, steps=5), walked(OWN, steps=5)) is None


def test_the_first_step_of_rmsprop_is_ten_rates_long_and_can_be_as_long_as_the_way() -> None:
    way = float(np.hypot(*(np.array(START) - article_minimizer())))
    finding = first_jump(walked({"RMSprop": 0.58}, steps=3)["RMSprop"])
    assert finding.values["times"] == pytest.approx(1 / np.sqrt(1 - 0.99), rel=1e-6)
    assert finding.values["reach"] == pytest.approx(5.8 * np.sqrt(2), rel=1e-6)
    assert finding.values["way"] == pytest.approx(way)


@pytest.mark.parametrize(("name", "lr"), [("RMSprop", 0.1), ("Adam", 5.7), ("GD", 0.1)])
def test_no_other_first_step_is_such_a_jump(name: str, lr: float) -> None:
    assert first_jump(walked({name: lr}, steps=3)[name]) is None


def test_arrivals_come_in_order_the_first_and_the_last_by_name() -> None:
    rates = {"Adam": 0.1, "RMSprop": 0.1, "GD": 0.1, "Momentum": 0.1}
    stays = {name: article_stays(article_loop(name, STEPS).params) for name in rates}
    found = arrivals(walked(rates))
    assert [each.step for each in found] == sorted(stays.values())
    assert [each.racer for each in found] == sorted(stays, key=stays.get)
    assert [each.name for each in found] == ["there first", "there", "there", "there last"]
    assert all(each.values == {"tolerance": 1e-3} for each in found)


def test_who_never_arrives_leaves_nobody_the_last_and_two_alike_are_both_there() -> None:
    found = arrivals(walked({"Adam": 0.1, "GD": 0.1, "Momentum": 0.1}, steps=30))
    assert [each.name for each in found] == ["there first", "there"]
    twins = walked({"GD": 0.1}) | {"twin": walked({"GD": 0.1})["GD"]}
    assert [each.name for each in arrivals(twins)] == ["there", "there"]
    assert arrivals(walked({"GD": 0.1}, steps=3)) == []


def test_the_lead_is_lost_where_a_smaller_rate_for_longer_runs_is_slower_than_others() -> None:
    tuned, longer = walked(OWN), walked({"Momentum": 0.126, "RMSprop": 0.171}, steps=300)
    found = lead_lost(tuned, longer)
    stays = {
        name: article_stays(article_loop(name, 300, lr=lr).params)
        for name, lr in (("Momentum", 0.126), ("RMSprop", 0.171))
    }
    assert found.racer == "RMSprop" and found.values["others"] == "Momentum"
    assert (found.values["after"], found.values["own"]) == (stays["RMSprop"], stays["Momentum"])
    assert found.values["before"] == article_stays(article_loop("RMSprop", 200, lr=0.58).params)
    assert lead_lost(tuned, tuned) is None, "who is ahead still has lost nothing"
    twin = longer | {"Momentum": longer["RMSprop"]}
    assert lead_lost(tuned, twin) is None, "who is level is not behind"
    small = {**tuned, "RMSprop": longer["RMSprop"], "Momentum": walked({"GD": 0.01})["GD"]}
    assert lead_lost(small, longer) is None, "its rate is not smaller"
    assert lead_lost(tuned, walked(OWN, steps=300)) is None, "thrown out, it does not arrive"
