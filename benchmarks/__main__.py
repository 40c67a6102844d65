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

from benchmarks import article, walking

ROUNDS, ARTICLE_FRAMES = 3, 8
ROOT = Path(__file__).parents[1]


def main() -> None:
    """Measure in turn, A B C A B C, and print medians and ratios."""
    console = Console(width=110)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.chdir(ROOT)
        console.print("Warming up: the first run compiles once.")
        encoding = walking.EncodingOnly(folder)
        kinds = {
            "the race, walking, drawn and encoded": lambda: walking.timed(walking.Walking, folder),
            "encoding the same frames only": encoding.timed,
            "drawing and handing over only": lambda: walking.timed(walking.DrawnWalking, folder),
            "the same with Manim's own renderer": lambda: walking.timed(
                walking.PlainWalking, folder
            ),
        }
        speeds: dict[str, list[float]] = {kind: [] for kind in kinds}
        for _ in range(ROUNDS):
            for kind, measure in kinds.items():
                speeds[kind].append(measure())
        speeds["the article's way: matplotlib and GIF"] = [article.timed(folder, ARTICLE_FRAMES)]
        seconds = _whole_film(folder)
    _report(console, speeds)
    console.print(f"From command to finished film, nothing cached: {seconds:.0f} s")


def _whole_film(folder: Path) -> float:
    command = [sys.executable, "-m", "manim", "-qh", "--disable_caching", "--progress_bar", "none"]
    began = time.perf_counter()
    subprocess.run(
        [*command, "--media_dir", str(folder / "whole"), "scenes/compare.py"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    return time.perf_counter() - began


def _report(console: Console, speeds: dict[str, list[float]]) -> None:
    table = Table(title=f"{walking.FRAMES} frames at 1080p60, {os.cpu_count()} cores, median")
    table.add_column("what")
    table.add_column("frames/s", justify="right")
    table.add_column("of encoding only", justify="right")
    base = walking.median(speeds["encoding the same frames only"])
    for kind, values in speeds.items():
        speed = walking.median(values)
        table.add_row(kind, f"{speed:.1f}", f"{speed / base:.2f}")
    console.print(table)


if __name__ == "__main__":
    main()
