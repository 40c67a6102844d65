"""Sound for a finished film."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

import av

from optanim.base.files import whole
from optanim.films.muxing import mux
from optanim.films.reading import opened

CODECS: Mapping[str, str] = MappingProxyType({".mp4": "aac", ".mov": "aac", ".webm": "libopus"})
"""What sound is encoded with in films of each ending."""
BIT_RATE = 160_000
RATE = 48_000


def dub(film: Path, sound: Path) -> None:
    """Put ``sound``, a file of any format, into the ``film``, whose pictures stay as they are.

    Both begin together; what is longer than the pictures is left out. Raises KeyError for a film
    with an ending that is none of `CODECS`.
    """
    with (
        opened(film) as pictures,
        av.open(f"file:{sound}") as heard,
        whole(film) as draft,
        av.open(str(draft), "w") as target,
    ):
        source = pictures.streams.video[0]
        target.metadata.update(pictures.metadata)
        shown = target.add_stream_from_template(source)
        track = target.add_stream(
            CODECS[film.suffix], rate=RATE, layout="stereo", bit_rate=BIT_RATE
        )
        seconds = pictures.duration / av.time_base
        mux(target, _copied(pictures, shown), _encoded(heard, track, seconds))


def _copied(container: Any, stream: Any) -> Iterator[Any]:
    for packet in container.demux(video=0):
        if packet.dts is not None:
            packet.stream = stream
            yield packet


def _encoded(container: Any, track: Any, seconds: float) -> Iterator[Any]:
    frames = (frame for frame in container.decode(audio=0) if frame.time < seconds)
    for frame in chain(frames, [None]):
        yield from track.encode(frame)
