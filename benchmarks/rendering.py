"""How fast a scene's frames are drawn and encoded, and what each part of that costs."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import av
import numpy as np
from manim import config, tempconfig
from manim._config.video_encoder import VideoEncoderSpec
from manim.renderer.cairo_renderer import CairoRenderer

from optanim.frames.encoder import SEGMENTS, FrameEncoder
from optanim.frames.renderer import FastRenderer
from optanim.frames.x264 import X264
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.stage.draw.clock import Pace
from optanim.stage.film.film_scene import FilmScene
from optanim.studies.racing import Race

FRAMES, STEPS = 300, 100
SETTINGS = {
    "pixel_width": 1920, "pixel_height": 1080, "frame_rate": 60, "disable_caching": True,
    "progress_bar": "none", "verbosity": "ERROR",
    "video_encoder_options": dict(X264), "max_inflight_encoders": SEGMENTS,  # for Manim's own, too
}  # fmt: skip


class Timed(FilmScene):
    """A race that walks from step 0 to 100 in 300 frames; ``seconds``, encoding included."""

    seconds = 0.0

    def construct(self) -> None:
        """Set the race up, then time the walk."""
        names = ("GD", "Momentum", "RMSprop", "Adam")
        race = Race.of(article(), [make(name) for name in names], STEPS)
        self.timeline.begin_section("race", "The race")
        self.prepare(race)
        self.renderer.file_writer.join_all_encode_jobs()
        began = time.perf_counter()
        self.walk(Pace.even(0, STEPS, rest=0.0, move=FRAMES / 60 / STEPS))
        self.renderer.file_writer.join_all_encode_jobs()
        self.seconds = time.perf_counter() - began

    def prepare(self, race: Race) -> None:
        """Put the race on stage and start its clock."""
        raise NotImplementedError


class _Keeping(FastRenderer):
    """Keeps the frames that it hands over."""

    def add_frame(self, frame: av.VideoFrame, num_frames: int = 1) -> None:
        self.__dict__.setdefault("kept", []).append(frame)
        super().add_frame(frame, num_frames)


class _DrawnOnly(FastRenderer):
    """Draws and converts, and gives the encoder one frame a play: its file must not be empty."""

    last_play = -1

    def add_frame(self, frame: av.VideoFrame, num_frames: int = 1) -> None:
        if self.num_plays != self.last_play:
            self.last_play = self.num_plays
            super().add_frame(frame, num_frames)


class _EncodedAlone(_DrawnOnly):
    """Encodes every frame before the next one is drawn; ``seconds`` of that, and ``frames``."""

    seconds, frames = 0.0, 0
    alone: FrameEncoder | None = None

    def add_frame(self, frame: av.VideoFrame, num_frames: int = 1) -> None:
        if self.alone is None:
            target = Path(config.media_dir) / "alone.mp4"
            self.alone = FrameEncoder(target=target, spec=self.file_writer.video_encoder)
        began = time.perf_counter()
        self.alone.write_frame(frame, repeat=num_frames)
        self.seconds += time.perf_counter() - began
        self.frames += num_frames
        super().add_frame(frame)


def encoding_alone(scene: type[FilmScene], folder: Path) -> tuple[float, int]:
    """Seconds that one thread encodes the frames of a whole film, and how many they are."""
    renderer = run(scene, folder, _EncodedAlone).renderer
    began = time.perf_counter()
    renderer.alone.finish()
    return renderer.seconds + time.perf_counter() - began, renderer.frames


def run(
    scene: type[FilmScene], folder: Path, renderer: type = FastRenderer, **settings: Any
) -> Any:
    """Render ``scene`` with ``renderer``."""
    kind = type(scene.__name__, (scene,), {"renderer_class": renderer})
    with tempconfig({**SETTINGS, "media_dir": folder, **settings}):
        made = kind()
        made.render()
    return made


class Contest:
    """A scene against encoding its frames alone, and against Manim's own renderer."""

    def __init__(self, scene: type[Timed], folder: Path) -> None:
        self.scene, self.folder = scene, folder
        made = run(scene, folder, _Keeping)
        self.spec = made.renderer.file_writer.video_encoder
        self.frames = made.renderer.kept[-FRAMES - 1 : -1]  # the last one stands still

    def whole(self) -> float:
        """Frames a second, drawn and encoded."""
        return FRAMES / run(self.scene, self.folder).seconds

    def drawing(self) -> float:
        """Frames a second, drawn and handed over, without encoding."""
        return FRAMES / run(self.scene, self.folder, _DrawnOnly).seconds

    def plain(self) -> float:
        """Frames a second with Manim's own renderer, writer and encoder."""
        return FRAMES / run(self.scene, self.folder, CairoRenderer).seconds

    def encoding(self) -> float:
        """Frames a second of encoding the same frames, kept in memory, with the same settings."""
        return len(self.frames) / encoded(self.frames, self.spec, self.folder)


def encoded(frames: Iterable[av.VideoFrame], spec: VideoEncoderSpec, folder: Path) -> float:
    """Seconds that one thread encodes ``frames`` as ``spec`` says; getting them takes its own."""
    encoder = FrameEncoder(target=folder / "encoded.mp4", spec=spec)
    seconds = 0.0
    for frame in frames:
        began = time.perf_counter()
        encoder.write_frame(frame)
        seconds += time.perf_counter() - began
    began = time.perf_counter()
    encoder.finish()
    return seconds + time.perf_counter() - began


def median(values: list[float]) -> float:
    """The middle value."""
    return float(np.median(values))
