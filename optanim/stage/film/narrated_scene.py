"""Words in time: captions and narration, time to take them in, and walks that stop for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import Animation, FadeIn, FadeOut, Mobject, Scene, config

from optanim.stage.draw.canvas import BODY, Canvas
from optanim.stage.draw.clock import Clock, Pace, Walk
from optanim.stage.draw.paragraphs import paragraph
from optanim.stage.draw.sheet import Sheet
from optanim.stage.film.timeline import Timeline
from optanim.stories.findings import Finding

SPEECH = 18.0  # characters a second that narration is read at; subtitling guides allow 20


class NarratedScene(Scene):
    """A scene that tells what it shows; whoever derives from it sets up canvas, sheet, timeline."""

    canvas: Canvas
    sheet: Sheet
    timeline: Timeline
    clock: Clock | None = None
    _caption: Mobject | None = None
    _announced: Mobject | None = None
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

    def announce(self, finding: Finding, *companions: Any, **values: Any) -> None:
        """Tell what ``finding``'s rule found, and stand still until it is read."""
        numbers = {**finding.values, "step": finding.step, **values}
        self.tell(finding.name, *companions, **numbers)
        sentence = self.canvas.words(f"caption.{finding.name}", **numbers)
        self.timeline.mark(finding.name, finding.step, sentence)
        self.listen()
        self._announced = self._caption

    def forget_caption(self) -> None:
        """The caption leaves the stage with everything else."""
        self._caption = None

    def walk(self, pace: Pace) -> None:
        """Let the clock run at ``pace``; what was announced of an earlier step leaves."""
        if pace.seconds <= 0:
            return
        leaving = []
        if self._caption is not None and self._caption is self._announced:
            leaving = [FadeOut(self._caption, run_time=min(0.3, pace.seconds))]
            self.forget_caption()
        self.play(Walk(self.clock, pace), *leaving)

    def walk_and_tell(
        self, pace: Pace, found: Sequence[Finding], arrived: Callable[[Finding], Animation]
    ) -> None:
        """Let the clock run at ``pace``, and stop for each of the findings ``found``, in order.

        An arrival is not told but shown, by the animation that ``arrived`` gives.
        """
        now, last = pace.first, pace.first + len(pace.moves)
        for finding in found:
            self.walk(pace.between(now, finding.step))
            if finding.name == "arrival":
                self.play(arrived(finding), run_time=0.4)
            else:
                self.announce(finding)
            now = finding.step
        self.walk(pace.between(now, last))
