"""Any optimizer on any loss from anywhere: proven, and nothing else passes for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import lion_pytorch
import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optanim.base.errors import OptanimError
from optanim.losses import OF_DATA, SURFACES
from optanim.optimizers.classes import torch_classes
from optanim.optimizers.optimizer import TABLE, make, parse
from optanim.proof import archive
from optanim.proof.verification import NotVerified, verify
from optanim.runs.outcome import Outcome
from optanim.runs.problem import Problem, article, surface
from optanim.runs.run import Run, Schedule
from optanim.runs.tracing import trace
from tests.references import himmelblau, rosenbrock, torch_loop

PLACE = st.tuples(st.floats(-4, 4), st.floats(-4, 4))


@pytest.fixture
def in_float64() -> Iterator[None]:
    """Some classes keep scalars in torch's default dtype."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def problem(name: str) -> Problem:
    return article(points=30, loss=name) if name in OF_DATA else surface(name)


@pytest.mark.parametrize("name", [*OF_DATA, *SURFACES])
@settings(max_examples=12)
@given(
    optimizer=st.sampled_from(sorted(TABLE)), start=PLACE, rate=st.sampled_from([1e-3, 0.03, 0.3])
)
def test_every_run_is_proven_and_a_nudged_one_is_not(name, optimizer, start, rate) -> None:
    made = trace(Run(problem(name), make(optimizer, lr=rate), start=start, steps=12))
    assert verify(made).replayed
    assume(made.steps == 12)
    for what in ("params", "gradients", "losses"):
        rows = getattr(made, what).copy()
        rows[5] += 1e-7 * (1.0 + np.abs(rows[5]))
        with pytest.raises(NotVerified):
            verify(replace(made, **{what: rows}))


@pytest.mark.parametrize("name", sorted(torch_classes() - {"LBFGS"}))
def test_every_class_of_torch_takes_the_steps_of_a_plain_loop(name: str, in_float64) -> None:
    keywords = {"lr": 0.01}
    run = verify(trace(Run(surface("himmelblau"), make(name, **keywords), steps=15))).trajectory
    loop = torch_loop(getattr(torch.optim, name), 15, himmelblau, (-0.5, -0.5), **keywords)
    assert np.allclose(run.params, loop.params, rtol=1e-7, atol=1e-9)


def test_a_row_of_lbfgs_is_one_call_of_its_step_with_a_closure() -> None:
    keywords = {"line_search_fn": "strong_wolfe", "max_iter": 4}
    verified = verify(trace(Run(surface("rosenbrock"), make("LBFGS", **keywords), steps=8)))
    assert "a step of LBFGS is up to 4 inner steps" in verified.marks
    loop = torch_loop(torch.optim.LBFGS, 8, rosenbrock, (-1.5, 2.0), **keywords)
    assert np.allclose(verified.trajectory.params, loop.params, atol=1e-7)


def test_somebody_elses_optimizer_from_pypi(tmp_path) -> None:
    lion = parse("lion_pytorch.foreach:Lion:lr=0.05,betas=0.9/0.95")
    run = Run(surface("himmelblau"), lion, steps=30)
    verified = verify(trace(run))
    assert verified.marks == ("without replay",)
    keywords = {"lr": 0.05, "betas": (0.9, 0.95)}
    loop = torch_loop(lion_pytorch.Lion, 30, himmelblau, (-0.5, -0.5), **keywords)
    assert np.allclose(verified.trajectory.params, loop.params, atol=1e-12)
    archive.save(verified, tmp_path / "a.npz")
    assert archive.load(tmp_path / "a.npz").trajectory.run.fingerprint == run.fingerprint


def test_an_optimizer_of_ones_own_lies_in_the_current_folder(tmp_path, monkeypatch) -> None:
    (tmp_path / "half_steps.py").write_text(
        "import torch\n"
        "class Half(torch.optim.SGD):\n"
        "    def __init__(self, params, share=0.5):\n"
        "        super().__init__(params, lr=0.01 * share)\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    mine = trace(Run(surface("rosenbrock"), parse("half_steps:Half:share=0.1"), steps=20))
    plain = trace(Run(surface("rosenbrock"), make("GD", lr=0.001), steps=20))
    assert np.array_equal(mine.params, plain.params)
    assert mine.optimizer.source and not plain.optimizer.source


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("SparseAdam", ("sparse gradients",)),
        ("lion_pytorch:Lio", ("has no 'Lio'", "Lion")),
        ("no_such_package:Lion", ("no_such_package", "cannot be imported")),
        ("lion_pytorch:Lion:beta=1", ("'beta'", "'betas'")),
        ("decimal:Decimal", ("decimal:Decimal", "no step")),
        ("LBFGS:lr=-1", ("lr=-1", "0 or more")),
        ("Rprop:etass=1/2", ("'etass'", "'etas'")),
    ],
)
def test_what_cannot_race_is_refused(text: str, parts: tuple[str, ...]) -> None:
    with pytest.raises(OptanimError) as caught:
        parse(text)
    assert all(part in str(caught.value) for part in parts), caught.value


def test_torchs_own_refusals_are_passed_on() -> None:
    with pytest.raises(OptanimError, match="torch refuses Rprop"):
        trace(Run(surface("rosenbrock"), make("Rprop", etas=(2.0, 0.5)), steps=2))


def test_what_fails_on_its_way_says_at_which_step() -> None:
    schedule = Schedule.parse("OneCycleLR:max_lr=0.1,total_steps=20")
    with pytest.raises(OptanimError, match=r"OneCycleLR.* cannot go on: Tried to step 21 times"):
        trace(Run(surface("beale"), make("Adam"), schedule, steps=100))


def test_a_cut_end_without_a_rule_is_only_believed_where_the_loss_ends() -> None:
    made = trace(Run(surface("rosenbrock"), parse("ASGD:lr=0.1"), steps=50))
    assert made.steps < 50 and made.outcome is Outcome.DIVERGED
    verify(made)
    for beyond in (None, np.array([1.0, 1.0])):
        with pytest.raises(NotVerified, match="steps that are missing"):
            verify(replace(made, beyond=beyond))


def test_a_schedule_is_part_of_the_run() -> None:
    schedule = Schedule.parse("StepLR:step_size=5,gamma=0.5")
    made = verify(trace(Run(surface("beale"), make("Adam"), schedule, steps=12))).trajectory
    assert np.allclose(made.lrs, [0.1] * 5 + [0.05] * 5 + [0.025] * 2)
