"""Measures of sound, of tones whose levels are known."""

from __future__ import annotations

from math import inf
from pathlib import Path

import pytest

from optanim.base.errors import OptanimError
from optanim.films.sound import level, onset
from tests.films.small_films import film

HALF = -6.02
"""20 log10(1/2), the peak of each burst in dB."""


@pytest.fixture(scope="module")
def sounding(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three seconds; from 1 to 1.75 s five bursts without a pause, and one from 2.9 s on."""
    path = tmp_path_factory.mktemp("sound") / "film.mp4"
    return film(path, bursts=[1, 1.15, 1.3, 1.45, 1.6, 2.9])


def test_a_tone_is_as_loud_as_it_is(sounding: Path) -> None:
    """A sine of peak p has 3.01 dB less as root mean square; at 1 kHz LUFS are that plus 0 dB.

    BS.1770 subtracts 0.691 and its filter adds as much at 997 Hz, for one channel.
    """
    loud = level(sounding, 1.05, 1.7)
    assert loud.rms == pytest.approx(HALF - 3.01, abs=0.1)
    assert loud.lufs == pytest.approx(HALF - 3.01, abs=0.2)
    assert loud.peak == pytest.approx(HALF, abs=0.4)


def test_half_of_the_time_is_half_of_the_power(sounding: Path) -> None:
    assert level(sounding, 0.5, 1.5).rms == pytest.approx(HALF - 6.02, abs=0.1)


def test_silence(sounding: Path) -> None:
    silence = level(sounding, 0.0, 0.9)
    assert (silence.lufs, silence.peak) == (-70, -inf) and silence.rms < -90


def test_a_peak_in_the_last_moment_counts(sounding: Path) -> None:
    assert level(sounding, 2.0).peak == pytest.approx(HALF, abs=0.6)
    assert level(sounding, 2.0, 2.95).peak == pytest.approx(HALF, abs=0.6)


def test_onsets(sounding: Path) -> None:
    assert onset(sounding) == pytest.approx(1.0, abs=2e-3)
    assert onset(sounding, 1.3) == pytest.approx(1.3, abs=2e-3), "within sound: at once"
    assert onset(sounding, 1.9) == pytest.approx(2.9, abs=2e-3)
    assert onset(sounding, 1.9, above=-3) is None


def test_what_cannot_be_measured(sounding: Path, tmp_path: Path) -> None:
    with pytest.raises(OptanimError, match=r"mute\.mp4: there is no sound in it"):
        level(film(tmp_path / "mute.mp4"))
    with pytest.raises(OptanimError, match=r"2 to 4 s is no part of its 0 to 3 s"):
        level(sounding, 2, 4)
    with pytest.raises(OptanimError, match=r"3 to 3 s is no part"):
        onset(sounding, 3.0)
