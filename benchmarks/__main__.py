"""Print every figure that the README quotes, measured side by side in one run."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import article, plain_3d
from benchmarks.orbiting import SIZES, Orbiting, Parts
from benchmarks.rendering import FRAMES, Contest, median, run
from benchmarks.walking import Walking
from optanim.film import probe

ROUNDS, ARTICLE_FRAMES = 3, 8
ROOT = Path(__file__).parents[1]


def main() -> None:
    """Measure in turn, A B C A B C, and print medians and ratios."""
    console = Console(width=110)
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        console.print("Warming up: the first run compiles once.")
        _report(
            console,
            "The race on the map",
            _contest(Walking, folder, plain=True),
            {"the article's way: matplotlib and GIF": article.timed(folder, ARTICLE_FRAMES)},
        )
        _report(console, "The race on the surface", _contest(Orbiting, folder, plain=False), {})
        _parts(console, folder)
        flat, space = (_whole(folder, scene) for scene in ("compare.py", "compare_3d.py"))
        console.print(
            f"From command to finished film: map {flat[0]:.0f} s, surface {space[0]:.0f} s"
        )
        plain = plain_3d.seconds_a_frame(folder)
        console.print(
            f"Whole process, a frame: plain Manim's surface {1000 * plain:.0f} ms, this "
            f"{1000 * space[0] / space[1]:.0f} ms: {plain * space[1] / space[0]:.0f} times as fast"
        )


def _contest(scene: type, folder: Path, plain: bool) -> dict[str, list[float]]:
    contest = Contest(scene, folder)
    kinds = {
        "drawn and encoded": contest.whole,
        "encoding the same frames only": contest.encoding,
        "drawing and handing over only": contest.drawing,
    }
    if plain:
        kinds["the same with Manim's own renderer"] = contest.plain
    speeds: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(ROUNDS):
        for kind, measure in kinds.items():
            speeds[kind].append(measure())
    return speeds


def _report(
    console: Console, title: str, speeds: dict[str, list[float]], others: dict[str, float]
) -> None:
    table = Table(title=f"{title}: {FRAMES} frames at 1080p60, {os.cpu_count()} cores, median")
    table.add_column("what")
    table.add_column("frames/s", justify="right")
    table.add_column("of encoding only", justify="right")
    base = median(speeds["encoding the same frames only"])
    for kind, speed in {kind: median(v) for kind, v in speeds.items()} | others:
        table.add_row(kind, f"{speed:.1f}", f"{speed / base:.2f}")
    console.print(table)


def _parts(console: Console, folder: Path) -> None:
    """What one frame of the surface costs, by part, by grid and by size of the frame."""
    sizes, grids = Table(title="One frame on the surface, ms"), Table(title="The surface alone, ms")
    for index, (width, height) in enumerate(SIZES):
        made = run(Parts, folder, pixel_width=width, pixel_height=height)
        if index == 0:
            for column in ("frame", *made.milliseconds):
                sizes.add_column(column, justify="right")
            for column in ("frame", *(f"{grid} x {grid}" for grid in made.by_grid)):
                grids.add_column(column, justify="right")
        sizes.add_row(f"{height}p", *(f"{value:.1f}" for value in made.milliseconds.values()))
        grids.add_row(f"{height}p", *(f"{value:.1f}" for value in made.by_grid.values()))
    console.print(sizes, grids)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    console.print(
        f"Memory of this process at its highest, 2160p and kept frames included: {peak:.2f} GiB"
    )


def _whole(folder: Path, scene: str) -> tuple[float, int]:
    """Seconds from command to film with nothing cached, and the film's frames."""
    command = [sys.executable, "-m", "manim", "-qh", "--disable_caching", "--progress_bar", "none"]
    began = time.perf_counter()
    subprocess.run(
        [*command, "--media_dir", str(folder / "whole"), f"scenes/{scene}"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    (film,) = (folder / "whole" / "videos" / Path(scene).stem).rglob("1080p60/*.mp4")
    return seconds, probe(film).frames


if __name__ == "__main__":
    main()
