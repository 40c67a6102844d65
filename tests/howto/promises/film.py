"""Adagrad's film is listed, rendered and told by its scene and its words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from optanim.films.reading import probe, timeline
from tests.howto.recipes import commands, said


def test_it_is_rendered_and_says_what_its_words_say() -> None:
    (command,) = commands("film", "manim")
    said(command)
    (film,) = Path("media/videos/adagrad").glob("*/Adagrad.mp4")
    told = timeline(film)
    assert probe(film).seconds == pytest.approx(36.0, abs=0.5)
    assert probe(film).notes["title"] == "Adagrad: a memory of all gradients"
    assert [part["title"] for part in told["sections"]] == ["The valley", "The walk"]
    first, *_, last = (caption["text"] for caption in told["captions"])
    assert "bends 10 times as much" in first
    assert last == f"Adagrad: at the minimum from step {arrival()} on."
    assert film.with_suffix(".srt").exists()


def arrival() -> int:
    """The step from which on Adagrad stays within 0.001 of the minimum of (x^2 + 10 y^2) / 2."""
    place, squares, losses = np.array([-4.0, 2.0]), np.zeros(2), []
    for _ in range(60):
        losses.append(place @ (place * [1.0, 10.0]) / 2)
        g = place * [1.0, 10.0]
        squares += g * g
        place = place - g / np.sqrt(squares)
    return int(np.flatnonzero(np.array(losses) > 1e-3)[-1]) + 1


def test_it_is_listed() -> None:
    (command,) = commands("film", "optanim")
    assert "Adagrad on a long valley: every step so far" in said(command)
