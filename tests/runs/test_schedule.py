"""Schedules are torch's: every one that is offered equals a plain loop, or is refused in a line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.optim import lr_scheduler as torchs

from optanim.base.errors import OptanimError
from optanim.optimizers.optimizer import parse
from optanim.proof import archive
from optanim.proof.verification import verify
from optanim.runs.problem import article, surface
from optanim.runs.run import Batches, Run, Schedule
from optanim.runs.tracing import refusal, trace

STEPS = 24
OFFERED: dict[str, Callable[[Any], Any]] = {
    "StepLR:step_size=5,gamma=0.5": lambda o: torchs.StepLR(o, 5, 0.5),
    "MultiStepLR:milestones=10/": lambda o: torchs.MultiStepLR(o, [10]),
    "MultiStepLR:milestones=20/10": lambda o: torchs.MultiStepLR(o, [20, 10]),
    "ConstantLR:factor=0.5,total_iters=7": lambda o: torchs.ConstantLR(o, 0.5, 7),
    "LinearLR:start_factor=0.1,total_iters=9": lambda o: torchs.LinearLR(o, 0.1, total_iters=9),
    "ExponentialLR:gamma=1.1": lambda o: torchs.ExponentialLR(o, 1.1),
    "CosineAnnealingLR:T_max=7,eta_min=1e-3": lambda o: torchs.CosineAnnealingLR(o, 7, 1e-3),
    "CosineAnnealingWarmRestarts:T_0=3,T_mult=2": (
        lambda o: torchs.CosineAnnealingWarmRestarts(o, 3, 2)
    ),
    "PolynomialLR:total_iters=20,power=2": lambda o: torchs.PolynomialLR(o, 20, 2.0),
    "CyclicLR:base_lr=0.001,max_lr=0.01,step_size_up=4,mode=triangular2": (
        lambda o: torchs.CyclicLR(o, 0.001, 0.01, 4, mode="triangular2")
    ),
    "OneCycleLR:max_lr=0.01,total_steps=24,pct_start=0": (
        lambda o: torchs.OneCycleLR(o, 0.01, 24, pct_start=0.0)
    ),
    "ReduceLROnPlateau:factor=0.5,patience=0,threshold=0.9": (
        lambda o: torchs.ReduceLROnPlateau(o, factor=0.5, patience=0, threshold=0.9)
    ),
    "ChainedScheduler:schedulers=[ConstantLR:total_iters=3;ExponentialLR:gamma=0.9]": (
        lambda o: torchs.ChainedScheduler(
            [torchs.ConstantLR(o, total_iters=3), torchs.ExponentialLR(o, 0.9)]
        )
    ),
    "SequentialLR:schedulers=[LinearLR:total_iters=4;CosineAnnealingLR:T_max=9],milestones=4": (
        lambda o: torchs.SequentialLR(
            o, [torchs.LinearLR(o, total_iters=4), torchs.CosineAnnealingLR(o, 9)], [4]
        )
    ),
}  # fmt: skip
REFUSED = {
    "StepLR:step_size=-3": "step_size=-3 must be a whole number, 1 or more",
    "StepLR:step_size=2.5": "step_size=2.5 must be a whole number, 1 or more",
    "StepLR:step_size=3,gamma=-0.5": "gamma=-0.5 must be a number, 0 or more",
    "StepLR:step_size=3,gamma=nan": "gamma=nan must be a number, 0 or more",
    "StepLR": "StepLR needs step_size",
    "StepLR:step_size=3,last_epoch=2": "unknown keyword of StepLR: 'last_epoch'",
    "StepLR:size=3": "Did you mean 'step_size'?",
    "steplr:step_size=3": "Did you mean 'StepLR'?",
    "MultiStepLR:milestones=0.5/2": "milestones=0.5/2 must be whole numbers, 1 or more",
    "ConstantLR:factor=2": "factor=2 must be a number, from 0 to 1",
    "OneCycleLR:max_lr=0.1,total_steps=9,pct_start=1.5": "pct_start=1.5 must be a number, from 0",
    "OneCycleLR:max_lr=0.1,total_steps=9,anneal_strategy=cosine": "must be one of cos, linear",
    "CyclicLR:base_lr=0.1,max_lr=1,cycle_momentum=1.5": "must be true or false",
    "ReduceLROnPlateau:mode=least": "mode=least must be one of min, max",
    "LambdaLR:lr_lambda=f": "LambdaLR takes a function of the step",
    "MultiplicativeLR": "MultiplicativeLR takes a function of the step",
    "LRScheduler": "unknown scheduler 'LRScheduler'",
    "SequentialLR:schedulers=[LinearLR;ConstantLR],milestones=3/9": "must be 1, one fewer than",
    "SequentialLR:schedulers=[LinearLR;LinearLR;LinearLR],milestones=9/3": "must ascend",
    "ChainedScheduler:schedulers=[LinearLR;ReduceLROnPlateau]": "cannot hold ReduceLROnPlateau",
    "ChainedScheduler:schedulers=[LinearLR;Step]": "unknown scheduler 'Step'",
    "ChainedScheduler:schedulers=3": "schedulers=3/ must be schedules",
}  # fmt: skip


def by_hand(optimizer: str, plan: Callable[[Any], Any]) -> tuple[np.ndarray, list[float]]:
    """Parameters and learning rates of a plain torch loop on Beale's function."""
    name, _, keywords = optimizer.partition(":")
    given = {key: float(value) for key, value in (p.split("=") for p in keywords.split(","))}
    p = torch.tensor([1.0, 1.5], dtype=torch.float64, requires_grad=True)
    made = getattr(torch.optim, name)([p], **given)
    scheduler = plan(made)

    def loss() -> torch.Tensor:
        x, y = p
        return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2

    rows, rates = [p.detach().numpy().copy()], []
    for _ in range(STEPS):
        rates.append(made.param_groups[0]["lr"])
        made.zero_grad()
        loss().backward()
        made.step()
        late = isinstance(scheduler, torchs.ReduceLROnPlateau)
        scheduler.step(loss().item()) if late else scheduler.step()
        rows.append(p.detach().numpy().copy())
    return np.array(rows), rates


@pytest.mark.parametrize("text", OFFERED)
@pytest.mark.parametrize("optimizer", ["SGD:lr=0.002,momentum=0.8", "Adam:lr=0.05"])
def test_a_schedule_is_a_plain_loops(text: str, optimizer: str) -> None:
    run = Run(surface("beale"), parse(optimizer), Schedule.parse(text), (1.0, 1.5), STEPS)
    rows, rates = by_hand(optimizer, OFFERED[text])
    made = verify(trace(run)).trajectory
    assert len(set(rates)) > 1
    assert np.allclose(made.lrs, rates, rtol=1e-12, atol=0)
    assert np.allclose(made.params, rows, rtol=1e-9, atol=1e-12)


def test_every_schedule_that_is_made_of_plain_values_is_offered() -> None:
    functions = {"LambdaLR", "MultiplicativeLR"}
    tried = {Schedule.parse(text).name for text in OFFERED}
    assert tried == {*torchs.__all__} - functions - {"LRScheduler"}
    with pytest.raises(OptanimError) as caught:
        Schedule("none of them")
    listed = str(caught.value).partition("Choose from: ")[2].split(", ")
    assert set(listed) == tried


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_out_of_bounds_is_said_with_its_bound(text: str) -> None:
    with pytest.raises(OptanimError) as caught:
        Schedule.parse(text)
    assert REFUSED[text] in str(caught.value) and "\n" not in str(caught.value)


def test_too_few_steps_are_found_before_the_race() -> None:
    short = Schedule.parse("OneCycleLR:max_lr=0.1,total_steps=20")
    assert refusal(parse("Adam"), short, 20) is None
    assert "The specified number of total steps is 20" in refusal(parse("Adam"), short, 21)


def test_a_momentum_that_is_not_there_cannot_cycle() -> None:
    text = "CyclicLR:base_lr=0.01,max_lr=0.1"
    assert "give it cycle_momentum=false" in refusal(parse("Adagrad"), Schedule.parse(text), 5)
    assert refusal(parse("Adagrad"), Schedule.parse(f"{text},cycle_momentum=false"), 5) is None


@pytest.mark.parametrize("text", OFFERED)
def test_it_is_written_as_it_is_read_and_archived(text: str, tmp_path: Path) -> None:
    plan = Schedule.parse(text)
    again = Schedule.parse(str(plan))
    assert (again.name, dict(again.keywords)) == (plan.name, dict(plan.keywords))
    run = Run(surface("beale"), parse("Adam"), plan, steps=3)
    kept = archive.save(verify(trace(run)), tmp_path / "a.npz") or archive.load(tmp_path / "a.npz")
    assert kept.trajectory.run.fingerprint == run.fingerprint


def test_the_plateau_is_that_of_the_full_loss_whatever_the_batch() -> None:
    plan = Schedule.parse("ReduceLROnPlateau:factor=0.5,patience=0,threshold=0,eps=0")
    run = Run(article(points=40), parse("GD:lr=0.03"), plan, steps=60, batches=Batches(2))
    made = trace(run)
    best, rate = np.inf, 0.03
    for k, loss in enumerate(made.losses[1:-1], start=1):
        rate *= 1.0 if loss < best else 0.5
        best = min(best, loss)
        assert made.lrs[k] == rate, k
    assert made.lrs[-1] < 0.03


VALUES = (
    st.integers(-3, 12) | st.floats() | st.booleans() | st.none() | st.text(max_size=4)
    | st.lists(st.integers(-2, 9) | st.sampled_from(["LinearLR", "StepLR:step_size=2", "x"]),
               max_size=3)
)  # fmt: skip
KEYS = st.sampled_from(
    ["step_size", "gamma", "milestones", "factor", "total_iters", "T_max", "T_0", "eta_min",
     "power", "base_lr", "max_lr", "total_steps", "mode", "patience", "schedulers", "last_epoch"]
)  # fmt: skip


@given(st.sampled_from(torchs.__all__), st.dictionaries(KEYS, VALUES, max_size=4))
def test_whatever_is_asked_of_a_schedule_runs_or_is_refused(name: str, given: dict) -> None:
    try:
        plan = Schedule(name, given)
    except OptanimError as error:
        assert "\n" not in str(error)  # noqa: PT017  # one of two right ends
        return
    refused = refusal(parse("SGD:momentum=0.5"), plan, 6)
    if refused is None:
        made = trace(Run(surface("beale"), parse("SGD:momentum=0.5"), plan, steps=6))
        assert np.all(made.lrs >= 0.0)
    else:
        assert "\n" not in refused


def test_a_schedule_of_schedules_of_schedules_warns_of_nothing(caplog) -> None:
    text = "SequentialLR:schedulers=[SequentialLR:schedulers=[LinearLR;ConstantLR],milestones=3;"
    plan = Schedule.parse(text + "StepLR:step_size=4],milestones=12")
    trace(Run(surface("beale"), parse("SGD"), plan, steps=20))
    assert caplog.records == []
