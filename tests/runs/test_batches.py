"""Mini-batches: the same for every racer, reproduced, and proven."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from optanim.base.errors import OptanimError
from optanim.losses import OF_DATA
from optanim.optimizers.optimizer import make
from optanim.proof import archive
from optanim.proof.verification import NotVerified, verify
from optanim.runs.problem import article, surface
from optanim.runs.run import Batches, Run
from optanim.runs.tracing import trace
from tests.references import mean_squares, torch_loop


@given(size=st.integers(1, 30), count=st.integers(30, 70), seed=st.integers(0, 9))
def test_an_epoch_gives_every_row_once(size: int, count: int, seed: int) -> None:
    batches, steps = Batches(size, seed), -(-count // size)
    for epoch in (0, 1):
        rows = [batches.rows(count, epoch * steps + k) for k in range(steps)]
        assert sorted(np.concatenate(rows)) == list(range(count))
        assert all(len(part) == size for part in rows[:-1])
    assert not np.array_equal(batches.rows(count, 0), Batches(size, seed + 1).rows(count, 0)) or (
        size < 3
    )


def test_a_plain_torch_loop_over_the_same_batches_takes_the_same_steps() -> None:
    problem, batches = article(points=50), Batches(8, seed=3)
    run = trace(Run(problem, make("Adam", lr=0.05), steps=40, batches=batches))
    order = np.random.default_rng([3, 0]).permutation(50)
    parts = [order[8 * k : 8 * k + 8] for k in range(6)]
    losses = [mean_squares(problem.x[rows], problem.y[rows]) for rows in parts]
    loop = torch_loop(torch.optim.Adam, 6, losses, lr=0.05)
    assert np.allclose(run.params[:7], loop.params, rtol=0, atol=1e-12)
    assert np.allclose(run.gradients[:6], loop.gradients, rtol=0, atol=1e-12)
    full = np.mean((problem.y - run.params[9, 0] - run.params[9, 1] * problem.x) ** 2)
    assert run.losses[9] == pytest.approx(full, rel=1e-12)


def test_each_epoch_has_an_order_of_its_own() -> None:
    first, second = (np.concatenate([Batches(8, 3).rows(50, 7 * e + k) for k in range(7)])
                     for e in (0, 1))  # fmt: skip
    assert sorted(first) == sorted(second) and not np.array_equal(first, second)


def test_lbfgs_is_given_its_steps_batch_by_its_closure() -> None:
    problem, batches = article(points=50), Batches(8, seed=3)
    run = trace(Run(problem, make("LBFGS", max_iter=1), steps=6, batches=batches))
    parts = [batches.rows(50, k) for k in range(6)]
    losses = [mean_squares(problem.x[rows], problem.y[rows]) for rows in parts]
    loop = torch_loop(torch.optim.LBFGS, 6, losses, max_iter=1)
    assert np.allclose(run.params, loop.params, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", OF_DATA)
def test_every_loss_of_data_is_proven_in_batches(name: str, tmp_path) -> None:
    run = Run(article(points=50, loss=name), make("RMSprop"), steps=25, batches=Batches(7, 1))
    archive.save(verify(trace(run)), tmp_path / "a.npz")
    assert archive.load(tmp_path / "a.npz").trajectory.run.fingerprint == run.fingerprint


def test_other_batches_are_another_run() -> None:
    run = Run(article(points=50), make("GD", lr=0.05), steps=10, batches=Batches(8, seed=3))
    made = trace(run)
    other = replace(run, batches=Batches(8, seed=4))
    assert other.fingerprint != run.fingerprint
    with pytest.raises(NotVerified, match="gradients"):
        verify(replace(made, run=other))


def test_batches_that_the_data_do_not_give_are_refused() -> None:
    with pytest.raises(OptanimError, match="between 1 and the data's 50 rows"):
        Run(article(points=50), make("GD"), batches=Batches(51))
    with pytest.raises(OptanimError, match="has no data"):
        Run(surface("rosenbrock"), make("GD"), batches=Batches(5))
