"""What became of every racer, the first to arrive on top."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim import (
    LEFT,
    Animation,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    Succession,
    VGroup,
    VMobject,
)

from optanim.look.race_words import outcome
from optanim.runs.outcome import Outcome
from optanim.stage.boards import legend
from optanim.stage.draw.canvas import BODY, LARGE, SMALL, Canvas
from optanim.stage.draw.fitting import LEGIBLE, fitted
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polygon
from optanim.stories.findings.story import endings
from optanim.studies.racing import Race

ROW, ROOMY = 150.0, 110.0  # design pixels: a row at most; one from which on type is large
STACKED, LOW = 200.0, 140.0  # design pixels: a row of three lines, at most and at least
BAR, GAP = 44.0, 30.0  # design pixels: a bar's height at most; between name and outcome
NAME, LEAST = 0.42, 0.2  # of the width: a name at most; what is left for it where more is said
_THERE = (Outcome.ARRIVED, Outcome.ESCAPED)


class Results(VGroup):
    """A row a racer: name, outcome, and a bar as long as its steps until then.

    Where both do not fit beside each other the outcome stands below the name, if rows are high.
    The bar is filled where the racer arrives or escapes. Who never does has an outline over all
    steps, however early that was clear. A bar over the whole width is ``steps`` long, unless given
    as many as the race has.
    """

    def __init__(
        self,
        canvas: Canvas,
        region: Region,
        race: Race,
        tolerance: float,
        steps: int | None = None,
    ) -> None:
        self.canvas, self.race, self.steps = canvas, race, steps or race.steps
        self.ends = endings(race, tolerance)
        order = sorted(race.trajectories, key=self._rank)
        self.said = {name: outcome(canvas.words, race, name, self.ends[name]) for name in order}
        self.roomy = min(ROW, region.height / len(order)) > ROOMY
        self.name_size = LARGE if self.roomy else BODY
        names = 1.2 * self.name_size + self._widest(order, self.name_size, "SEMIBOLD")
        said = self._widest(self.said.values())
        self.stacked = names + GAP + said > region.width and region.height > LOW * len(order)
        row = STACKED if self.stacked else ROW
        rows = region.middle(height=min(row * len(order), region.height))
        free = region.width - GAP - LEGIBLE * said
        self.name_width = min(names, NAME * region.width, max(LEAST * region.width, free))
        rest = region.width if self.stacked else region.width - GAP - self.name_width
        self.line_size = SMALL * float(np.clip(rest / said, LEGIBLE, 1.0))
        if self.stacked:
            self.name_size, self.roomy = BODY, False
        elif self.roomy and said * BODY / SMALL <= rest:
            self.line_size = BODY
        places = zip(order, rows.rows(*[None] * len(order)), strict=True)
        self.rows = {name: self._row(name, place) for name, place in places}
        super().__init__(*self.rows.values())

    def give_way_to(self, other: Results) -> list[Animation]:
        """The animations in which every row moves to where it stands in ``other``."""
        changes: list[Animation] = []
        for name, (title, line, bar) in self.rows.items():
            new_title, new_line, new_bar = other.rows[name]
            changes += [ReplacementTransform(title, new_title), ReplacementTransform(bar, new_bar)]
            changes += [FadeOut(line), FadeIn(new_line)]
        return changes

    def correct(self, name: str, words: str) -> Animation:
        """The animation that writes ``words`` in place of a racer's outcome."""
        _, line, _ = self.rows[name]
        told = self.canvas.text(words, SMALL, weight="MEDIUM")
        told.move_to(line).align_to(line, LEFT)
        self.rows[name].submobjects[1] = told
        return Succession(FadeOut(line, run_time=0.2), FadeIn(told, run_time=0.3))

    def _rank(self, name: str) -> tuple[int, float, float]:
        """Those that are there by step, others by loss, at last those that diverged or ended early.

        Those are not better or worse than one another: they stay as they were given.
        """
        end, run = self.ends[name], self.race.trajectories[name]
        if end.cut or end.outcome is Outcome.DIVERGED:
            return 2, 0.0, 0.0
        last = float(run.losses[-1])
        return (0, float(end.step or 0), last) if end.outcome in _THERE else (1, 0.0, last)

    def _widest(self, lines: Iterable[str], size: float = SMALL, weight: str = "NORMAL") -> float:
        texts = (self.canvas.text(line, size, weight=weight) for line in lines)
        return max(map(self.canvas.width_of, texts))

    def _row(self, name: str, place: Region) -> VGroup:
        canvas = self.canvas
        if self.stacked:
            label, rest, lower = place.rows(0.38 * place.height, 0.28 * place.height, None)
        else:
            upper, lower = place.rows((0.55 if self.roomy else 0.6) * place.height, None)
            label, rest = upper.columns(self.name_width, None, gap=GAP)
        title = legend.entry(canvas, name, name, label, x=0.0, size=self.name_size)
        line = fitted(canvas, self.said[name], rest.width, self.line_size)
        bar = self._bar(name, lower.cut(left=lower.width - rest.width), self.roomy)
        return VGroup(title, rest.place_type(line, x=0.0), bar)

    def _bar(self, name: str, place: Region, roomy: bool) -> VMobject:
        color, end = self.canvas.theme.racer(name), self.ends[name]
        there = end.outcome in _THERE
        share = end.step / self.steps if there and end.step is not None else 1.0
        place = place.upper(min(BAR, (0.9 if roomy else 0.55) * place.height))
        place = place.cut(right=(1.0 - max(share, 0.004)) * place.width)
        bar = VMobject(
            fill_color=color, fill_opacity=1.0 if there else 0.0,
            stroke_color=color, stroke_width=self.canvas.stroke(3),
        )  # fmt: skip
        bar.points = polygon(place.corners)
        return bar
