"""A user's function of two tensors: minimised, checked by differences, marked."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize

from optanim.base.errors import OptanimError
from optanim.optimizers.optimizer import make
from optanim.proof import archive
from optanim.proof.verification import NotVerified, verify
from optanim.runs.outcome import Outcome
from optanim.runs.problem import own
from optanim.runs.run import Run
from optanim.runs.tracing import trace

MODULE = '''
import torch

def bumps(x, y):
    """Two minima, the lower one near (-1, 0)."""
    return (x**2 - 1) ** 2 + y**2 + 0.3 * x

def hole(x, y):
    return torch.log(x) ** 2 + y**2

def walled(x, y):
    if x < 1 or y > 2:
        raise ValueError("outside")
    return (x - 2) ** 2 + 3 * (y - 1) ** 2

def one_by_one(x, y):
    return (x - 1) ** 2 + (y**2 if float(y) > 0 else 3 * y**2)

class Wrong(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**2

    @staticmethod
    def backward(ctx, grad):
        return 2.001 * ctx.saved_tensors[0] * grad

def wrong(x, y):
    return Wrong.apply(x) + y**2

def wrong_beyond(x, y):
    return (Wrong.apply(x) if float(x) < 0.8 else x**2) + y**2

def numbers(x, y):
    return 3.0

def fails(x, y):
    raise RuntimeError("no such thing")

def dent(x, y):
    return 1 - torch.exp(-(x**2) - y**2)

def endless(x, y):
    return x + y**2
'''


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "functions_of_mine.py").write_text(MODULE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "functions_of_mine", raising=False)
    return tmp_path


def test_its_run_is_proven_and_marked(folder: Path) -> None:
    problem = own("functions_of_mine:bumps", start=(0.8, 1.0))
    verified = verify(trace(Run(problem, make("GD", lr=0.05), steps=200)))
    assert verified.marks == ("gradient checked by central differences", "minimum found by search")
    assert verified.trajectory.outcome is Outcome.OTHER_MINIMUM
    assert verified.trajectory.ending().place[0] > 0.9
    found = minimize(lambda p: (p[0] ** 2 - 1) ** 2 + p[1] ** 2 + 0.3 * p[0], [-1.0, 0.5])
    assert np.allclose(problem.minimizers, [found.x], atol=1e-5)
    assert problem.loss.minimum == pytest.approx(found.fun, abs=1e-9)


def test_differences_are_as_good_as_they_say(folder: Path) -> None:
    loss = own("functions_of_mine:bumps").loss
    for x, y in np.random.default_rng(0).uniform(-3, 3, (30, 2)):
        exact = np.array([4 * x * (x**2 - 1) + 0.3, 2 * y])
        off = np.abs(loss.gradient(np.array([x, y])) - exact)
        assert np.all(off <= 1e-9 * (1 + np.abs(exact)))
        assert np.all(off <= 16 * np.finfo(float).eps * loss.rounding(np.array([x, y]))[1])


def test_a_gradient_that_is_not_the_functions_is_refused(folder: Path) -> None:
    with pytest.raises(OptanimError, match=r"at \(1, 1\) torch's gradient is \(2\.001, 2\), but"):
        own("functions_of_mine:wrong", start=(1.0, 1.0))
    problem = own("functions_of_mine:wrong_beyond", (4.0, 1.0), ((3.0, 5.0), (0.0, 2.0)))
    with pytest.raises(NotVerified, match=r"error of central differences.* at step 20 \(0\.046"):
        verify(trace(Run(problem, make("GD"), steps=20)))


def test_a_run_into_a_hole_ends_at_its_last_finite_row(folder: Path) -> None:
    problem = own("functions_of_mine:hole", (2.0, 1.0), ((-1.0, 4.0), (-2.0, 2.0)))
    grid = np.stack(np.meshgrid([-0.5, 1.0, 2.0], [0.0, 1.0]), axis=-1)
    assert np.array_equal(np.isnan(problem.loss.on_grid(grid)), [[True, False, False]] * 2)
    assert np.allclose(problem.minimizers, [[1.0, 0.0]], atol=1e-6)
    for optimizer in (make("GD", lr=8.0), make("Rprop", lr=4.0)):  # with a rule, and without
        verified = verify(trace(Run(problem, optimizer, steps=50)))
        run = verified.trajectory
        assert run.steps < 50 and run.outcome is Outcome.LEFT_DOMAIN
        assert run.ending().sentence == f"left the domain at step {run.steps + 1}"
        assert run.beyond[0] < 0 and np.isfinite(run.losses).all()
        archive.save(verified, folder / "a.npz")
        assert np.array_equal(
            archive.load(folder / "a.npz", trust=True).trajectory.beyond, run.beyond
        )


@pytest.mark.parametrize("start", [(1.0, 1.5), (1.5, 2.0), (1.0, 2.0)])
def test_a_start_on_the_edge_of_what_is_defined_will_do(
    folder: Path, start: tuple[float, float]
) -> None:
    problem = own("functions_of_mine:walled", start)
    run = verify(trace(Run(problem, make("GD", lr=0.05), steps=9))).trajectory
    shrunk = np.array([0.9, 0.7]) ** np.arange(10)[:, None]
    assert np.allclose(run.params, [2.0, 1.0] + (np.array(start) - [2.0, 1.0]) * shrunk)


def test_a_start_in_a_hole_is_refused(folder: Path) -> None:
    with pytest.raises(OptanimError, match=r"at the start \(-1, 0\) the loss is nan"):
        trace(Run(own("functions_of_mine:hole", (-1.0, 0.0)), make("GD"), steps=5))


def test_what_takes_no_arrays_is_asked_one_by_one(folder: Path) -> None:
    loss = own("functions_of_mine:one_by_one").loss
    grid = np.stack(np.meshgrid([0.0, 2.0], [-1.0, 1.0]), axis=-1)
    assert np.allclose(loss.on_grid(grid), [[4.0, 4.0], [2.0, 2.0]])
    assert np.allclose(loss.minimizers, [[1.0, 0.0]], atol=1e-6)


def test_a_search_that_finds_nothing_knows_nothing(folder: Path) -> None:
    problem = own("functions_of_mine:endless")
    assert problem.minimizer is None and np.isnan(problem.loss.minimum)
    run = verify(trace(Run(problem, make("GD"), steps=200))).trajectory
    assert run.outcome is Outcome.DESCENDING and run.arrival() is None
    assert run.ending().sentence == "still falling, where no minimum was found"


def test_where_next_to_nothing_slopes_there_is_a_plateau(folder: Path) -> None:
    for start, outcome in (((3.5, 0.5), Outcome.PLATEAU), ((1.0, 0.5), Outcome.ARRIVED)):
        problem = own("functions_of_mine:dent", start)
        run = verify(trace(Run(problem, make("GD", lr=0.1), steps=100))).trajectory
        assert run.outcome is outcome


@pytest.mark.parametrize(
    ("place", "parts"),
    [
        ("functions_of_mine:bump", ("has no 'bump'", "bumps")),
        ("no_such_module:f", ("no_such_module", "cannot be imported")),
        ("functions_of_mine:numbers", ("must return one tensor", "3.0")),
        ("functions_of_mine:fails", ("at (0, 0) fails", "RuntimeError: no such thing")),
        ("functions_of_mine:", ("package.module:name",)),
    ],
)
def test_what_is_no_loss_is_refused(folder: Path, place: str, parts: tuple[str, ...]) -> None:
    with pytest.raises(OptanimError) as caught:
        own(place)
    assert all(part in str(caught.value) for part in parts), caught.value


def test_another_file_is_another_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Run(own("functions_of_mine:bumps"), make("GD"), steps=5)
    archive.save(verify(trace(before)), folder / "a.npz")
    assert (
        archive.load(folder / "a.npz", trust=True).trajectory.run.fingerprint == before.fingerprint
    )
    with (folder / "functions_of_mine.py").open("a") as file:
        file.write("\n# another version\n")
    with pytest.raises(OptanimError, match="has changed since"):
        archive.load(folder / "a.npz", trust=True)
    assert Run(own("functions_of_mine:bumps"), make("GD"), steps=5).fingerprint != (
        before.fingerprint
    )
