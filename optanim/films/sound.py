"""Measures of how a film sounds: how loud it is, and when sound begins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, log10
from pathlib import Path

import av
import numpy as np

from optanim.base.errors import OptanimError
from optanim.films.pictures import pictures
from optanim.films.soundtrack import RATE, layout_of, stretch


@dataclass(frozen=True)
class Level:
    """How loud a stretch of sound is.

    ``lufs`` is its loudness by ITU-R BS.1770 with the gates of EBU R 128, over all of the stretch;
    it is -70 for silence and where less than 0.4 s is heard. ``rms`` is the level of all samples
    together and ``peak`` the true peak, between samples too, both in dB below the loudest that can
    be written; silence is minus infinity.
    """

    lufs: float
    rms: float
    peak: float


def level(path: str | Path, start: float = 0.0, end: float | None = None) -> Level:
    """How loud the film at ``path`` is from ``start`` to ``end`` seconds, its end by default.

    Raises OptanimError where it has no sound, or no such part.
    """
    layout, begin, last = _asked(path, start, end)
    asked = (path, begin, last, layout)
    told = _measured(stretch(*asked, [("ebur128", "metadata=1"), ("astats", "metadata=1")]))
    filled = ("apad", f"pad_len={RATE // 10}")  # peaks are told every tenth of a second
    peaks = _measured(stretch(*asked, [filled, ("ebur128", "metadata=1:peak=true")]))
    peak = float(peaks["lavfi.r128.true_peak"])
    return Level(
        float(told["lavfi.r128.I"]),
        float(told["lavfi.astats.Overall.RMS_level"]),
        20 * log10(peak) if peak > 0 else -inf,
    )


def onset(path: str | Path, after: float = 0.0, above: float = -40.0) -> float | None:
    """The first second from ``after`` on at which a sample is louder than ``above`` dB.

    None where there is none. Raises OptanimError where the film has no sound, or no such moment.
    """
    layout, begin, last = _asked(path, after, None)
    for piece in stretch(path, begin, last, layout):
        loud = np.abs(piece.to_ndarray()).max(axis=0) > 10 ** (above / 20)
        if loud.any():
            return (begin + int(loud.argmax())) / RATE
        begin += piece.samples
    return None


def _measured(pieces: Iterable[av.AudioFrame]) -> dict[str, str]:
    """What the filters told last, which is of all that they have heard."""
    told: dict[str, str] = {}
    for piece in pieces:
        told |= piece.metadata
    return told


def _asked(path: str | Path, start: float, end: float | None) -> tuple[str, int, int]:
    """Layout, first sample and the one after the last of what is to be measured."""
    layout, seconds = layout_of(path), pictures(path).seconds
    end = seconds if end is None else end
    if layout is None:
        raise OptanimError(f"{path}: there is no sound in it")
    if not 0 <= start < end <= seconds + 1e-3:
        raise OptanimError(f"{path}: {start:g} to {end:g} s is no part of its 0 to {seconds:g} s")
    return layout, round(start * RATE), round(end * RATE)
