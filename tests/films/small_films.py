"""Small films to try things on: each frame is of the grey that tells its number, sound is bursts.

They are made as Manim makes films: parts that begin with a key frame are encoded one by one, and
their packets laid one behind the other.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import numpy as np

FPS = 10
RATE = 48_000
BURST = 0.15
"""Seconds that a burst of sound lasts."""


def grey(number: int) -> int:
    """The grey that frame ``number`` of 32 at most is filled with."""
    return 16 + 7 * number


def film(
    path: Path,
    parts: Sequence[int] = (12, 1, 17),
    *,
    fps: int = FPS,
    size: tuple[int, int] = (64, 48),
    bursts: Sequence[float] | None = None,
    layout: str = "mono",
    title: str | None = None,
    seconds_of_sound: float | None = None,
    late: float = 0.0,
    rate: int = RATE,
    options: dict[str, str] | None = None,
) -> Path:
    """A film of ``parts`` of so many frames, with a ``bursts`` of sound at these times, or none."""
    with TemporaryDirectory() as folder:
        names, number = [], 0
        for i, count in enumerate(parts):
            names.append(Path(folder) / f"{i}.mp4")
            _part(names[-1], range(number, number + count), fps, size, options or {})
            number += count
        listed = BytesIO("".join(f"file 'file:{name}'\n" for name in names).encode())
        with (
            av.open(listed, options={"safe": "0"}, format="concat") as source,
            av.open(str(path), "w") as target,
        ):
            if title is not None:
                target.metadata["title"] = title
            pictures = target.add_stream_from_template(source.streams.video[0])
            sound = None if bursts is None else target.add_stream("aac", rate=rate, layout=layout)
            for packet in source.demux(video=0):
                if packet.size:
                    packet.dts, packet.stream = None, pictures
                    target.mux(packet)
            if sound is not None:
                _sound(target, sound, bursts or (), seconds_of_sound or number / fps, late)
    return path


def _part(path: Path, numbers: range, fps: int, size: tuple[int, int], options: dict) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=fps, options={"crf": "5", **options})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number in numbers:
            picture = np.full((*size[::-1], 3), grey(number % 32), np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())


def _sound(target: Any, stream: Any, bursts: Sequence[float], seconds: float, late: float) -> None:
    """A tone of 1 kHz at half of full scale, for `BURST` seconds from each of ``bursts``.

    All of it is ``late`` by so many seconds, before which there are no packets.
    """
    times = np.arange(round(seconds * stream.rate)) / stream.rate
    heard = sum(((times >= b) & (times < b + BURST) for b in bursts), np.zeros(len(times), bool))
    tone = np.where(heard, 0.5 * np.sin(2 * np.pi * 1000 * times), 0).astype(np.float32)
    for at in range(0, len(tone), 1024):
        planes = np.tile(tone[at : at + 1024], (stream.layout.nb_channels, 1))
        frame = av.AudioFrame.from_ndarray(planes, format="fltp", layout=stream.layout.name)
        frame.rate, frame.pts = stream.rate, at + round(late * stream.rate)
        target.mux(stream.encode(frame))
    target.mux(stream.encode())


def told(path: Path, sections: Sequence[Any], captions: Sequence[Any] = ()) -> None:
    """Write a timeline beside the film at ``path``: names and ends; starts, ends and texts."""
    starts = [0.0, *(end for _, end in sections)]
    content = {
        "sections": [
            {"name": name, "title": name.title(), "start": start, "end": end}
            for (name, end), start in zip(sections, starts, strict=False)
        ],
        "captions": [{"start": a, "end": b, "text": text} for a, b, text in captions],
    }
    path.with_suffix(".json").write_text(json.dumps(content), encoding="utf-8")


def seen(path: Path) -> list[int]:
    """The numbers that the frames of a film tell; their times are looked at, too."""
    numbers = []
    with av.open(str(path)) as container:
        rate = container.streams.video[0].average_rate
        for number, frame in enumerate(container.decode(video=0)):
            assert frame.pts * frame.time_base * rate == number
            numbers.append(round((frame.to_ndarray(format="rgb24").mean() - 16) / 7))
    return numbers


def packets(path: Path) -> list[bytes]:
    """The pictures of a film as they are encoded."""
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


def heard(path: Path) -> np.ndarray:
    """The samples of a film's first channel, laid where its timestamps say."""
    samples = np.zeros(0)
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            assert round(frame.time * RATE) == len(samples)
            samples = np.append(samples, frame.to_ndarray()[0])
    return samples


def onsets(path: Path) -> list[float]:
    """When each burst of sound begins, in seconds."""
    loud = np.flatnonzero(np.abs(heard(path)) > 0.1) / RATE
    return [float(after) for before, after in pairwise([-1.0, *loud]) if after - before > 0.05]
