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
    told, _, lacking = warning.partition(": ")
    german, english = (Words.load(name).entries for name in ("de", "en"))
    alike = sum(german[t][n] == english[t][n] for t in ("say", "caption") for n in english[t])
    assert told.startswith("de lacks ") and told.endswith(" entries, in English")
    assert int(told.split()[2]) > alike > 50
    assert "caption." in lacking and "caption.level" not in lacking
    (film,) = Path("media/videos/contour").glob("*/Contour.mp4")
    shown = timeline(film)
    first, _, third = (caption["text"] for caption in shown["captions"][:3])
    assert first.startswith("Auf dieser Linie") and third.startswith("Gradient descent goes")
    assert [part["title"] for part in shown["sections"][:2]] == [
        "Schritt für Schritt",
        "Two directions",
    ]
    assert probe(film).notes["title"] == "Warum der Gradientenabstieg pendelt"
    assert list(languages()) == ["de", "en"]
