"""Rates in units of their limit: what the sweep shows, and only what it shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from optanim.proof.verification import NotVerified
from optanim.runs.problem import article
from optanim.stories.findings.learning_rates import above_limit, edge, manners, of_sweep, overtaken
from optanim.studies import stability
from optanim.studies.sweeping import Sweep

PROBLEM = article()
LIMIT = 2 / np.linalg.eigvalsh(2 / 1000 * np.array(
    [[1000, PROBLEM.x.sum()], [PROBLEM.x.sum(), PROBLEM.x @ PROBLEM.x]]
))[-1]  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Sweep:
    return stability.across(PROBLEM, (0.02, 1.08), 107, 400, 1e-3, 10)


def test_rates_are_shares_of_the_limit(found: Sweep) -> None:
    assert len(found.values) == 107 and PROBLEM.stability_limit() in found.values
    assert found.values == tuple(sorted(found.values))
    assert found.values[0] == pytest.approx(0.02 * LIMIT)
    assert found.values[-1] == pytest.approx(1.08 * LIMIT)
    assert stability.share(PROBLEM, LIMIT) == pytest.approx(1.0)


def test_findings_measure_the_arms_the_best_and_the_cliff(found: Sweep) -> None:
    told = {finding.name: finding for finding in of_sweep(found)}
    assert list(told) == ["small_rate", "fewest", "cliff", "beyond"]
    fewest = found.arrivals.min()
    assert told["fewest"].values["arrival"] == fewest
    assert found.arrivals[told["fewest"].step] == fewest
    cliff = told["cliff"].step
    assert 10 * fewest <= found.arrivals[cliff] < np.inf
    between = found.arrivals[told["fewest"].step : cliff]
    assert (between < 10 * fewest).all()
    assert told["cliff"].values["share"] == pytest.approx(found.values[cliff] / LIMIT)
    assert told["small_rate"].step == np.flatnonzero(np.isfinite(found.arrivals))[0]
    assert told["beyond"].step == len(found.values) - 1


def test_what_a_sweep_does_not_show_is_not_found() -> None:
    assert len(stability.across(PROBLEM, (0.3, 0.9), 13, 1, 1e-3, 1).values) == 14
    good = stability.across(PROBLEM, (0.3, 0.9), 13, 100, 1e-3, 1)  # and the limit itself
    assert [finding.name for finding in of_sweep(good)] == ["fewest", "beyond"]
    below = replace(good, values=tuple(0.9 * value for value in good.values))
    assert [finding.name for finding in of_sweep(below)] == ["fewest"]
    none = stability.across(PROBLEM, (1.0, 1.2), 5, 50, 1e-3, 1)
    assert of_sweep(none) == []
    worse = np.array(good.arrivals)
    worse[2] = 90.0  # a larger rate that is slower, before the best
    assert "fewest" not in [each.name for each in of_sweep(replace(good, arrivals=worse))]


def test_the_best_rate_is_near_the_cliff_or_it_is_not_said(found: Sweep) -> None:
    told = edge(found)
    assert told is not None and found.arrivals[told.step] == found.arrivals.min()
    assert told.values["share"] == pytest.approx(found.values[told.step] / LIMIT)
    assert 0.75 < told.values["share"] < 1.0
    assert edge(stability.across(PROBLEM, (0.3, 0.6), 13, 100, 1e-3, 1)) is None
    arriving = replace(found, arrivals=np.where(np.isfinite(found.arrivals), found.arrivals, 399.0))
    assert edge(arriving) is None


def test_only_a_rate_above_the_limit_is_said_to_be(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    runs = stability.at_shares(PROBLEM, (0.1, 0.5, 0.95, 1.05), 3).trajectories
    assert [above_limit(run) is None for run in runs.values()] == [True, True, True, False]
    assert above_limit(runs["1.05"]).values["excess"] == pytest.approx(5.0)


def test_four_manners_are_those_of_four_factors(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    runs = stability.at_shares(PROBLEM, (0.1, 0.5, 0.95, 1.05), 3).trajectories
    assert manners(runs).values["factors"] == pytest.approx([0.8, 0.0, -0.9, -1.1])
    for shares in ((0.1, 0.5, 0.95), (0.1, 0.4, 0.95, 1.05), (0.1, 0.5, 0.95, 0.99)):
        assert manners(stability.at_shares(PROBLEM, shares, 3).trajectories) is None


def test_a_larger_rate_that_arrives_later_is_told_with_the_quickest_of_the_smaller() -> None:
    runs = stability.at_shares(PROBLEM, (0.1, 0.5, 0.95, 1.05), 100).trajectories
    steps = {name: run.arrival() for name, run in runs.items()}
    found = overtaken(runs)
    assert steps["0.5"] < steps["0.95"] and steps["1.05"] is None
    assert found.values == {
        "larger": "0.95", "smaller": "0.5", "late": steps["0.95"], "early": steps["0.5"],
    }  # fmt: skip
    assert overtaken({name: runs[name] for name in ("0.1", "0.5")}) is None
    assert overtaken({"0.95": runs["0.95"]}) is None


def test_the_first_step_shows_the_factor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shares = (0.1, 0.5, 0.95, 1.05)
    race = stability.at_shares(PROBLEM, shares, 3)
    assert list(race.trajectories) == ["0.1", "0.5", "0.95", "1.05"]
    for share, run in zip(shares, race.trajectories.values(), strict=True):
        assert stability.factor(run) == pytest.approx(1 - 2 * share, abs=1e-9)


def test_torch_runs_confirm_the_sweep_or_it_is_refused(
    found: Sweep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    race = stability.confirmed(found, (0.5, 1.05), [found.best])
    assert len(race.trajectories) == 3
    assert {run.run.steps for run in race.trajectories.values()} == {400}
    arrivals = found.arrivals.copy()
    arrivals[found.best] += 1
    with pytest.raises(NotVerified):
        stability.confirmed(replace(found, arrivals=arrivals), (), [found.best])
