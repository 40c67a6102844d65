"""What every view has that racers stand on."""

from __future__ import annotations

from typing import Protocol

from manim import Animation

from optanim.stage.draw.clock import Clock


class RaceView(Protocol):
    """A view that racers stand on, whatever it looks like: a scene enters any of them alike.

    Its ``clock`` drives all that moves, and knows on which ground each racer stands.
    """

    clock: Clock

    def note(self, racer: str, words: str) -> Animation:
        """The animation that writes ``words`` beside the name of ``racer``."""
