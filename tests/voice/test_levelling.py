"""Speech is as loud as other speech, and begins and ends with the voice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from optanim.base.errors import OptanimError
from optanim.voice.levelling import LOUDNESS, PEAK, level
from optanim.voice.speech import RATE, Speech
from tests.voice.sounds import samples, tone, written


@pytest.mark.parametrize("loud", [-45.0, -20.0, -3.0])
def test_any_loudness_becomes_the_same(loud: float, tmp_path: Path) -> None:
    """A tone of −16 dB in both channels has −16 LUFS, by EBU Tech 3341."""
    level(tone(tmp_path / "a.wav", 2.0, loud), tmp_path / "b.wav")
    heard, rate = samples(tmp_path / "b.wav")
    middle = heard[rate // 2 : -rate // 2]
    assert rate == RATE and heard.shape[1] == 2 and np.array_equal(heard[:, 0], heard[:, 1])
    assert 20 * np.log10(np.abs(middle).max()) == pytest.approx(LOUDNESS, abs=0.3)


def test_silence_at_the_ends_goes_and_pauses_stay(tmp_path: Path) -> None:
    first, second = (tone(tmp_path / f"{n}.wav", 0.8, before=0.9, after=0.5) for n in "12")
    both = np.concatenate([samples(path)[0][:, 0] for path in (first, second)])
    level(written(tmp_path / "joined.wav", both), tmp_path / "b.wav")
    speech = Speech.at(tmp_path / "b.wav")
    assert speech is not None
    assert speech.seconds == pytest.approx(0.8 + 0.5 + 0.9 + 0.8, abs=0.06)


def test_no_sample_is_clipped(tmp_path: Path) -> None:
    """A short loud burst in a soft sentence, as a plosive is."""
    rate = 22_050
    quiet, _ = samples(tone(tmp_path / "a.wav", 3.0, -40.0))
    quiet[rate : rate + 200] *= 90
    level(written(tmp_path / "c.wav", quiet[:, 0], rate), tmp_path / "b.wav")
    heard, _ = samples(tmp_path / "b.wav")
    assert np.abs(heard).max() <= PEAK + 0.01


def test_what_nobody_is_heard_in_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptanimError, match=r"a\.wav: nobody is heard in it"):
        level(tone(tmp_path / "a.wav", 1.0, -90.0), tmp_path / "b.wav")
    (tmp_path / "c.wav").write_text("no sound")
    with pytest.raises(OptanimError, match=r"c\.wav: not a sound"):
        level(tmp_path / "c.wav", tmp_path / "b.wav")
    with pytest.raises(OptanimError, match=r"d\.wav: no such file"):
        level(tmp_path / "d.wav", tmp_path / "b.wav")
    assert not (tmp_path / "b.wav").exists()


def test_half_a_file_is_no_speech(tmp_path: Path) -> None:
    whole = tone(tmp_path / "a.wav", 1.0)
    assert Speech.at(whole).seconds == pytest.approx(1.0)
    (tmp_path / "b.wav").write_bytes(whole.read_bytes()[:-1000])
    assert Speech.at(tmp_path / "b.wav") is None
    assert Speech.at(tmp_path / "c.wav") is None
