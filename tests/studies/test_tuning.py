"""What a sweep says of its rates is what torch makes of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

from optanim.base.errors import OptanimError
from optanim.losses import OF_DATA, SURFACES
from optanim.optimizers.optimizer import TABLE, make
from optanim.runs.problem import Problem, article, surface
from optanim.runs.run import Batches, Run
from optanim.runs.tracing import trace
from optanim.studies.sweeping import Sweep, sweep
from optanim.studies.tuning import RATES, at_best, surveyed, tuned, with_rate


def by_torch(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """From which step each rate stays within 0.001 of the minimum, and its final loss.

    Who was there before in the last fifth and left has come by again, unless back for longer than
    it was away, and than it mostly stayed.
    """
    traced = [trace(replace(run, optimizer=with_rate(run.optimizer, rate))) for rate in RATES]
    arrivals = []
    for t in traced:
        away = np.flatnonzero(~(t.losses - t.problem.loss.minimum < 1e-3))
        last = int(away[-1]) + 1 if len(away) else 0
        there = last < len(t.losses) == run.steps + 1 and not comes_by(t.excess)
        arrivals.append(last if there else np.inf)
    return np.array(arrivals, float), np.array([t.losses[-1] for t in traced])


def comes_by(excess: np.ndarray) -> bool:
    """Whether losses above the minimum, below 0.001 at the end, are so by turns."""
    late = excess[-(len(excess) // 5) :] < 1e-3
    spans = [(there, sum(1 for _ in rows)) for there, rows in groupby(late.tolist())]
    stayed = [count for there, count in spans if there]
    away = [count for there, count in spans[1:] if not there]
    return bool(away) and stayed[-1] <= max(*away, np.median(stayed[:-1]))


def assert_true(run: Run, found: Sweep, chosen: Run) -> None:
    """Every rate arrives when torch's does, and the best of torch's is the chosen one."""
    arrivals, losses = by_torch(run)
    assert np.array_equal(found.arrivals, arrivals)
    best = np.lexsort((losses, arrivals))[0]
    assert chosen.optimizer.keywords["lr"] == found.values[found.best] == RATES[best]
    assert found.losses[found.best] == losses[best]


def test_a_rate_that_rounding_throws_out_again_is_not_chosen() -> None:
    run = Run(article(), make("RMSprop"), steps=300)
    by_rule = sweep(run.problem, run.optimizer, RATES, steps=300)
    assert by_rule.values[by_rule.best] == 0.63 and by_rule.arrivals[by_rule.best] == 4
    chosen, found = tuned(run, 1e-3)
    assert_true(run, found, chosen)
    assert trace(chosen).arrival() == found.arrivals[found.best]
    assert np.isinf(found.arrivals[RATES.index(0.63)])


def test_a_survey_says_of_every_rate_when_torchs_run_arrives() -> None:
    """Also of those of which rounding decides; those at their best can be raced."""
    run = Run(article(), make("RMSprop"), steps=300)
    by_rule = sweep(run.problem, run.optimizer, RATES[:20], steps=300)
    found = surveyed(run, 1e-3, RATES[:20])
    arrivals = by_torch(run)[0][:20]
    assert np.array_equal(found.arrivals, arrivals)
    assert np.isfinite(by_rule.arrivals[19]) and np.isinf(arrivals[19])
    nowhere = sweep(run.problem, run.optimizer, [1e-6], steps=300)
    raced = at_best({"RMSprop": found, "slow": nowhere}).trajectories
    assert list(raced) == ["RMSprop"]
    assert raced["RMSprop"].arrival() == arrivals.min()


def problems() -> dict[str, Problem]:
    found = {loss: article(0, 200, loss) for loss in OF_DATA}
    found |= {name: surface(name) for name in SURFACES if surface(name).minimizer is not None}
    return found


@pytest.mark.parametrize(
    ("problem", "optimizer", "steps"),
    [(surface("himmelblau"), "NAdam", 120), (article(3, 100), "RMSprop", 220)],
    ids=["himmelblau", "article"],
)
def test_every_rate_arrives_when_torchs_run_does(problem, optimizer: str, steps: int) -> None:
    run = Run(problem, make(optimizer), steps=steps)
    by_rule = sweep(problem, run.optimizer, RATES, steps=steps)
    chosen, found = tuned(run, 1e-3)
    assert not np.array_equal(by_rule.losses, found.losses)
    assert_true(run, found, chosen)


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", TABLE)
@pytest.mark.parametrize("problem", problems())
def test_every_rate_of_everyone(problem: str, optimizer: str) -> None:
    run = Run(problems()[problem], make(optimizer), steps=150)
    chosen, found = tuned(run, 1e-3)
    assert_true(run, found, chosen)


def test_where_no_rule_covers_a_run_torch_runs_every_rate() -> None:
    run = Run(article(points=40), make("GD"), steps=20, batches=Batches(8))
    done: list[int] = []
    chosen, found = tuned(run, 1e-3, done.append)
    assert done == list(range(1, 27))
    assert_true(run, found, chosen)


def test_where_the_rule_settles_it_torch_runs_the_chosen_rate_alone() -> None:
    done: list[int] = []
    tuned(Run(article(points=40), make("GD"), steps=50), 1e-3, done.append)
    assert done == [1]


def test_a_wrapped_base_is_tuned() -> None:
    run = Run(surface("himmelblau"), make("schedulefree:ScheduleFreeWrapper", base="GD"), steps=15)
    chosen, found = tuned(run, 1e-3)
    assert chosen.optimizer.base is not None and chosen.optimizer.base.lr == chosen.optimizer.lr
    assert_true(run, found, chosen)
    assert len(set(found.losses)) > 20


OWN = """
import torch

class Timid(torch.optim.SGD):
    def step(self, closure=None):
        if self.param_groups[0]["lr"] > LIMIT:
            raise ValueError("too fast")
        return super().step()
"""


@pytest.mark.parametrize("limit", [0.05, 0.0])
def test_a_rate_at_which_somebodys_optimizer_fails_is_not_chosen(
    limit: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("timid.py").write_text(OWN.replace("LIMIT", str(limit)))
    run = Run(surface("quadratic"), make("timid:Timid"), steps=20)
    chosen, found = tuned(run, 1e-3)
    failed = np.array(RATES) > limit
    assert np.array_equal(np.isnan(found.losses), failed) and np.isinf(found.arrivals[failed]).all()
    if failed.all():
        with pytest.raises(OptanimError, match="fails at step 1: too fast"):
            trace(chosen)
    else:
        assert chosen.optimizer.lr == RATES[np.nanargmin(found.losses)] == 0.04
