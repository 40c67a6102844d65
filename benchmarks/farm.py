"""How much quicker films are made by several: a film in parts, a lecture by workers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from pathlib import Path

import av
from manim._config.video_encoder import VideoEncoderSpec
from rich.console import Console
from rich.table import Table

from benchmarks.rendering import encoded, run
from benchmarks.walking import Walking
from optanim.farm.crew import Crew
from optanim.farm.filming import films
from optanim.farm.order import ordered
from optanim.farm.subject import Subject
from optanim.farm.workers import processes
from optanim.films.reading import probe
from optanim.stage.film.rendering import Manner, format_of

FILM = "contour"
ROOT = Path(__file__).parents[1]


def main(console: Console, folder: Path) -> None:
    """One film by one and by two, a whole lecture by one and by two, and encoding it alone."""
    _film(console, folder)
    _lecture(console, folder)


def _film(console: Console, folder: Path) -> None:
    """A film from nothing: on one core, on all cores, and in parts on all cores."""
    cores = os.sched_getaffinity(0)
    table = Table(title=f"One film, {FILM}, 1080p60, from nothing, {len(cores)} cores")
    for column in ("made", "seconds", "of whole on all cores"):
        table.add_column(column, justify="left" if column == "made" else "right")
    whole = _seconds(folder / "whole", cores, 1)
    for made, seconds in (
        ("whole, on one core", _seconds(folder / "core", [min(cores)], 1)),
        ("whole, on all cores", whole),
        ("in two parts, on all cores", _seconds(folder / "parts", cores, 2)),
    ):
        table.add_row(made, f"{seconds:.0f}", f"{seconds / whole:.2f}")
    console.print(table)


def _seconds(folder: Path, cores: Collection[int], parts: int) -> float:
    """Seconds that a process takes for the film with nothing cached."""
    folder.mkdir()
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "benchmarks.farm", str(parts)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
        check=True,
    )
    return time.perf_counter() - began


def _make(parts: int) -> None:
    """The film in so many ``parts``, each in a process of its own."""
    orders = ordered([Subject(FILM)], format_of("h"), Manner())
    with processes(parts) as executor:
        for _, film in films(orders, Crew(executor, hands=parts, parts=parts)):
            film.put(Path(f"{FILM}.mp4"))


def _lecture(console: Console, folder: Path) -> None:
    """All films and what is made of them, by one and by two, as `optanim lecture` does it."""
    spec = run(Walking, folder).renderer.file_writer.video_encoder
    table = Table(title=f"The whole lecture, 1080p60, from nothing, {os.cpu_count()} cores")
    for column in ("workers", "seconds", "seconds of film a second"):
        table.add_column(column, justify="right")
    for workers in (1, 2):
        there = folder / f"lecture-{workers}"
        there.mkdir()
        began = time.perf_counter()
        told = subprocess.run(
            [sys.executable, "-m", "optanim", "lecture", "--workers", str(workers)],
            cwd=there,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
        seconds = time.perf_counter() - began
        minutes, rest = re.findall(r", (\d+):(\d\d);", told)[0]
        length = 60 * int(minutes) + int(rest)
        table.add_row(str(workers), f"{seconds:.0f}", f"{length / seconds:.2f}")
    film = there / f"lecture/films/{FILM}.mp4"
    alone = _encoding(film, spec, folder)
    rate = probe(film).seconds / alone
    table.add_row(f"encoding only, {FILM}, one thread", f"{alone:.0f}", f"{rate:.2f}")
    console.print(table)


def _encoding(path: Path, spec: VideoEncoderSpec, folder: Path) -> float:
    """Seconds in which one thread encodes the frames of the film at ``path`` once more."""

    def frames() -> Iterator[av.VideoFrame]:
        with av.open(str(path)) as film:
            yield from film.decode(video=0)

    return encoded(frames(), spec, folder)


if __name__ == "__main__":
    _make(int(sys.argv[1]))
