"""A film as a looping GIF with colours of its own."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av

from optanim.base.errors import OptanimError
from optanim.base.files import whole
from optanim.base.marks import mark
from optanim.films.reading import opened, probe


def gif(
    path: str | Path,
    output: str | Path,
    width: int = 640,
    fps: float = 15.0,
    start: float = 0.0,
    end: float | None = None,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Write the film from ``start`` to ``end`` seconds as a GIF that loops for ever.

    Its 256 colours are chosen from the part shown. ``progress`` is called with the number of
    frames read. Raises OptanimError for a width, rate or range that is impossible, or a range
    without a frame.
    """
    info = probe(path)
    end = info.seconds if end is None else end
    if not 16 <= width <= info.width:
        raise OptanimError(f"width {width} must be 16 to {info.width}, the film's own")
    if not 0 < fps <= info.fps:
        raise OptanimError(f"fps {fps:g} must be above 0 and at most {info.fps:g}, the film's own")
    if not 0 <= start < end <= info.seconds + 1e-6:
        raise OptanimError(f"{start:g} to {end:g} s is no part of its 0 to {info.seconds:g} s")
    with opened(path) as source, whole(output) as draft:
        stream = source.streams.video[0]
        height = round(info.height * width / info.width)
        graph = _graph(stream, width, height)
        pushed = 0
        for frame in source.decode(stream):
            if frame.time >= end - 1e-6:
                break
            if frame.time >= start + pushed / fps - 1e-6:
                graph.push(frame)
                pushed += 1
                if progress:
                    progress(pushed)
        if not pushed:
            raise OptanimError(f"no frame of the film begins from {start:g} to {end:g} s")
        graph.push(None)
        _write(draft, graph, width, height, fps)


def _graph(stream: Any, width: int, height: int) -> av.filter.Graph:
    graph = av.filter.Graph()
    scaled = _chain(
        graph.add_buffer(template=stream),
        graph.add("scale", f"{width}:{height}:flags=lanczos"),
        graph.add("split"),
    )
    palette = graph.add("palettegen", "stats_mode=full")
    painted = graph.add("paletteuse", "dither=sierra2_4a:diff_mode=rectangle")
    scaled.link_to(palette, 0, 0)
    scaled.link_to(painted, 1, 0)
    palette.link_to(painted, 0, 1)
    _chain(painted, graph.add("buffersink"))
    graph.configure()
    return graph


def _chain(*filters: Any) -> Any:
    for before, after in pairwise(filters):
        before.link_to(after)
    return filters[-1]


def _write(draft: Path, graph: av.filter.Graph, width: int, height: int, fps: float) -> None:
    with av.open(str(draft), "w", format="gif", options={"loop": "0"}) as target:
        stream = target.add_stream("gif", rate=Fraction(fps).limit_denominator(1000))
        stream.width, stream.height, stream.pix_fmt = width, height, "pal8"
        count = 0
        while True:
            try:
                frame = graph.vpull()
            except (av.error.EOFError, av.error.BlockingIOError):
                break
            frame.pts, frame.time_base = count, 1 / stream.codec_context.framerate
            count += 1
            target.mux(stream.encode(frame))
        target.mux(stream.encode())
    mark(draft)
