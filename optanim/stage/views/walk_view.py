"""The common stage of films about one rule: a large map, and a column that explains the steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf

import numpy as np
from manim import FadeIn, Group, Mobject, VGroup

from optanim.base.window import Window
from optanim.stage.boards import legend, small_print
from optanim.stage.boards.formula_card import Rule
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.type import Type
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.crowd import Crowd
from optanim.stage.map.leaders import leaders
from optanim.stage.map.locator import Locator
from optanim.stage.map.walker import Head, Trail
from optanim.studies.racing import Race

ROW = 56.0  # design pixels: height of a racer's row
NAME = 290.0  # design pixels: width of the names
GAP = 40.0  # design pixels between map and column
RULE_GAP = 26.0  # design pixels above and below the rule
MAP_SHARE, MAP_ROW = 0.55, 0.47  # of the body's width, and in an upright frame of its height


class WalkView(Group):
    """One map in equal units; beside it (below in a portrait frame) names, rule and instruments.

    Members: ``map``; ``legend``, a row of shape, name and hyperparameters for each of ``race``'s
    racers, in ``rows`` by name with room at the right; ``rule``, see `Rule`; ``instrument``, the
    empty region below for what explains the steps; ``below_names`` is all below the names.
    ``window`` is the race's unless given. Heads at one place are set out, at the start only
    ``from_start``. ``grounds`` says that all racers stand on the map. The
    walkers themselves come from `walkers` and go into a clock::

        view = WalkView(canvas, sheet, race, RULE, colors)
        clock = Clock(view.counter(), *arrows, *view.walkers(), grounds=view.grounds)
    """

    def __init__(
        self,
        canvas: Canvas,
        sheet: Sheet,
        race: Race,
        rule: Sequence[str],
        colors: Mapping[str, str],
        window: Window | None = None,
        from_start: bool = True,
    ) -> None:
        self.canvas, self.sheet, self.race = canvas, sheet, race
        ground, column = _halves(sheet)
        self.map = self._map(window or race.window, axes.inside(ground), sheet.ground(ground))
        runs = race.trajectories.values()
        self.crowd = Crowd.of(canvas, self.map, runs, from_start=from_start)
        self.grounds = dict.fromkeys(race.trajectories, self.map)
        self.rule = Rule(canvas, rule, colors, column.width)
        names, formula, self.instrument = column.rows(
            len(race.trajectories) * ROW, canvas.height_of(self.rule) + RULE_GAP, None, gap=RULE_GAP
        )
        self.below_names = column.cut(top=names.height + RULE_GAP)
        formula.place(self.rule, x=0.0)
        places = names.rows(*[None] * len(race.trajectories))
        self.rows: dict[str, Region] = dict(zip(race.trajectories, places, strict=True))
        self.legend = VGroup(*(self._entry(name) for name in race.trajectories))
        super().__init__(self.map, self.legend, self.rule)

    def _map(self, window: Window, place: Region, ground: Region) -> ContourMap:
        """The map at ``place`` whose colours fill ``ground``; made first by ``__init__``."""
        return ContourMap(
            self.canvas, self.race.problem, window, place, overhang=self.overhang, ground=ground
        )

    @property
    def overhang(self) -> float:
        """How far tick labels stand out beside the map, which an upright frame has no room for."""
        return 0.0 if self.sheet.upright else inf

    def counter(self) -> StepCounter:
        """The step counter of the title's row."""
        return StepCounter(self.canvas, self.sheet.title, self.race.steps)

    def color_note(self, upper: bool = False) -> Type:
        """What the map's colours follow, at the column's lower end, or right below the names."""
        words = small_print.colors(self.canvas, self.map.landscape.scale)
        return self.footnote(words, upper)

    def footnote(self, words: str, upper: bool = False) -> Type:
        """``words`` at the lower end of the column, or in its ``upper`` part below the names."""
        text = self.canvas.text(words, SMALL, self.canvas.theme.muted)
        lowest = self.instrument.cut(top=self.instrument.height - ROW)
        row = self.below_names.upper(ROW) if upper else lowest
        return row.place_type(text, x=0.0)

    def locate_part(self, *ways: np.ndarray) -> None:
        """Show where in the race's window the map lies, in a corner clear of ``ways`` (n, 2)."""
        self.add(Locator(self.canvas, self.map, self.race.problem, self.race.window, ways))

    def walkers(self) -> list[Mobject]:
        """Every racer's trail and then every racer's head, to be drawn last."""
        canvas, color, crowd = self.canvas, self.canvas.theme.racer, self.crowd
        runs = self.race.trajectories.items()
        return [
            *(Trail(canvas, self.map, run, color(name), crowd=crowd) for name, run in runs),
            *self.heads(),
        ]

    def heads(self) -> list[Mobject]:
        """Every racer's head; where there are several, what leads to those that are set out."""
        canvas, crowd, runs = self.canvas, self.crowd, self.race.trajectories
        heads = (Head(canvas, self.map, run, name, crowd=crowd) for name, run in runs.items())
        return [*leaders(canvas, self.map, runs, crowd), *heads]

    def note(self, racer: str, words: str) -> FadeIn:
        """The animation that writes ``words`` at the end of the racer's row."""
        text = self.canvas.text(words, SMALL, self.canvas.theme.text, weight="MEDIUM")
        return FadeIn(self.rows[racer].place_type(text, x=1.0))

    def _entry(self, name: str) -> VGroup:
        optimizer = self.race.trajectories[name].optimizer
        return legend.row(self.canvas, optimizer, self.rows[name], NAME)


def _halves(sheet: Sheet) -> tuple[Region, Region]:
    """The map's region with its axes, and the column beside or below it."""
    body = sheet.body
    if sheet.upright:
        left, column = body.rows(MAP_ROW * body.height, None, gap=0.5 * GAP)
    else:
        left, column = body.columns(MAP_SHARE * body.width, None, gap=GAP)
    return left, column
