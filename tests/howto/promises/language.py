"""German speaks where it has words, and English fills in with one warning."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from optanim.films.reading import probe, timeline
from optanim.look.words import Words, languages
from tests.howto.recipes import commands, said


def test_a_film_speaks_it_and_english_fills_in(caplog: pytest.LogCaptureFixture) -> None:
    (command,) = commands("language", "manim")
    with caplog.at_level(logging.WARNING, logger="optanim"):
        said(command)
    (warning,) = (record.getMessage() for record in caplog.records)
    german, english = (Words.load(name).texts for name in ("de", "en"))
    alike = sum(one == other for one, other in zip(german, english, strict=True))
    assert alike > 300 and warning.startswith(f"de lacks {alike} entries, in English: ")
    (film,) = Path("media/videos/contour").glob("*/Contour.mp4")
    shown = timeline(film)
    asked, first = (caption["text"] for caption in shown["captions"][:2])
    assert first.startswith("Auf dieser Linie") and asked.startswith("Gradient descent goes")
    assert [part["title"] for part in shown["sections"][:2]] == [
        "It swings",
        "Schritt für Schritt",
    ]
    assert probe(film).notes["title"] == "Warum der Gradientenabstieg pendelt"
    assert {"de", "en", "zh"} <= set(languages())
