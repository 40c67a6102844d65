"""Speech evened out: silence at its ends trimmed, its loudness that of all other speech.

FFmpeg's filters do it, by way of PyAV: loudness as EBU R 128 measures it.
"""

from __future__ import annotations

import math
import wave
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import av

from optanim.base.errors import OptanimError
from optanim.base.files import first
from optanim.voice.speech import RATE

LOUDNESS = -16.0  # LUFS, as what is heard on the web has
PEAK = 0.84  # of full scale, 1.5 dB below it: AAC overshoots a little
SILENCE = -45.0  # dB, at that loudness: below it a voice is not speaking
MARGIN = 0.02  # seconds of it that are kept at both ends: consonants are soft
_FADE = 0.005  # seconds
_QUIETEST = -60.0  # LUFS: what is softer is no voice but noise, or nothing at all
_ONE = "aformat=sample_fmts=s16:channel_layouts=stereo:sample_rates={rate}"


def level(source: Path, target: Path) -> None:
    """Write the speech in ``source``, of any format, to the WAV ``target``, evened out.

    What another process has put there meanwhile stays. It is then of two equal channels, begins
    and ends with the voice, has a loudness of `LOUDNESS` and no sample above `PEAK`. Raises
    OptanimError for a file without a voice in it.
    """
    loudness = _loudness(source)
    if loudness < _QUIETEST:
        raise OptanimError(f"{source}: nobody is heard in it")
    trimmed = f"silenceremove=start_periods=1:start_threshold={SILENCE}dB:start_silence={MARGIN}"
    faded = f"afade=d={_FADE}"
    filters = [
        _ONE.format(rate=RATE),
        f"volume={LOUDNESS - loudness}dB",
        f"alimiter=limit={PEAK}:level=disabled:latency=enabled",
        *(trimmed, faded, "areverse") * 2,
        _ONE.format(rate=RATE),
    ]
    with first(target) as draft, wave.open(str(draft), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        for frame in _filtered(source, filters):
            file.writeframes(frame.to_ndarray().tobytes())


def _loudness(source: Path) -> float:
    """The loudness in LUFS, of which pauses are no part; −inf where there is no sound."""
    measured = -math.inf
    for frame in _filtered(source, [_ONE.format(rate=RATE), "ebur128=metadata=1:framelog=quiet"]):
        measured = float(frame.metadata.get("lavfi.r128.I", measured))
    return measured


def _filtered(source: Path, filters: Iterable[str]) -> Iterator[Any]:
    """The sound of ``source`` after FFmpeg's ``filters``, each written with its options."""
    try:
        with av.open(f"file:{source}") as container:
            if not container.streams.audio:
                raise OptanimError(f"{source}: there is no sound in it")
            stream = container.streams.audio[0]
            graph = av.filter.Graph()
            steps = [graph.add_abuffer(template=stream)]
            steps += [graph.add(*step.partition("=")[::2]) for step in filters]
            steps.append(graph.add("abuffersink"))
            for before, after in pairwise(steps):
                before.link_to(after)
            graph.configure()
            for frame in chain(container.decode(stream), [None]):
                graph.push(frame)
                yield from _ready(graph)
    except (av.error.FFmpegError, OSError) as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else "not a sound"
        raise OptanimError(f"{source}: {reason}") from None


def _ready(graph: Any) -> Iterator[Any]:
    while True:
        try:
            yield graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
