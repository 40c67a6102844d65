"""What is claimed about momentum is measured, and not claimed where it is not so."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.runs.trajectory import Trajectory
from optanim.stories.anatomy.momentum import sums
from optanim.stories.findings import momentum
from tests.references import article_directions, article_loop, article_minimizer, article_stays


def traced(gamma: float, steps: int, lr: float = 0.1) -> Trajectory:
    return trace(Run(article(), make("Momentum", lr=lr, momentum=gamma), steps=steps))


def test_memory_shortens_a_step_across_the_valley_and_lengthens_it_along() -> None:
    """Of the second step, whose new gradient alone leads to where plain descent goes."""
    found = momentum.cancel(traced(0.2, 10), 4)
    gradients = article_loop("Momentum", 4, momentum=0.2).gradients
    _, columns = article_directions()
    (flat, new), (flat_memory, memory) = [-0.1 * gradients[1], -0.02 * gradients[0]] @ columns
    off, plain = (
        abs(
            (article_loop("Momentum", 2, momentum=g).params[2] - article_minimizer())
            @ columns[:, 1]
        )
        for g in (0.2, 0.0)
    )
    assert found.step == 2
    assert found.values == pytest.approx({
        "new": abs(new), "memory": abs(memory), "left": abs(new) - abs(memory),
        "flat_new": abs(flat), "flat_memory": abs(flat_memory),
        "flat_left": abs(flat) + abs(flat_memory), "off": off, "without": plain,
    }, rel=1e-9)  # fmt: skip


def test_a_memory_that_leads_farther_across_is_no_example() -> None:
    """At its second step that of 0.9 outweighs the new gradient."""
    new, memory = sums(traced(0.9, 10), 2).parts[1][:, 1]
    assert abs(memory) > abs(new)
    assert momentum.cancel(traced(0.9, 10), 2) is None
    assert momentum.cancel(traced(0.2, 10), 1) is None


def test_no_cancelling_where_nothing_swings() -> None:
    """Below 1/lambda_max plain descent never crosses the valley: all parts agree."""
    assert momentum.cancel(traced(0.1, 4, lr=0.01), 4) is None


def test_much_momentum_overruns_and_little_does_not() -> None:
    rows = article_loop("Momentum", 40, momentum=0.9).params
    _, columns = article_directions()
    beyond = -((rows - article_minimizer()) @ columns[:, 0])
    found = momentum.overrun(traced(0.9, 40))
    assert found.step == beyond.argmax()
    assert found.values == pytest.approx({"beyond": beyond.max(), "gamma": 0.9}, rel=1e-12)
    assert momentum.overrun(traced(0.2, 40)) is None


def test_too_much_is_the_most_of_them_that_comes_last() -> None:
    runs = {str(gamma): traced(gamma, 150) for gamma in (0.0, 0.2, 0.5, 0.9)}
    found = momentum.too_much(runs)
    none, *few, most = (
        article_stays(article_loop("Momentum", 150, momentum=g).params)
        for g in (0.0, 0.2, 0.5, 0.9)
    )
    assert (found.values["none"], found.step) == (none, most)
    assert found.values["others"] == max(none, *few)
    assert found.values["gamma"] == 0.9 and found.values["beyond"] > 2.0
    for others in (("0.0", "0.2"), ("0.2", "0.9"), ("0.0", "0.9"), ("0.9",)):
        assert momentum.too_much({key: runs[key] for key in others}) is None
    assert momentum.too_much(runs | {"0.9": traced(0.9, 100)}) is None  # not there yet


def test_the_momentum_of_theory_is_the_first_to_stay() -> None:
    best = round((1 - np.sqrt(0.1 * article_directions()[0][0])) ** 2, 2)
    runs = {str(gamma): traced(gamma, 100) for gamma in (0.0, 0.2, best, 0.9)}
    found = momentum.suited(runs)
    stays = article_stays(article_loop("Momentum", momentum=best).params)
    second = article_stays(article_loop("Momentum", momentum=0.2).params)
    assert (found.name, found.step) == ("suited", stays)
    wanted = {"gamma": best, "next": second, "second": 0.2, "lr": 0.1}
    assert found.values == pytest.approx(wanted | {"bend": article_directions()[0][0]})
    others = {key: run for key, run in runs.items() if key != str(best)}
    assert momentum.suited(others) is None
    assert momentum.suited(runs | {"rival": traced(best + 0.005, 100)}) is None  # a tie
    assert momentum.suited(runs | {"other": traced(0.2, 100, lr=0.05)}) is None
    assert momentum.suited({str(best): traced(best, 5)}) is None
