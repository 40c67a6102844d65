"""The race on the map, walking from step 0 to 100 in five seconds: 300 frames at 1080p60."""

from __future__ import annotations

import time
from pathlib import Path

import av
import numpy as np
from manim import tempconfig
from manim.renderer.cairo_renderer import CairoRenderer

from optanim.frames.encoder import FrameEncoder
from optanim.frames.renderer import FastRenderer
from optanim.optimizer import make
from optanim.problem import article
from optanim.race import Race
from optanim.stage.clock import Pace
from optanim.stage.film_scene import FilmScene
from optanim.stage.race_view import RaceView

FRAMES = 300
SETTINGS = {
    "pixel_width": 1920, "pixel_height": 1080, "frame_rate": 60, "disable_caching": True,
    "progress_bar": "none", "verbosity": "ERROR",
}  # fmt: skip


class Walking(FilmScene):
    """Only the walking part; ``seconds`` is how long its frames took, encoding included."""

    seconds = 0.0

    def construct(self) -> None:
        """Set the race up, then time the walk."""
        names = ("GD", "Momentum", "RMSprop", "Adam")
        race = Race.of(article(), [make(name) for name in names], 100)
        view = RaceView(self.canvas, self.sheet, race, 0, 1e-3)
        self.timeline.begin_section("race", "The race")
        self.add(view)
        self.start_clock(view.clock, view.maps_by_racer)
        self.renderer.file_writer.join_all_encode_jobs()
        began = time.perf_counter()
        self.walk(Pace.even(0, 100, rest=0.0, move=FRAMES / 60 / 100))
        self.renderer.file_writer.join_all_encode_jobs()
        self.seconds = time.perf_counter() - began


class PlainWalking(Walking):
    """The same with Manim's own renderer, writer and encoder."""

    renderer_class = CairoRenderer


class _Keeping(FastRenderer):
    """Keeps the frames that it hands over."""

    kept: list[av.VideoFrame]

    def add_frame(self, frame: av.VideoFrame, num_frames: int = 1) -> None:
        self.__dict__.setdefault("kept", []).append(frame)
        super().add_frame(frame, num_frames)


class _KeptWalking(Walking):
    renderer_class = _Keeping


class _DrawnOnly(FastRenderer):
    """Draws and converts, and gives the encoder one frame a play: its file must not be empty."""

    last_play = -1

    def add_frame(self, frame: av.VideoFrame, num_frames: int = 1) -> None:
        if self.num_plays != self.last_play:
            self.last_play = self.num_plays
            super().add_frame(frame, num_frames)


class DrawnWalking(Walking):
    """The same without encoding: what drawing and handing over cost."""

    renderer_class = _DrawnOnly


def timed(scene: type[Walking], folder: Path) -> float:
    """Frames a second of the walk in ``scene``."""
    with tempconfig({**SETTINGS, "media_dir": folder}):
        made = scene()
        made.render()
    return FRAMES / made.seconds


class EncodingOnly:
    """The walk's frames, kept in memory, to be encoded with the film's own settings."""

    def __init__(self, folder: Path) -> None:
        with tempconfig({**SETTINGS, "media_dir": folder}):
            made = _KeptWalking()
            made.render()
        self.spec = made.renderer.file_writer.video_encoder
        self.frames = made.renderer.kept[-FRAMES - 1 : -1]  # the last one stands still
        self.target = folder / "encoded.mp4"

    def timed(self) -> float:
        """Frames a second."""
        encoder = FrameEncoder(target=self.target, spec=self.spec)
        began = time.perf_counter()
        for frame in self.frames:
            encoder.write_frame(frame)
        encoder.finish()
        return len(self.frames) / (time.perf_counter() - began)


def median(values: list[float]) -> float:
    """The middle value."""
    return float(np.median(values))
