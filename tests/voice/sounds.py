"""Sounds that tests make, and what they find in sounds."""

from __future__ import annotations

import wave
from pathlib import Path

import av
import numpy as np

TONE = 997.0
"""Hz of the tone by which meters of loudness are tried (EBU Tech 3341): −x dB of it are −x LUFS."""


def tone(
    path: Path,
    seconds: float,
    level: float = -20.0,
    before: float = 0.0,
    after: float = 0.0,
    rate: int = 22_050,
) -> Path:
    """A WAV of one channel: a tone of ``level`` dB, silent so many seconds before and after."""
    times = np.arange(round(seconds * rate)) / rate
    heard = 10 ** (level / 20) * np.sin(2 * np.pi * TONE * times)
    silent = [np.zeros(round(part * rate)) for part in (before, after)]
    return written(path, np.concatenate([silent[0], heard, silent[1]]), rate)


def written(path: Path, heard: np.ndarray, rate: int = 22_050) -> Path:
    """A WAV of one channel with the samples ``heard`` (count,), of full scale 1."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(np.round(32767 * heard).astype("<i2").tobytes())
    return path


def samples(path: Path) -> tuple[np.ndarray, int]:
    """The first sound of a file as (count, channels) of full scale 1, and its samples a second."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        resampler = av.AudioResampler(format="fltp", rate=stream.rate)
        parts = [
            part.to_ndarray()
            for frame in [*container.decode(stream), None]
            for part in resampler.resample(frame)
        ]
        return np.concatenate(parts, axis=1).T, stream.rate


def onset(heard: np.ndarray, rate: int, start: float, end: float) -> float:
    """The second of the first sample from ``start`` to ``end`` that is above −40 dB; or nan."""
    part = np.abs(heard[round(start * rate) : max(round(end * rate), 0)]).max(axis=1)
    above = np.flatnonzero(part > 0.01)
    return start + above[0] / rate if len(above) else np.nan
