"""The way from a race to its film: the one door to the stage from outside it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from optanim.errors import OptanimError
from optanim.racing import Race

QUALITIES = ("l", "m", "h", "k")
"""Manim's: 480p15, 720p30, 1080p60, 2160p60."""


def render(race: Race, spec: Any, output: Path, quality: str = "h") -> Path:
    """The film of ``race``, shown as the `RaceSpec` ``spec`` says, written whole to ``output``.

    Loads Manim. Raises OptanimError where that is not possible.
    """
    try:
        stage = import_module("optanim.stage.render")
    except ModuleNotFoundError as error:
        if error.name != "optanim.stage.render":
            raise
        raise OptanimError("this version has no stage for races of one's own") from None
    return stage.render(race, spec, output, quality)
