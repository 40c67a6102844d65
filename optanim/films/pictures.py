"""The pictures of a film as its encoder left them: where they can be parted, and copies of them."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any

from optanim.base.errors import OptanimError
from optanim.films.reading import opened


@dataclass(frozen=True)
class Pictures:
    """How the pictures of a film are kept.

    Size in pixels, frames a second; ``codec``, ``form`` (of pixels) and ``setup`` (what a decoder
    has to know beforehand); by how many frames decoding goes before showing (``delay``); when each
    frame is shown, in the stream's own units (``times``); and the numbers of the frames that a part
    may start with (``starts``) or end before (``ends``), ascending.
    """

    size: tuple[int, int]
    rate: Fraction
    codec: str
    form: str
    setup: bytes
    delay: int
    times: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @property
    def frames(self) -> int:
        """How many frames there are."""
        return len(self.times)

    @property
    def seconds(self) -> float:
        """How long they are shown."""
        return float(self.frames / self.rate)

    def number(self, time: int) -> int:
        """The number of the frame that is shown from ``time`` on, in the stream's own units."""
        return bisect_left(self.times, time)


def pictures(path: str | Path) -> Pictures:
    """How the pictures of the film at ``path`` are kept; nothing is decoded.

    Frames have their numbers by their order, as parts of films are laid one behind the other to
    within a millisecond only. Raises OptanimError for a film whose frames are not evenly spaced, or
    are not all there.
    """
    with opened(path) as film:
        stream = film.streams.video[0]
        context = stream.codec_context
        packets = [
            (packet.pts, packet.dts, packet.duration, packet.is_keyframe)
            for packet in film.demux(stream)
            if packet.size and not packet.is_corrupt
        ]
        if not packets or len(packets) < stream.frames:
            raise OptanimError(f"{path}: the file ends before its last frame")
        times = tuple(sorted(packet[0] for packet in packets))
        apart = Counter(after - before for before, after in pairwise(times))
        (unit, _), *_ = apart.most_common(1) or [(packets[0][2], 1)]
        if abs(times[0]) > unit / 2 or any(abs(gap - unit) > unit / 4 for gap in apart):
            raise OptanimError(
                f"{path}: its frames are not evenly spaced from 0 s on; only such films are cut "
                "and joined"
            )
        numbers = [bisect_left(times, packet[0]) for packet in packets]
        starts, ends = _joints(numbers, [packet[3] for packet in packets])
        size, setup = (context.width, context.height), bytes(context.extradata or b"")
        return Pictures(
            size,
            1 / (unit * stream.time_base),
            context.name,
            str(context.pix_fmt),
            setup,
            round((packets[0][0] - packets[0][1]) / unit),
            times,
            starts,
            ends,
        )


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
    if first == last:
        raise OptanimError(f"{path}: no frame of it begins from {start:g} to {end:g} s")
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
    return first, last


def copied(
    path: str | Path, kept: Pictures, stream: Any, first: int = 0, last: int | None = None
) -> Iterator[Any]:
    """The packets of the frames from ``first`` to before ``last``, as they are, for ``stream``.

    All frames by default; `span` says which others can be asked for. The first one's time is 0, and
    they are evenly spaced.
    """
    last, count = kept.frames if last is None else last, 0
    with opened(path) as film:
        source = film.streams.video[0]
        film.seek(kept.times[first], stream=source)
        for packet in film.demux(source):
            if count == last - first:
                return
            number = kept.number(packet.pts) if packet.size else -1
            if first <= number < last:
                packet.time_base, packet.duration = 1 / kept.rate, 1
                packet.pts, packet.dts = number - first, count - kept.delay
                packet.stream = stream
                count += 1
                yield packet


def _joints(
    numbers: Sequence[int], keys: Sequence[bool]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where a part may start and end, of frames with ``numbers`` as they are decoded.

    It ends where all that was decoded is all that is shown before, and starts there with a key.
    """
    starts, ends, latest = [], [], -1
    for count, (number, is_key) in enumerate(zip(numbers, keys, strict=True)):
        if is_key and number == count == latest + 1:
            starts.append(number)
        latest = max(latest, number)
        if latest == count:
            ends.append(count + 1)
    return tuple(starts), tuple(ends)


def _near(number: int, places: Sequence[int]) -> Sequence[int]:
    """Those of ``places`` that are next to ``number``."""
    place = bisect(places, number)
    return places[max(place - 1, 0) : place + 1]
