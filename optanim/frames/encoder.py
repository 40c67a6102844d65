"""Manim's segment encoder and file writer, taking ready frames."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import Any

import av
import numpy as np
from manim import config
from manim.scene.scene_file_writer import SceneFileWriter
from manim.scene.video_segment_encoder import VideoSegmentEncoder

BT709 = 1  # the code of BT.709 for primaries, transfer and matrix (ITU-T H.273)
LIMITED = 1
X264: Mapping[str, str] = MappingProxyType({"preset": "veryfast", "crf": "20", "threads": "1"})
"""As good as Manim's medium at crf 23 in half the time; more threads only take turns with the one
that draws."""
SEGMENTS = 4  # encoded at a time: many short plays would wait for one encoder
LARGE = 2560 * 1440  # pixels; an encoder at work keeps dozens of frames, at 2160p half a GiB


class FrameEncoder(VideoSegmentEncoder):
    """Encodes `av.VideoFrame` as it comes, and RGBA arrays as its parent does."""

    def write_frame(self, pixels: av.VideoFrame | np.ndarray, *, repeat: int = 1) -> None:
        """Encode a frame ``repeat`` times, and say which colours its numbers stand for."""
        if not isinstance(pixels, av.VideoFrame):
            super().write_frame(pixels, repeat=repeat)
            return
        stream = self._stream
        assert isinstance(stream, av.VideoStream)
        if self._next_pts == 0:
            context = stream.codec_context
            context.color_primaries = context.color_trc = context.colorspace = BT709
            context.color_range = LIMITED
        rate = self.spec.frame_rate
        for _ in range(repeat):
            pixels.pts, pixels.time_base = (
                self._next_pts,
                Fraction(rate.denominator, rate.numerator),
            )
            self._next_pts += 1
            for packet in stream.encode(pixels):
                self._container.mux(packet)


class FrameWriter(SceneFileWriter):
    """Opens `FrameEncoder`s, and calls ``on_finish`` with the path of the finished film.

    Whoever renders, and from whatever folder: H.264 is encoded with the options `X264`, unless the
    user's manim.cfg has others, and `SEGMENTS` at a time, or one where frames are `LARGE`.
    """

    on_finish: Callable[[Path], None] | None = None

    def __init__(self, settings: Any) -> None:
        encoder, segments = settings.video_encoder, max(SEGMENTS, settings.max_inflight_encoders)
        if encoder is not None and encoder.codec == "libx264":
            options = {**dict(encoder.options), **X264, **config.video_encoder_options}
            encoder = replace(encoder, options=tuple(sorted(options.items())))
        if encoder is not None and encoder.width * encoder.height > LARGE:
            segments = 1  # to stay within memory
        super().__init__(replace(settings, video_encoder=encoder, max_inflight_encoders=segments))

    def _create_segment_encoder(self, target: Path) -> FrameEncoder:
        assert self.video_encoder is not None  # Manim asks only where there is a film
        return FrameEncoder(target=target, spec=self.video_encoder)

    def print_file_ready_message(self, file_path: str | PathLike[str]) -> None:
        """The film is complete: let it be annotated before it is announced."""
        if self.on_finish is not None and Path(file_path).suffix == ".mp4":
            self.on_finish(Path(file_path))
        super().print_file_ready_message(file_path)
