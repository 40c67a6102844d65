"""Manim's door: where its command makes a scene and renders it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from manim import RendererType, Scene, config

from optanim.base.errors import OptanimError
from optanim.base.files import finally_at
from optanim.base.marks import doubt, is_ours
from optanim.films.output import BESIDE
from optanim.look.frame import check_rate, check_size

INTERRUPTED = 130  # the exit status of what Ctrl-C ends


@contextmanager
def one_line() -> Iterator[None]:
    """What is wrong becomes one line on standard error and exit status 2.

    Manim's command would print the whole traceback.
    """
    try:
        with told():
            yield
    except OptanimError as error:
        sys.stderr.write(f"optanim: {error}\n")
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        sys.stderr.write("optanim: interrupted\n")
        raise SystemExit(INTERRUPTED) from None


@contextmanager
def told() -> Iterator[None]:
    """What Manim cannot write or encode, as on a full disk, becomes an OptanimError."""
    try:
        yield
    except (OSError, RuntimeError, av.error.FFmpegError) as error:
        cause: BaseException | None = error
        while cause and not isinstance(cause, OptanimError | OSError | av.error.FFmpegError):
            cause = cause.__cause__
        if cause is None:
            raise
        if isinstance(cause, OptanimError):
            raise cause from None
        if isinstance(cause, OSError):
            where = finally_at(cause.filename) if cause.filename else "the film"
            raise OptanimError(f"{where}: cannot be written: {cause.strerror or cause}") from None
        raise OptanimError(f"the film cannot be encoded: {cause}") from None


@contextmanager
def settings_told() -> Iterator[None]:
    """What Manim finds wrong with its own settings becomes an OptanimError."""
    try:
        yield
    except ValueError as error:
        raise OptanimError(" ".join(str(error).split())) from None


def check_settings() -> None:
    """Raise OptanimError for settings of Manim's that no film can be made with."""
    if config.renderer != RendererType.CAIRO:
        raise OptanimError("films are drawn by Manim's Cairo renderer: leave out --renderer")
    size = config.pixel_width, config.pixel_height
    check_size("-r {},{}".format(*size), size, even=False)
    check_rate("--fps", config.frame_rate)
    first, last = config.from_animation_number, config.upto_animation_number
    if first < 0 or last < first:
        given = f"{first}" if last == float("inf") else f"{first},{last}"
        raise OptanimError(f"-n {given} must be the first animation and the last, from 0 up")


def check_output(scene: Scene) -> None:
    """Raise OptanimError where what Manim is to write cannot be, or lies over somebody's file."""
    encoder, made = scene.session_spec.video_encoder, scene.output_plan.primary_artifact
    if encoder is not None and "420" in encoder.pixel_format:  # colours at half the size
        size = encoder.width, encoder.height
        check_size("-r {},{}".format(*size), size)
    if made is None or made.is_relative_to(Path(config.media_dir).absolute()):
        return
    beside = map(made.with_suffix, BESIDE) if encoder else made.glob("*.png")  # of a sequence
    for path in (made, *beside):
        if path.is_file() and not is_ours(path):
            raise OptanimError(
                f"{path}: is there already, and {doubt(path)}; name another file by -o"
            )
