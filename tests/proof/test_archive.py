"""Archives give back what was proven, and nothing else."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

import optanim.runs.tracing
from optanim.base.errors import OptanimError
from optanim.optimizers.optimizer import make
from optanim.proof import archive
from optanim.proof.verification import verify
from optanim.runs.problem import article, from_data
from optanim.runs.run import Run, Schedule
from optanim.runs.tracing import trace

RUN = Run(article(points=60), make("Adam"), steps=20)


def saved(path: Path, run: Run = RUN) -> Path:
    archive.save(verify(trace(run)), path)
    return path


def rewritten(path: Path, **changes: np.ndarray) -> None:
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    np.savez(path, **{**arrays, **changes})


def test_a_round_trip_loses_nothing(tmp_path: Path) -> None:
    schedule = Schedule.parse("OneCycleLR:max_lr=0.1,total_steps=21")
    run = Run(article(points=60), make("Momentum"), schedule, np.array([1.0, 2.0]), 20)
    before = trace(run)
    after = archive.load(saved(tmp_path / "a.npz", run)).trajectory
    assert after.run.fingerprint == run.fingerprint
    for name in ("params", "losses", "gradients", "lrs"):
        assert np.array_equal(getattr(after, name), getattr(before, name))
    assert np.array_equal(after.state["momentum_buffer"], before.state["momentum_buffer"])
    assert np.array_equal(after.varying["momentum"], before.varying["momentum"])


def test_the_file_is_plain_arrays_in_the_stated_shapes(tmp_path: Path) -> None:
    with np.load(saved(tmp_path / "a.npz"), allow_pickle=False) as file:
        shapes = {name: file[name].shape for name in file.files}
    assert shapes["params"] == shapes["gradients"] == shapes["exp_avg"] == (21, 2)
    assert shapes["losses"] == (21,) and shapes["lrs"] == (20,)
    assert shapes["x"] == shapes["y"] == (60,)


DAMAGES = {
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-200]),
    "bytes flipped": lambda path: path.write_bytes(
        path.read_bytes()[:900] + b"\x55" * 40 + path.read_bytes()[940:]
    ),
    "no archive": lambda path: path.write_text("step,loss\n"),
    "foreign": lambda path: np.savez(path, weights=np.zeros(3)),
    "a step edited": lambda path: rewritten(
        path, params=np.load(path)["params"] + np.array([0.0, 1e-9])
    ),
    "data edited": lambda path: rewritten(path, y=np.load(path)["y"] * 1.01),
    "rows missing": lambda path: rewritten(path, losses=np.load(path)["losses"][:-1]),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damaged_archives_are_refused_and_recomputed(name, tmp_path, caplog) -> None:
    verified = archive.fetch(RUN, tmp_path)
    (path,) = tmp_path.glob("*.npz")
    DAMAGES[name](path)
    with pytest.raises(OptanimError) as caught:
        archive.load(path)
    assert "\n" not in str(caught.value)
    with caplog.at_level(logging.WARNING):
        again = archive.fetch(RUN, tmp_path)
    assert "tracing it again" in caplog.text
    assert np.array_equal(again.trajectory.params, verified.trajectory.params)
    archive.load(path)


def test_a_second_fetch_does_not_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = archive.fetch(RUN, tmp_path)
    monkeypatch.setattr(optanim.runs.tracing, "trace", None)
    second = archive.fetch(RUN, tmp_path)
    assert np.array_equal(first.trajectory.params, second.trajectory.params)
    with pytest.raises(TypeError):
        archive.fetch(Run(RUN.problem, make("Adam", lr=0.2), steps=20), tmp_path)


def test_every_part_of_the_request_is_in_the_fingerprint() -> None:
    others = [
        Run(article(seed=1, points=60), make("Adam"), steps=20),
        Run(RUN.problem, make("Adam", lr=0.2), steps=20),
        Run(RUN.problem, make("RMSprop"), steps=20),
        Run(RUN.problem, make("Adam"), Schedule.parse("ExponentialLR:gamma=0.9"), steps=20),
        Run(RUN.problem, make("Adam"), steps=21),
        Run(RUN.problem, make("Adam"), start=np.array([2.0, 9.5]), steps=20),
    ]
    assert len({run.fingerprint for run in [RUN, *others]}) == 7
    assert Run(article(points=60), make("Adam"), steps=20).fingerprint == RUN.fingerprint


def test_an_archive_of_data_needs_no_file_and_keeps_the_columns(tmp_path: Path) -> None:
    data = tmp_path / "d.csv"
    data.write_text("time (s),speed\n1,2\n2,3\n3,5\n4,4\n")
    problem = from_data(data, x="time (s)", y="speed")
    path = saved(tmp_path / "a.npz", Run(problem, make("GD", lr=0.01), steps=5))
    data.unlink()
    read = archive.load(path).trajectory.problem
    assert read.columns == problem.columns == (
        ("time (s)", None),
        ("speed", None),
    ) and read.source == str(data)


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    verified = verify(trace(RUN))
    (tmp_path / "folder.npz").mkdir()
    blocker = tmp_path / "file"
    blocker.write_text("here first")
    for path in (tmp_path / "folder.npz", blocker / "a.npz"):
        with pytest.raises(OptanimError, match="cannot be written"):
            archive.save(verified, path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder.npz"]
