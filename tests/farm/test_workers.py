"""Lectures rendered by several processes, and by processes that are killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import psutil
import pytest

from optanim.base.marks import is_ours
from optanim.farm.workers import each
from optanim.films.reading import frames, probe
from tests.lecture.test_lecture import RACE

KILLS = 5
ASKED = ("one.toml", "two.toml", "-q", "l", "-r", "320,180", "-o", "made")


def start(folder: Path, workers: int) -> subprocess.Popen[str]:
    """The process of a lecture of two races in ``folder``, with processes of its own."""
    folder.mkdir(exist_ok=True)
    for steps, name in enumerate(("one", "two"), start=3):
        (folder / f"{name}.toml").write_text(RACE.format(steps=steps))
    return subprocess.Popen(
        [sys.executable, "-m", "optanim", "lecture", *ASKED, "--workers", str(workers)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(folder: Path, workers: int) -> str:
    out, error = (process := start(folder, workers)).communicate()
    assert process.returncode == 0, error
    return out


def pictures(folder: Path) -> list[np.ndarray]:
    path = folder / "made" / "lecture.mp4"
    return [picture for _, picture in frames(path, range(probe(path).frames))]


def remaining(session: int) -> list[int]:
    """The processes of a ``session`` that still run."""
    return [
        process.pid
        for process in psutil.process_iter()
        if process.status() != psutil.STATUS_ZOMBIE and os.getsid(process.pid) == session
    ]


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> list[np.ndarray]:
    """All frames of the lecture, made by one process."""
    folder = tmp_path_factory.mktemp("alone")
    finish(folder, 1)
    return pictures(folder)


def same(folder: Path, alone: list[np.ndarray]) -> bool:
    found = pictures(folder)
    return len(found) == len(alone) and all(map(np.array_equal, found, alone))


@pytest.mark.slow
def test_two_make_what_one_makes(alone: list[np.ndarray], tmp_path: Path) -> None:
    finish(tmp_path, 2)
    assert same(tmp_path, alone)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_killed_at_any_moment_it_leaves_nothing_half_written(
    number: signal.Signals, alone: list[np.ndarray], tmp_path: Path
) -> None:
    chance = random.Random(number)  # of moments, not of secrets
    for _ in range(KILLS):
        process = start(tmp_path, 2)
        time.sleep(chance.uniform(2.0, 30.0))
        process.send_signal(number)
        process.communicate()
        deadline = time.monotonic() + 10.0
        while (left := remaining(process.pid)) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert left == []
        there = [path for path in (tmp_path / "made").rglob("*.*") if path.is_file()]
        final = [path for path in there if not path.parent.name.startswith(".optanim-draft-")]
        assert [path for path in final if not is_ours(path) and path.suffix != ".txt"] == []
    finish(tmp_path, 2)
    assert same(tmp_path, alone)
    assert not list(tmp_path.rglob(".optanim-draft-*"))


def test_what_one_task_raises_does_not_cost_the_others() -> None:
    def inverse(number: float) -> float:
        time.sleep(0.2 + 0.1 * number)  # long enough for all to have begun
        return 1.0 / number

    with ThreadPoolExecutor(3) as executor:
        found = each(inverse, [0.0, 1.0, 2.0], executor)
        done = []
        with pytest.raises(ZeroDivisionError):
            done.extend(found)
    assert sorted(done) == [(1.0, 1.0), (2.0, 0.5)]
