"""Finished films: what is in them, stills of them, their timelines. PyAV only, no Manim."""

from __future__ import annotations

import json
from bisect import bisect
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

from optanim.base.errors import OptanimError
from optanim.base.files import whole
from optanim.base.marks import mark


@dataclass(frozen=True)
class FilmInfo:
    """Size in pixels, frames a second, number of frames, seconds, codec and notes."""

    width: int
    height: int
    fps: float
    frames: int
    seconds: float
    codec: str
    notes: Mapping[str, str]


@contextmanager
def opened(path: str | Path) -> Iterator[Any]:
    """The film at ``path``, open for reading; an OptanimError where it is none."""
    try:
        container = av.open(f"file:{path}")  # a name with a colon is a name still
    except (av.error.FFmpegError, OSError) as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else "not a film"
        raise OptanimError(f"{path}: {reason}") from None
    with container:
        if not container.streams.video:
            raise OptanimError(f"{path}: not a film: no moving pictures in it")
        yield container


def probe(path: str | Path) -> FilmInfo:
    """What is in the film at ``path``; frames are counted by their packets, not decoded."""
    with opened(path) as container:
        stream = container.streams.video[0]
        notes, codec, fps = dict(container.metadata), stream.codec_context.name, stream.average_rate
        size = stream.codec_context.width, stream.codec_context.height
        frames = sum(packet.size > 0 for packet in container.demux(stream))
    return FilmInfo(*size, float(fps), frames, frames / float(fps), codec, notes)


def frames(path: str | Path, indices: Iterable[int]) -> Iterator[tuple[int, np.ndarray]]:
    """The frames numbered ``indices``, in ascending order, each (h, w, 3) uint8 RGB."""
    wanted = sorted(set(indices))
    with opened(path) as container:
        for index, frame in enumerate(container.decode(video=0)):
            if not wanted:
                return
            if index == wanted[0]:
                yield wanted.pop(0), frame.to_ndarray(format="rgb24")
    if wanted:
        raise OptanimError(f"{path}: no frame {wanted[0]}; the last is {index}")


def still(path: str | Path, output: str | Path, index: int) -> None:
    """Write frame number ``index`` of the film as PNG."""
    for _, pixels in frames(path, [index]):
        with whole(output) as draft:
            Image.fromarray(pixels).save(draft, format="PNG")
            mark(draft)


def last_still(path: str | Path, output: str | Path) -> None:
    """Write the film's last frame as PNG; only what is needed for it is decoded."""
    with opened(path) as container:
        stream = container.streams.video[0]
        container.seek(int(stream.duration or 0), stream=stream)  # to the last key frame
        (last,) = deque(container.decode(stream), maxlen=1)
        pixels = last.to_ndarray(format="rgb24")
    with whole(output) as draft:
        Image.fromarray(pixels).save(draft, format="PNG")
        mark(draft)


def frame_at(path: str | Path, seconds: float) -> int:
    """The number of the frame shown at ``seconds``; an OptanimError beyond the film."""
    info = probe(path)
    if not 0 <= seconds < info.seconds:
        raise OptanimError(f"{path}: {seconds:g} s is not within its 0 to {info.seconds:g} s")
    return min(int(seconds * info.fps + 1e-6), info.frames - 1)


def frame_of_step(path: str | Path, step: int) -> tuple[int, float]:
    """The number of the last frame that shows ``step``, by the timeline beside the film.

    Second what it shows: the step, or what is nearest to it, less than half a step away, where it
    falls between two frames.
    """
    steps = timeline(path)["steps"]
    told = [(index, float(s)) for index, s in enumerate(steps) if isinstance(s, int | float)]
    nearest = min((abs(shown - step) for _, shown in told), default=np.inf)
    if not nearest < 0.5:
        raise OptanimError(f"{path}: step {step} is never shown; {_shown_instead(steps, step)}")
    return next((i, shown) for i, shown in reversed(told) if abs(shown - step) == nearest)


def _shown_instead(steps: Sequence[Any], step: int) -> str:
    """Which whole steps are shown: all, or those before and after ``step`` between two frames."""
    shown = sorted(
        {int(value) for value in steps if isinstance(value, int | float) and value % 1 == 0}
    )
    if not shown:
        return "it shows no steps"
    place = bisect(shown, step)
    if place in (0, len(shown)):
        return f"it shows steps {shown[0]} to {shown[-1]}"
    return f"it falls between two frames, next to it are {shown[place - 1]} and {shown[place]}"


def timeline(path: str | Path) -> dict[str, Any]:
    """The timeline that was written beside the film at ``path``, with the step of every frame."""
    told, beside = read_timeline(path, "steps are looked up"), Path(path).with_suffix(".json")
    if not isinstance(told.get("steps"), list):
        raise OptanimError(f"{beside}: is no timeline: there are no steps in it")
    return told


def read_timeline(path: str | Path, what_for: str) -> dict[str, Any]:
    """What is beside the film at ``path`` under its name as JSON.

    ``what_for`` says what is done in it, for the OptanimError where there is none.
    """
    with opened(path):
        beside = Path(path).with_suffix(".json")
    try:
        told = json.loads(beside.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise OptanimError(f"{beside}: no such file; {what_for} in it") from None
    except (OSError, ValueError, RecursionError) as error:
        raise OptanimError(f"{beside}: cannot be read as a timeline: {error}") from None
    if not isinstance(told, dict):
        raise OptanimError(f"{beside}: is no timeline: it is no table of names")
    return told
