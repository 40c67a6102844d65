"""Manim's segment encoder and file writer, taking ready frames and writing files whole."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from fractions import Fraction
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import av
import numpy as np
from manim import config, logger
from manim._config.video_encoder import VideoEncoderSpec
from manim.scene.scene_file_writer import SceneFileWriter
from manim.scene.video_segment_encoder import VideoSegmentEncoder
from manim.utils.caching import prune_segment_cache
from PIL import Image

from optanim.base import interrupt
from optanim.base.files import whole
from optanim.base.marks import is_ours, mark
from optanim.films.dubbing import dub
from optanim.frames.x264 import X264

BT709 = 1  # the code of BT.709 for primaries, transfer and matrix (ITU-T H.273)
LIMITED = 1
SEGMENTS = 4  # encoded at a time: many short plays would wait for one encoder
LARGE = 2560 * 1440  # pixels; an encoder at work keeps dozens of frames, at 2160p half a GiB
RECENT = 24 * 60 * 60
"""Seconds in which a segment that was used is not cleared away: another film may be made of it."""


class FrameEncoder(VideoSegmentEncoder):
    """Encodes `av.VideoFrame` as it comes, and RGBA arrays as its parent does.

    The segment is written aside and is there, marked with its name, once it is finished.
    """

    def __init__(self, *, target: Path, spec: VideoEncoderSpec) -> None:
        self._aside = ExitStack()
        self._draft = self._aside.enter_context(whole(target))
        try:
            super().__init__(target=self._draft, spec=spec)
        except BaseException:
            self._aside.close()
            raise
        self.target = target

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

    def finish(self) -> None:
        """Close the segment, mark it and put it in its place."""
        if not self._closed:
            super().finish()
            mark(self._draft, self.target.name)
            self._aside.close()

    def abort(self) -> None:
        """Discard what there is of the segment."""
        self.target = self._draft
        try:
            super().abort()
        finally:
            self._aside.close()


class FrameWriter(SceneFileWriter):
    """Opens `FrameEncoder`s, and calls ``on_finish`` with the path of the finished film.

    Whoever renders, and from whatever folder: H.264 is encoded with the options `X264`, unless the
    user's manim.cfg has others, and `SEGMENTS` at a time, or one where frames are `LARGE`.

    Several processes may use one cache of segments, and be killed at any time: films and segments
    are written whole, what is broken is made again, what another film needs is not cleared away.
    """

    on_finish: Callable[[Path], None] | None = None
    assembles = True
    """Whether a film is made of the segments; where several share the work, it is not done here."""

    def __init__(self, settings: Any) -> None:
        encoder, segments = settings.video_encoder, max(SEGMENTS, settings.max_inflight_encoders)
        if encoder is not None and encoder.codec == "libx264":
            options = {**dict(encoder.options), **X264, **config.video_encoder_options}
            encoder = replace(encoder, options=tuple(sorted(options.items())))
        if encoder is not None and encoder.width * encoder.height > LARGE:
            segments = 1  # to stay within memory
        self._most, self._uncached = settings.max_files_cached, f"_{uuid4().hex}"
        super().__init__(
            replace(
                settings,
                video_encoder=encoder,
                max_inflight_encoders=segments,
                max_files_cached=-1,
            )
        )

    def _create_segment_encoder(self, target: Path) -> FrameEncoder:
        assert self.video_encoder is not None  # Manim asks only where there is a film
        return FrameEncoder(target=target, spec=self.video_encoder)

    def open_partial_movie_stream(self, **where: Any) -> None:
        """Begin a segment. Whoever asks to end waits so long: its thread would be left behind."""
        with interrupt.later():
            super().open_partial_movie_stream(**where)

    def add_partial_movie_file(self, hash_animation: str | None) -> None:
        """Name the next segment; where caching is off, by a name that no other process takes."""
        if hash_animation is not None and hash_animation.startswith("uncached_"):
            hash_animation += self._uncached
        super().add_partial_movie_file(hash_animation)

    def is_already_cached(self, hash_invocation: str) -> bool:
        """Whether the segment is in the cache, and whole."""
        if not super().is_already_cached(hash_invocation):
            return False
        path = self.output_plan.segment_path(hash_invocation)
        if not is_ours(path, path.name):
            return False
        os.utime(path)  # to be among the recent ones
        return True

    def combine_to_movie(self) -> None:
        """Make the film of its segments, if it is made here."""
        if self.assembles:
            super().combine_to_movie()

    def combine_files(
        self,
        input_files: list[str],
        output_file: Path,
        create_gif: bool = False,
        includes_sound: bool = False,
    ) -> None:
        """Join segments to a film or a section, which is then there as a whole, with its sound.

        Manim would put the film there without sound first, and leave a WAV beside it.
        """
        with whole(output_file) as draft:
            super().combine_files(input_files, draft, create_gif, includes_sound)
            if includes_sound and not create_gif:
                with TemporaryDirectory() as folder:
                    dub(draft, self.write_sound(Path(folder, "sound.wav")))
                self.includes_sound = False  # it is in the film
            mark(draft)

    def write_sound(self, path: Path) -> Path:
        """Write all sound that was added, as WAV to ``path``."""
        self.audio_segment.export(path, format="wav")
        return path

    def save_image(self, pixels: np.ndarray) -> None:
        """Save the still, which is there as a whole, with optanim's mark."""
        if self.output_spec.enabled:
            with whole(self.image_file_path) as draft:
                Image.fromarray(pixels).save(draft, format="PNG")
                mark(draft)
            self.print_file_ready_message(self.image_file_path)

    def output_image(self, image: Image.Image) -> None:
        """Save the next picture of a sequence, with the mark."""
        path = self.output_plan.image_frame_path(self.frame_count)
        path.parent.mkdir(parents=True, exist_ok=True)
        image.save(path, format="PNG")
        mark(path)
        self.frame_count += 1

    def finish(self) -> None:
        """Assemble the film, then clear away the segments that were not used for longest."""
        super().finish()
        if self._most >= 0 and self.output_spec.is_video:
            folder, since = self.partial_movie_directory, time.time() - RECENT
            recent = sum(_last_used(file) > since for file in folder.glob("*.*"))
            prune_segment_cache(folder, max(self._most, recent))

    def abort_encode_jobs(self, reraise_encoder_failures: bool = False) -> None:
        """Discard what is being encoded, without a word: what went wrong first is told already."""
        logger.disabled = True
        try:
            super().abort_encode_jobs(reraise_encoder_failures)
        finally:
            logger.disabled = False

    @staticmethod
    def _concat_manifest_bytes(input_files: list[str]) -> bytes:
        """FFmpeg's list of the files, one a line; an apostrophe stands outside of its quotes."""
        near = (os.path.relpath(file) if "\n" in file else file for file in input_files)
        names = (Path(file).as_posix().replace("'", r"'\''") for file in near)
        return "".join(f"file 'file:{name}'\n" for name in names).encode()

    def print_file_ready_message(self, file_path: str | PathLike[str]) -> None:
        """The film is complete: let it be annotated before it is announced."""
        if self.on_finish is not None and Path(file_path).suffix == ".mp4":
            self.on_finish(Path(file_path))
        super().print_file_ready_message(file_path)


def _last_used(path: Path) -> float:
    """When the file was last read, in seconds; 0 where another process has cleared it away."""
    try:
        return path.stat().st_atime
    except OSError:
        return 0.0
