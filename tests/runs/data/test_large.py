"""Users' files: read right whatever their size, in memory that does not grow with it."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from optanim.base.errors import OptanimError
from optanim.optimizers.optimizer import make
from optanim.proof import archive
from optanim.proof.verification import verify
from optanim.runs.data import points as kept
from optanim.runs.data import read_points, text
from optanim.runs.outcome import Outcome
from optanim.runs.problem import from_data
from optanim.runs.run import Batches, Run
from optanim.runs.tracing import trace

ROWS = 250_000


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, np.ndarray]:
    generator = np.random.default_rng(0)
    x = np.round(generator.uniform(-5, 5, ROWS), 4)
    points = np.column_stack([x, np.round(3.0 - 0.5 * x + generator.normal(0, 1, ROWS), 4)])
    path = tmp_path_factory.mktemp("data") / "big.csv"
    np.savetxt(path, points, fmt="%.4f", delimiter=",", header="x,y", comments="")
    return path, points


def test_a_large_file_takes_little_memory_and_gives_all_rows_sums(big) -> None:
    path, points = big
    tracemalloc.start()
    problem = from_data(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 24e6  # twice the rows would take the same: it is MOST_ROWS that sets it
    design = np.column_stack([np.ones(ROWS), points[:, 0]])
    expected, (squares,) = np.linalg.lstsq(design, points[:, 1], rcond=None)[:2]
    assert problem.loss.rows == ROWS and len(problem.x) == kept.SAMPLE
    assert np.allclose(problem.minimizer, expected, rtol=1e-10)
    assert problem.loss.minimum == pytest.approx(squares / ROWS, rel=1e-10)
    assert np.allclose(problem.loss.hessian, 2 / ROWS * design.T @ design, rtol=1e-10)
    away = problem.minimizer + np.array([0.3, -0.2])
    assert problem.loss.value(away) == pytest.approx(
        np.mean((points[:, 1] - design @ away) ** 2), rel=1e-10
    )


def test_memory_does_not_grow_with_the_rows(big, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_ROWS", 20_000)
    monkeypatch.setattr(text, "CHUNK", 10_000)
    path, _ = big
    short = path.with_name("short.csv")
    with path.open() as file:
        short.write_text("".join(next(file) for _ in range(60_001)))
    peaks = []
    for file in (short, path):
        tracemalloc.start()
        read_points(file)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]


def test_the_sample_is_of_all_rows_and_the_same_each_time(big) -> None:
    path, points = big
    first, second = read_points(path), read_points(path)
    assert np.array_equal(first.x, second.x)
    known = {tuple(row) for row in points}
    assert all(row in known for row in zip(first.x, first.y, strict=True))
    assert abs(first.x.mean() - points[:, 0].mean()) < 4 * points[:, 0].std() / np.sqrt(1000)


def test_runs_on_a_large_file_are_proven_and_archived_by_its_sums(big, tmp_path) -> None:
    path, _ = big
    run = Run(from_data(path), make("Momentum", lr=0.05), steps=100)
    verified = verify(trace(run))
    assert verified.trajectory.outcome is Outcome.ARRIVED and verified.replayed
    archive.save(verified, tmp_path / "a.npz")
    assert (tmp_path / "a.npz").stat().st_size < 100_000
    assert archive.load(tmp_path / "a.npz").trajectory.run.fingerprint == run.fingerprint


def test_what_needs_every_row_is_refused_with_the_bound(big) -> None:
    path, _ = big
    with pytest.raises(OptanimError, match=f"{ROWS} rows; huber takes 100000 at most"):
        from_data(path, loss="huber")
    with pytest.raises(OptanimError, match="only sums are kept"):
        Run(from_data(path), make("GD"), batches=Batches(10))
    ridge = from_data(path, loss="ridge", penalty=2.0)
    assert ridge.loss.key == "ridge" and ridge.loss.penalty == 2.0
    assert from_data(path, standardize=True).condition_number == pytest.approx(1.0)


def test_a_mistake_far_down_is_named_by_its_line(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(text, "CHUNK", 100)
    path = tmp_path / "a.csv"
    rows = [f"{i},{2 * i}" for i in range(1000)]
    rows[737] = "737,oops"
    path.write_text("x,y\n" + "\n".join(rows) + "\n")
    with pytest.raises(OptanimError, match="line 739, column y: 'oops' is no finite number"):
        read_points(path)


@pytest.mark.parametrize("text", ["x,y\n3,2\n", "x,y\n3,2\n3,4\n"])
def test_where_no_slope_is_best_ridge_has_one(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text)
    with pytest.raises(OptanimError):
        from_data(path)
    problem = from_data(path, loss="ridge", penalty=0.5)
    assert np.allclose(problem.minimizer[1], 0.0)
    run = verify(trace(Run(problem, make("GD", lr=0.05), steps=2000))).trajectory
    assert run.outcome is Outcome.ARRIVED
    with pytest.raises(OptanimError, match="no deviation"):
        from_data(path, True, "ridge")
