"""The segments of a film, one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from optanim.base.files import whole
from optanim.base.marks import mark
from optanim.films.muxing import mux
from optanim.films.notes import mp4
from optanim.films.pictures import copied, pictures
from optanim.films.reading import opened


def stitch(segments: Sequence[Path], output: Path) -> None:
    """Write the pictures of all ``segments``, encoded alike, as they are into one MP4."""
    with opened(segments[0]) as first, whole(output) as draft:
        with mp4(draft, {}) as target:
            stream = target.add_stream_from_template(first.streams.video[0])
            mux(target, _shown(segments, stream))
        mark(draft)


def _shown(segments: Sequence[Path], stream: Any) -> Iterator[Any]:
    """The packets of all, decoded in a row, as long before they are shown as any segment needs."""
    every = [pictures(segment) for segment in segments]
    delay, place, count = max(kept.delay for kept in every), 0, 0
    for segment, kept in zip(segments, every, strict=True):
        for packet in copied(segment, kept, stream):
            packet.pts += place
            packet.dts = count - delay
            count += 1
            yield packet
        place += kept.frames
