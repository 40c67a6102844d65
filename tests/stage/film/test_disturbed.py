"""Renders that are killed, that run at once, and that find no room: what stands is whole."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle
from pathlib import Path

import numpy as np
import pytest
from manim import Camera, tempconfig

from optanim.base.errors import OptanimError
from optanim.base.files import WORKPLACE
from optanim.films.reading import frames, probe
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.stage.draw.canvas import Canvas
from tests.stage.film.making import said, start


def made(folder: Path, film: str = "a.mp4", *arguments: str) -> list[np.ndarray]:
    """All pictures of the small race, rendered in ``folder``."""
    process = start(folder, film, *arguments)
    errors = said(folder, process)
    assert process.exitcode == 0, errors
    return pictures(folder / film)


def pictures(film: Path) -> list[np.ndarray]:
    return [picture for _, picture in frames(film, range(probe(film).frames))]


def same(some: list[np.ndarray], others: list[np.ndarray]) -> bool:
    return len(some) == len(others) and all(map(np.array_equal, some, others))


def segments(folder: Path) -> list[Path]:
    return sorted(folder.glob("media/videos/**/*.mp4"))


def leftovers(folder: Path) -> list[Path]:
    return list(folder.rglob(f"{WORKPLACE}*"))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[np.ndarray]:
    """The pictures of the small race, made without any disturbance."""
    return made(tmp_path_factory.mktemp("undisturbed"))


def interrupt(folder: Path, number: signal.Signals, chance: random.Random) -> int | None:
    """The exit status of a render that gets a signal soon after it has made a further segment."""
    before = len(segments(folder))
    process = start(folder)
    while len(segments(folder)) == before and process.is_alive():
        time.sleep(0.005)
    time.sleep(chance.uniform(0.0, 0.3))
    assert process.pid is not None
    with suppress(ProcessLookupError):  # it was faster
        os.kill(process.pid, number)
    process.join()
    return process.exitcode


def kill_and_go_on(times: int, folder: Path, expected: list[np.ndarray]) -> None:
    chance = random.Random(times)
    for _ in range(times):
        if interrupt(folder, signal.SIGKILL, chance) == 0:  # nothing was left to do: begin anew
            assert same(pictures(folder / "a.mp4"), expected)
            shutil.rmtree(folder / "media")
    assert same(made(folder), expected)
    assert not leftovers(folder)


def test_a_killed_render_is_taken_up_again(tmp_path: Path, expected: list[np.ndarray]) -> None:
    kill_and_go_on(3, tmp_path, expected)


@pytest.mark.slow
def test_however_often_it_is_killed(tmp_path: Path, expected: list[np.ndarray]) -> None:
    kill_and_go_on(20, tmp_path, expected)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_render_leaves_no_film_and_is_taken_up_again(
    number: signal.Signals, tmp_path: Path, expected: list[np.ndarray]
) -> None:
    assert interrupt(tmp_path, number, random.Random(0)) == 128 + number
    assert [path.name for path in tmp_path.iterdir()] == ["media"] and not leftovers(tmp_path)
    assert same(made(tmp_path), expected)
    assert not leftovers(tmp_path)


def test_what_is_broken_in_a_cache_is_made_again(
    tmp_path: Path, expected: list[np.ndarray]
) -> None:
    made(tmp_path)
    middle = slice(2000, 2004)
    for path, way in zip(segments(tmp_path), cycle(range(4)), strict=False):
        content = bytearray(path.read_bytes())
        content[middle] = bytes(255 - byte for byte in content[middle])
        path.write_bytes([b"", content[:500], content, b"no film"][way])
    assert same(made(tmp_path), expected)


def test_films_made_at_once_do_not_meet(tmp_path: Path, expected: list[np.ndarray]) -> None:
    """Twice the same film, and another that Manim calls by the same name."""
    films = (("a.mp4",), ("a.mp4",), ("b.mp4", "0.005"))
    processes = [start(tmp_path, *film) for film in films]
    for process in processes:
        errors = said(tmp_path, process)
        assert process.exitcode == 0, errors
    assert same(pictures(tmp_path / "a.mp4"), expected) and not leftovers(tmp_path)
    alone = tmp_path / "alone"
    alone.mkdir()
    assert same(pictures(tmp_path / "b.mp4"), made(alone, "b.mp4", "0.005"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder with room for 200 kB, where this machine lets us make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "none", str(folder)]
    if os.name != "posix" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_on_a_full_disk_one_line_says_so(small_disk: Path) -> None:
    process = start(small_disk)
    errors = said(small_disk, process)
    assert process.exitcode == 2
    assert errors.startswith("Error: ") and errors.count("\n") == 1, errors
    assert errors.endswith("cannot be written: No space left on device\n")
    assert [path.name for path in small_disk.iterdir()] == ["media"] and not leftovers(small_disk)


def test_type_that_finds_no_room_is_told_in_one_line(small_disk: Path) -> None:
    with suppress(OSError), (small_disk / "full").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(1000))
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    with tempconfig({"text_dir": small_disk}), pytest.raises(OptanimError, match="disk full"):
        canvas.text("a line that was never set before")
