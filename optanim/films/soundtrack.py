"""The sound of films, decoded: any stretch of it to the sample, and encoded again.

Packets of sound do not end where frames do, and what players make of a first packet that is to be
heard in part differs from one to the next. So a part's sound is encoded anew, from its first frame
on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import av

from optanim.films.reading import opened

RATE = 48_000
"""Samples a second."""
BITS = 96_000
"""Bits a second that a channel is encoded with."""
FADE = 240
"""Samples in which sound comes and goes at the ends of a part: 5 ms, so that nothing clicks."""
Filter = tuple[str, str]
"""A filter of libavfilter and its options."""


def layout_of(path: str | Path) -> str | None:
    """``mono`` or ``stereo``, as the film at ``path`` sounds; None where it has no sound."""
    with opened(path) as film:
        tracks = film.streams.audio
        return None if not tracks else "mono" if tracks[0].layout.nb_channels == 1 else "stereo"


def faded(samples: int) -> list[Filter]:
    """Filters by which a part of so many ``samples`` neither begins nor ends with a click."""
    last = f"t=out:ss={max(samples - FADE, 0)}:ns={FADE}"
    return [("afade", f"t=in:ns={FADE}"), ("afade", last)]


def stretch(
    path: str | Path, begin: int, end: int, layout: str, filters: Iterable[Filter] = ()
) -> Iterator[av.AudioFrame]:
    """The sound of a film from sample ``begin`` to before ``end``, in pieces, through ``filters``.

    Samples are counted from the first picture on, `RATE` a second, as floats in planes; where the
    film has no sound there is silence.
    """
    with opened(path) as film:
        tracks, graph = film.streams.audio[:1], av.filter.Graph()
        if not tracks:
            _configure(
                graph,
                graph.add("anullsrc", f"r={RATE}"),
                [*_whole(0, end - begin, layout), *filters],
            )
            yield from _pulled(graph)
            return
        track = tracks[0]
        source = graph.add_abuffer(template=track)
        steps = [
            ("aresample", f"{RATE}"),
            ("aresample", f"async=1:first_pts={begin}"),  # silence where there are no packets
            *_whole(begin, end, layout),
            *filters,
        ]
        _configure(graph, source, steps)
        if begin > RATE:  # a second before: what is decoded first lacks what comes before it
            film.seek(int((Fraction(begin, RATE) - 1) / track.time_base), stream=track)
        for frame in film.decode(track):
            if frame.time * RATE >= end:
                break
            graph.push(frame)
            yield from _pulled(graph)
        graph.push(None)
        yield from _pulled(graph)


def encoded(stream: Any, pieces: Iterable[av.AudioFrame]) -> Iterator[Any]:
    """Packets for ``stream`` of ``pieces`` that follow one another without a gap."""
    at = 0
    for piece in pieces:
        piece.pts, piece.time_base = at, Fraction(1, RATE)
        at += piece.samples
        yield from stream.encode(piece)
    yield from stream.encode()


def add_track(target: Any, layout: str) -> Any:
    """A stream of ``target`` for sound, in AAC."""
    channels = 1 if layout == "mono" else 2
    quick = {"aac_coder": "fast"}  # and nearer to what was than the slow one at so many bits
    return target.add_stream(
        "aac", rate=RATE, layout=layout, bit_rate=BITS * channels, options=quick
    )


def original(path: str | Path, target: Any) -> Iterator[Any]:
    """The packets of a film's sound as they are, for a stream that is added to ``target``.

    Nothing where it has no sound.
    """
    with opened(path) as film:
        for track in film.streams.audio[:1]:
            return _original(path, target.add_stream_from_template(track))
    return iter(())


def _original(path: str | Path, stream: Any) -> Iterator[Any]:
    with opened(path) as film:
        for packet in film.demux(film.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = stream
                yield packet


def _whole(begin: int, end: int, layout: str) -> list[Filter]:
    """Filters that leave the samples from ``begin`` to ``end``, and add silence to as many."""
    return [
        ("aformat", f"sample_fmts=fltp:channel_layouts={layout}"),
        ("atrim", f"start_pts={begin}:end_pts={end}"),
        ("asetpts", f"PTS-{begin}"),
        ("apad", f"whole_len={end - begin}"),
    ]


def _configure(graph: av.filter.Graph, source: Any, filters: Iterable[Filter]) -> None:
    added = [graph.add(name, options) for name, options in filters]
    for before, after in pairwise(chain([source], added, [graph.add("abuffersink")])):
        before.link_to(after)
    graph.configure()


def _pulled(graph: av.filter.Graph) -> Iterator[Any]:
    """What the graph has ready."""
    while True:
        try:
            yield graph.pull()
        except (av.error.EOFError, av.error.BlockingIOError):
            return
