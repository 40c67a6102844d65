"""Print every figure that the README quotes, measured side by side in one run."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import article, farm, pages, plain_3d
from benchmarks.adaptive_walk import AdaptiveWalk
from benchmarks.contour_walk import ContourWalk
from benchmarks.linked_walk import LinkedWalk
from benchmarks.orbiting import SIZES, Orbiting, Parts
from benchmarks.rates_walk import RatesWalk, sweep_seconds
from benchmarks.rendering import FRAMES, Contest, Timed, encoding_alone, median, run
from benchmarks.walking import Walking
from scenes.compare import Compare
from scenes.compare_3d import Compare3D
from scenes.surface import SurfaceFlyover

ROUNDS, ARTICLE_FRAMES = 3, 8
ROOT = Path(__file__).parents[1]
WALKS: dict[str, type[Timed]] = {
    "the race on the map": Walking,
    "the race on the surface": Orbiting,
    "gradient descent, step by step": ContourWalk,
    "the walk with box and bars": AdaptiveWalk,
    "a point and its line": LinkedWalk,
    "four learning rates": RatesWalk,
}


def main() -> None:
    """Walks against encoding alone, films, films by several, pages, plain Manim, the sweep."""
    console = Console(width=110)
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        memory = _whole(folder, "compare_3d.py", "-qk", "--fps", "4")[1]  # first: a child's
        console.print(f"Memory at 2160p: {memory:.2f} GiB")  # peak begins with its parent's
        console.print("Warming up: the first run compiles once.")
        run(Walking, folder)
        _walks(console, folder)
        _parts(console, folder)
        _films(console, folder)
        farm.main(console, folder)
        pages.main(console, folder)
    swept, traced = sweep_seconds()
    console.print(
        f"531 learning rates, 500 steps each: sweep {swept:.2f} s, torch {traced:.0f} s, "
        f"{traced / swept:.0f} times as long"
    )


def _walks(console: Console, folder: Path) -> None:
    """Every walk in turn, drawn and encoded, encoded only, drawn only: A B C A B C."""
    table = Table(title=f"{FRAMES} frames at 1080p60, {os.cpu_count()} cores, median frames/s")
    for column in ("walk", "drawn and encoded", "encoded only", "drawn only", "of encoding only"):
        table.add_column(column, justify="left" if column == "walk" else "right")
    for title, scene in WALKS.items():
        contest = Contest(scene, folder)
        kinds = contest.whole, contest.encoding, contest.drawing
        rounds = [[measure() for measure in kinds] for _ in range(ROUNDS)]
        whole, encoding, drawing = (median(list(speeds)) for speeds in zip(*rounds, strict=True))
        ratio = median([speeds[0] / speeds[1] for speeds in rounds])
        table.add_row(title, f"{whole:.0f}", f"{encoding:.0f}", f"{drawing:.0f}", f"{ratio:.2f}")
        if scene is Walking:
            others = {
                "… by Manim's own renderer": median([contest.plain() for _ in range(ROUNDS)]),
                "… the article's way: matplotlib, GIF": article.timed(folder, ARTICLE_FRAMES),
            }
            for other, speed in others.items():
                table.add_row(other, f"{speed:.1f}", "", "", f"{speed / encoding:.2f}")
    console.print(table)


def _parts(console: Console, folder: Path) -> None:
    """What one frame of the surface costs, by part, by shot and by size of the frame."""
    sizes, shots = Table(title="One frame on the surface, ms"), Table(title="The land alone, ms")
    for index, (width, height) in enumerate(SIZES):
        made = run(Parts, folder, pixel_width=width, pixel_height=height)
        for table, times in ((sizes, made.milliseconds), (shots, made.shots)):
            if index == 0:
                for column in ("frame", *times):
                    table.add_column(column, justify="right")
            table.add_row(f"{height}p", *(f"{value:.1f}" for value in times.values()))
    console.print(sizes, shots)
    console.print(f"Baking the land's light: {made.baking:.2f} s")


def _films(console: Console, folder: Path) -> None:
    """Whole processes: from the command to the finished film."""
    plain = plain_3d.seconds_a_frame(folder)
    table = Table(title="From the command to the finished film, whole process, 1080p60")
    for column in ("film", "seconds", "ms a frame", "of encoding only", "times plain Manim's"):
        table.add_column(column, justify="left" if column == "film" else "right")
    for scene in (Compare, Compare3D, SurfaceFlyover):
        name = scene.__module__.rpartition(".")[2]
        seconds, _ = _whole(folder, f"{name}.py", "-qh")
        alone, count = encoding_alone(scene, folder)
        times = f"{plain * count / seconds:.0f}" if scene is not Compare else ""
        each = f"{1000 * seconds / count:.1f}"
        table.add_row(name, f"{seconds:.0f}", each, f"{alone / seconds:.2f}", times)
    console.print(table, f"A frame of plain Manim's Surface: {1000 * plain:.0f} ms")


def _whole(folder: Path, scene: str, *flags: str) -> tuple[float, float]:
    """Seconds that a film takes with nothing cached, and the most memory in GiB."""
    target = folder / "whole" / flags[0]
    command = [sys.executable, "-m", "manim", *flags, "--disable_caching", "--progress_bar", "none"]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--media_dir", str(target), f"scenes/{scene}"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    seconds = time.perf_counter() - began
    return seconds, usage.ru_maxrss / 1024**2


if __name__ == "__main__":
    main()
