"""What stands beside a film, as players and others read it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import av
import pytest
import srt

from optanim.stage.film.timeline import Sentence


@pytest.mark.parametrize(
    "text",
    ["<b>x</b> is first", "<i>", "a <font size=9>b, 1 < 2", "{\\an8}x {y}", "a --> b &amp;"],
)
def test_players_show_brackets_as_they_are(tmp_path: Path, text: str) -> None:
    """FFmpeg, which turns tags of subcaptions into commands of its own, finds none."""
    line = srt.Subtitle(1, timedelta(), timedelta(seconds=2), Sentence(text, 0.0, 2.0).subcaption)
    path = tmp_path / "film.srt"
    path.write_text(srt.compose([line]), "utf-8")
    with av.open(str(path)) as subtitles:
        shown = next(subtitles.decode(subtitles=0)).ass.decode()
    assert shown.split(",", 8)[-1].replace("\u2060", "") == text
