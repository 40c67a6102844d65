"""Subtitles: as .srt, as .vtt, and as a track of an MP4. Text is text in each of them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import srt

from optanim.base.errors import OptanimError
from optanim.base.files import whole
from optanim.base.marks import UNSEEN, mark
from optanim.base.text import quoted
from optanim.films.telling import Caption

MILLISECOND = Fraction(1, 1000)
STYLE = b"""[Script Info]
ScriptType: v4.00+
[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, BackColour, Alignment
Style: Default,sans-serif,16,&HFFFFFF,&H0,2
"""
"""What an MP4's track of subtitles looks like, in the form that its encoder takes: white, below."""


def for_srt(text: str) -> str:
    """``text`` for players of .srt, which take what stands in brackets for a command.

    As .srt has no way to write a bracket, what follows it is kept away from it by a character that
    is not seen. An arrow is parted likewise: between two times it would begin a caption.
    """
    return re.sub(r"[<{](?=\S)|--(?=>)", f"\\g<0>{UNSEEN}", text)


def write_srt(path: str | Path, captions: Iterable[Caption]) -> None:
    """Write ``captions`` as .srt, whole or not at all.

    What lies beside it under its name as .json tells whether it is optanim's.
    """
    lines = [
        srt.Subtitle(i, _delta(line.start), _delta(line.end), for_srt(_block(line.text)))
        for i, line in enumerate(captions, start=1)
    ]
    with whole(path) as draft:
        draft.write_text(srt.compose(lines), encoding="utf-8")


def write_vtt(path: str | Path, captions: Iterable[Caption]) -> None:
    """Write ``captions`` as .vtt, whole or not at all; its last lines are optanim's mark."""
    with whole(path) as draft:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write("WEBVTT\n")
            for line in captions:
                text = html.escape(_block(line.text), quote=False)
                file.write(f"\n{_clock(line.start)} --> {_clock(line.end)}\n{text}\n")
        mark(draft)


def add_subtitles(target: Any, language: str) -> Any:
    """A stream of the MP4 ``target`` for subtitles in ``language``, as in `check_language`."""
    stream = target.add_stream("mov_text")
    stream.codec_context.subtitle_header = STYLE
    stream.time_base = MILLISECOND
    stream.metadata["language"] = language
    return stream


def subtitles(stream: Any, captions: Sequence[Caption]) -> Iterator[Any]:
    """Packets for ``stream`` of ``captions`` in the order of their starts.

    Packets and no frames: to the encoder what is between braces would be a command. A track shows
    one at a time, so that the next one ends what is still shown.
    """
    starts = [round(caption.start * 1000) for caption in captions]
    ends = [round(caption.end * 1000) for caption in captions]
    for (start, after), end, caption in zip(
        pairwise([*starts, ends[-1] if ends else 0]), ends, captions, strict=True
    ):
        text = _block(caption.text).encode("utf-8", "replace")
        packet = av.Packet(len(text).to_bytes(2, "big") + text)
        packet.time_base, packet.pts, packet.dts = MILLISECOND, start, start
        packet.duration = min(end, after) - start
        packet.stream = stream
        yield packet


def check_language(language: str) -> None:
    """Raise OptanimError where ``language`` is no code that an MP4 has room for: eng, zho, deu."""
    if not re.fullmatch("[a-z]{3}", language):
        raise OptanimError(
            f"language {quoted(language)!r} must be the three letters of ISO 639-2, as eng or zho"
        )


def _block(text: str) -> str:
    """``text`` without empty lines, which would end it."""
    return "\n".join(line for line in text.splitlines() if line.strip())


def _delta(seconds: float) -> timedelta:
    return timedelta(milliseconds=round(seconds * 1000))


def _clock(seconds: float) -> str:
    """``seconds`` as 01:02:03.456."""
    rest, thousandths = divmod(round(seconds * 1000), 1000)
    rest, second = divmod(rest, 60)
    hour, minute = divmod(rest, 60)
    return f"{hour:02}:{minute:02}:{second:02}.{thousandths:03}"
