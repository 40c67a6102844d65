"""The same kind of scene in plain Manim: a Surface of 32 x 32 cells fills the frame, four dots."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from manim import DEGREES, Dot3D, Surface, ThreeDScene


class PlainOrbit(ThreeDScene):
    """``FRAMES`` frames of a coloured surface under a turning camera."""

    FRAMES = 30

    def construct(self) -> None:
        """Surface and dots, then the orbit."""
        self.set_camera_orientation(phi=60 * DEGREES, theta=35 * DEGREES, zoom=2.2)
        surface = Surface(
            lambda u, v: np.array([u, v, 0.6 * np.sqrt(u * u + 8 * v * v + 4) - 1.2]),
            u_range=[-3, 3], v_range=[-3, 3], resolution=(32, 32),
        )  # fmt: skip
        dots = [Dot3D([x, 1, 1], radius=0.08) for x in (-1, 0, 1, 2)]
        self.add(surface, *dots)
        self.move_camera(theta=40 * DEGREES, run_time=self.FRAMES / 60)


def seconds_a_frame(folder: Path) -> float:
    """Whole process, start included, over the frames it renders."""
    command = [sys.executable, "-m", "manim", "-qh", "--disable_caching", "--progress_bar", "none"]
    began = time.perf_counter()
    subprocess.run(
        [*command, "--media_dir", str(folder / "plain"), __file__, "PlainOrbit"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    return (time.perf_counter() - began) / PlainOrbit.FRAMES
