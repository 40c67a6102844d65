"""Words in time: captions on screen, narration for the subcaptions, time to take them in."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, Mobject, Scene, config

from optanim.events import Event
from optanim.stage.canvas import BODY, Canvas
from optanim.stage.paragraph import paragraph
from optanim.stage.sheet import Sheet
from optanim.stage.timeline import Timeline

SPEECH = 18.0  # characters a second that narration is read at; subtitling guides allow 20


class NarratedScene(Scene):
    """A scene that tells what it shows; whoever derives from it sets up canvas, sheet, timeline."""

    canvas: Canvas
    sheet: Sheet
    timeline: Timeline
    _caption: Mobject | None = None
    _spoken_until = 0.0

    def say(self, name: str, **values: Any) -> None:
        """Speak the catalogue's narration ``name`` from now on, after what is being said."""
        self.listen()
        text = self.canvas.words(f"say.{name}", **values)
        seconds = max(len(text) / SPEECH, 1.5)
        self.timeline.say(text, seconds)
        self._spoken_until = self.timeline.seconds + seconds

    def listen(self) -> None:
        """Wait until everything said has been heard."""
        left = self._spoken_until - self.timeline.seconds
        frames = int(np.ceil(left * config.frame_rate - 1e-6))
        if frames > 0:
            self.wait((frames + 0.25) / config.frame_rate)  # Manim counts the whole frames in it

    def tell(self, name: str, *companions: Any, **values: Any) -> None:
        """Put the caption ``name`` on screen in place of the last one, and speak it.

        ``companions`` are animations played along with the change of captions.
        """
        text = self.canvas.words(f"caption.{name}", **values)
        caption = paragraph(self.canvas, text, self.sheet.caption, BODY)
        self.listen()
        if self._caption is not None:
            self.play(FadeOut(self._caption), run_time=0.25)
        self.say(name, **values)
        self.play(FadeIn(caption), *companions, run_time=0.5)
        self._caption = caption

    def announce(self, event: Event, *companions: Any, **values: Any) -> None:
        """Tell what ``event``'s rule found, and stand still until it is read."""
        numbers = {**event.values, "step": event.step, **values}
        self.tell(event.rule, *companions, **numbers)
        sentence = self.canvas.words(f"caption.{event.rule}", **numbers)
        self.timeline.mark(event.rule, event.step, sentence)
        self.listen()

    def forget_caption(self) -> None:
        """The caption leaves the stage with everything else."""
        self._caption = None
