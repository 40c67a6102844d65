"""Films made smaller, for decks of slides that have to be light."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from av.video.reformatter import VideoReformatter

from optanim.base.errors import check_whole
from optanim.base.files import whole
from optanim.base.marks import mark
from optanim.films.muxing import Progress, counted, mux, unheard
from optanim.films.notes import chapters_of, mp4, notes_of
from optanim.films.pictures import Pictures, copied, pictures
from optanim.films.reading import opened
from optanim.films.soundtrack import original

X264: Mapping[str, str] = MappingProxyType({"preset": "veryfast", "crf": "23"})
COLOURS = ("color_primaries", "color_trc", "colorspace", "color_range")
"""What says which colours the numbers of a picture stand for."""


def smaller(
    path: str | Path, output: str | Path, height: int = 720, progress: Progress = unheard
) -> None:
    """Write the film with at most ``height`` lines, and as wide as it is then; its sound as it is.

    Its pictures are encoded anew, frame for frame; those of a film that has no more lines are kept
    as they are. Notes and chapters stay. Raises OptanimError for a height below 16.
    """
    check_whole("height", height, 16, 2**14)
    kept = pictures(path)
    with opened(path) as film, whole(output) as draft:
        with mp4(draft, notes_of(path), chapters_of(path)) as target:
            if kept.size[1] <= height:
                stream = target.add_stream_from_template(film.streams.video[0])
                shown = copied(path, kept, stream)
            else:
                shown = _scaled(film, _stream(film, target, kept, height))
            mux(target, counted(shown, progress), original(path, target))
        mark(draft)


def _stream(film: Any, target: Any, kept: Pictures, height: int) -> Any:
    """A stream of ``target`` for the pictures; H.264 has even numbers of columns and lines."""
    stream = target.add_stream("libx264", rate=kept.rate, options=dict(X264))
    width, lines = kept.size
    stream.width, stream.height = 2 * round(width * height / lines / 2), height // 2 * 2
    stream.pix_fmt = "yuv420p"  # which every player shows
    for name in COLOURS:
        told = getattr(film.streams.video[0].codec_context, name)
        setattr(stream.codec_context, name, told)
    return stream


def _scaled(film: Any, stream: Any) -> Iterator[Any]:
    source, size = film.streams.video[0], (stream.width, stream.height)
    source.thread_type = "AUTO"
    scaler = VideoReformatter()  # one for all: to make ready takes longer than to scale
    for number, frame in enumerate(film.decode(source)):
        small = scaler.reformat(frame, *size, "yuv420p", interpolation="LANCZOS")
        small.pts, small.time_base = number, 1 / stream.codec_context.framerate
        yield from stream.encode(small)
    yield from stream.encode()
