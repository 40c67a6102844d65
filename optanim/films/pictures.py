"""The pictures of a film as its encoder left them: where they can be parted, and copies of them."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

from optanim.base.errors import OptanimError
from optanim.films.reading import opened

BEFORE = 64
"""So many frames before the one that is wanted a search begins: encoders reorder fewer."""


@dataclass(frozen=True)
class Pictures:
    """How the pictures of a film are kept.

    Size in pixels, frames a second and their number; ``codec``, ``form`` (of pixels) and ``setup``
    (what a decoder has to know beforehand); by how many frames decoding goes before showing
    (``delay``); and the numbers of the frames that a part may start with (``starts``) or end
    before (``ends``), ascending.
    """

    size: tuple[int, int]
    rate: Fraction
    frames: int
    codec: str
    form: str
    setup: bytes
    delay: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @property
    def seconds(self) -> float:
        """How long the film is."""
        return float(self.frames / self.rate)


def pictures(path: str | Path) -> Pictures:
    """How the pictures of the film at ``path`` are kept; nothing is decoded.

    A part can start with a key frame where all frames that are decoded before are shown before,
    and end where this is so for the frame after it. Raises OptanimError for a film whose frames
    are not evenly spaced.
    """
    with opened(path) as film:
        stream = film.streams.video[0]
        context, rate = stream.codec_context, stream.average_rate
        starts, ends, delay, latest, count = [], [], 0, -1, 0
        for packet in film.demux(stream):
            if not packet.size:
                continue
            number = _number(packet, packet.pts, rate, path)
            if count == 0:
                delay = number - _number(packet, packet.dts, rate, path)
            if packet.is_keyframe and number == count == latest + 1:
                starts.append(number)
            latest, count = max(latest, number), count + 1
            if latest + 1 == count:
                ends.append(count)
        if not ends or ends[-1] != count:
            raise _uneven(path)
        size, setup = (context.width, context.height), bytes(context.extradata or b"")
        found = (size, rate, count, context.name, str(context.pix_fmt), setup, delay)
    return Pictures(*found, tuple(starts), tuple(ends))


def span(path: str | Path, kept: Pictures, start: float, end: float) -> tuple[int, int]:
    """The numbers of the first frame from ``start`` to ``end`` seconds, and of the one after.

    Raises OptanimError where that is no part of the film, or it cannot be parted there, with where
    it can be.
    """
    if not 0 <= start < end <= kept.seconds + 1e-3:
        raise OptanimError(
            f"{path}: {start:g} to {end:g} s is no part of its 0 to {kept.seconds:g} s"
        )
    first, last = (ceil(seconds * kept.rate - 1e-3) for seconds in (start, end))
    for number, at, places, what in [
        (first, start, kept.starts, "begin"),
        (last, end, kept.ends, "end"),
    ]:
        if number not in places:
            near = _near(number, places)
            where = " or ".join(f"{float(place / kept.rate):.7g}" for place in near)
            raise OptanimError(
                f"{path}: no part of it can {what} at {at:g} s without being encoded anew; "
                f"nearest are {where} s"
            )
    if first == last:
        raise OptanimError(f"{path}: no frame of it begins from {start:g} to {end:g} s")
    return first, last


def copied(
    path: str | Path, stream: Any, first: int, last: int, shift: int, delay: int
) -> Iterator[Any]:
    """The packets of the frames from ``first`` to before ``last``, as they are, for ``stream``.

    Frame ``first`` gets the number ``shift``. Decoding goes before showing by ``delay`` frames,
    the film's own number or more. `span` says which frames can be asked for.
    """
    with opened(path) as film:
        source = film.streams.video[0]
        rate = source.average_rate
        film.seek(int(max(first - BEFORE, 0) / rate / source.time_base), stream=source)
        count = 0
        for packet in film.demux(source):
            if count == last - first:
                return
            if not packet.size:
                continue
            number = _number(packet, packet.pts, rate, path)
            if first <= number < last:
                packet.time_base, packet.duration = 1 / rate, 1
                packet.pts, packet.dts = number - first + shift, count + shift - delay
                packet.stream = stream
                count += 1
                yield packet


def _number(packet: Any, time: int, rate: Fraction, path: str | Path) -> int:
    """The number of the frame that is there at ``time``, in the packet's own units."""
    exact = time * packet.time_base * rate
    if abs(exact - round(exact)) > 0.05:
        raise _uneven(path)
    return round(exact)


def _uneven(path: str | Path) -> OptanimError:
    return OptanimError(
        f"{path}: its frames are not evenly spaced from 0 s on; only such films are cut and joined"
    )


def _near(number: int, places: Sequence[int]) -> Sequence[int]:
    """Those of ``places`` that are next to ``number``."""
    place = bisect(places, number)
    return places[max(place - 1, 0) : place + 1]
