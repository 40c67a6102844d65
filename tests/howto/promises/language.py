"""German speaks where it has words, and English fills in with one warning."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from optanim.films.reading import probe, timeline
from optanim.look.words import languages
from tests.howto.recipes import commands, said


def test_a_film_speaks_it_and_english_fills_in(caplog: pytest.LogCaptureFixture) -> None:
    (command,) = commands("language", "manim")
    with caplog.at_level(logging.WARNING, logger="optanim"):
        said(command)
    (warning,) = (record.getMessage() for record in caplog.records)
    told, _, lacking = warning.partition(": ")
    assert told == "de lacks, and shows in English"
    assert {"say.descend", "caption.descend"} <= set(lacking.split(", "))
    assert not {"say.level", "title.contour", "step"} & set(lacking.split(", "))
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
