"""The article's way: matplotlib, one figure saved a frame, the pictures joined to a GIF."""

from __future__ import annotations

import time
from pathlib import Path

import imageio.v2 as imageio
import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np

from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.studies.racing import Race


def timed(folder: Path, frames: int) -> float:
    """Frames a second of four paths drawn step by step over filled, dashed contours at 1080p."""
    race = Race.of(article(), [make(name) for name in ("GD", "Momentum", "RMSprop", "Adam")], 100)
    side = np.arange(-10.0, 10.0, 0.05)
    roots = np.sqrt(race.problem.loss.on_grid(np.stack(np.meshgrid(side, side), axis=-1)))
    figure, axes = plt.subplots(figsize=(19.2, 10.8), dpi=100)
    axes.contourf(side, side, roots)
    axes.contour(side, side, roots, colors="black", linestyles="dashed", linewidths=1)
    names = []
    began = time.perf_counter()
    for step in range(frames):
        for run, color in zip(
            race.trajectories.values(), ("white", "blue", "green", "red"), strict=True
        ):
            axes.scatter(*run.params[step], s=10, linewidth=5.0, color=color)
        names.append(folder / f"{step}.png")
        figure.savefig(names[-1])
    with imageio.get_writer(folder / "race.gif", mode="I") as writer:
        for name in names:
            writer.append_data(imageio.imread(name))
    plt.close(figure)
    return frames / (time.perf_counter() - began)
