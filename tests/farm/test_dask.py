"""A scheduler and two workers of Dask on this machine, which share no folder with who asks."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.farm.test_filming import assert_same
from tests.farm.test_workers import RACE

pytestmark = pytest.mark.slow
ASKED = ("lecture", "one.toml", "-q", "l", "-r", "320,180", "--voice", "espeak", "-o", "made")


@contextmanager
def dask(*arguments: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Dask's that works in ``folder``, ended with the block."""
    folder.mkdir()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]],
            cwd=folder,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Its address, and the first of its two workers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    settings = ("--port", str(port), "--host", "127.0.0.1", "--no-dashboard")
    worker = ("worker", address, "--nthreads", "1", "--no-dashboard")
    with (
        dask("scheduler", *settings, folder=folder / "scheduler"),
        dask(*worker, folder=folder / "first") as first,
        dask(*worker, folder=folder / "second"),
    ):
        deadline = time.monotonic() + 60.0
        while time.monotonic() < deadline and any(
            "Registered to" not in (folder / name / "log").read_text()
            for name in ("first", "second")
        ):
            time.sleep(0.2)
        yield address, first


def lecture(folder: Path, *options: str) -> subprocess.Popen[str]:
    folder.mkdir()
    (folder / "one.toml").write_text(RACE.format(steps=3))
    return subprocess.Popen(
        [sys.executable, "-m", "optanim", *ASKED, *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> None:
    _, error = process.communicate()
    assert process.returncode == 0, error


@pytest.mark.parametrize("killed", [False, True])
def test_a_cluster_makes_the_same_film(killed: bool, tmp_path: Path) -> None:
    finish(lecture(tmp_path / "alone"))
    with cluster(tmp_path) as (address, worker):
        process = lecture(tmp_path / "asking", "--dask", address)
        if killed:
            time.sleep(random.Random(14).uniform(25.0, 45.0))  # of moments, not of secrets
            assert process.poll() is None
            os.killpg(worker.pid, signal.SIGKILL)
        finish(process)
    assert_same(*(tmp_path / who / "made" / "films" / "one.mp4" for who in ("asking", "alone")))
    assert not list((tmp_path / "asking" / "media").glob("videos/**/*.mp4"))
