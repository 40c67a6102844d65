"""A race on one large map, with the losses and what becomes of each racer beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import Animation, FadeIn, FadeOut, Group, Mobject, VMobject, smooth, squish_rate_func

from optanim.losses import LOSSES
from optanim.race_file.presentation import Presentation
from optanim.runs.trajectory import Trajectory
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import LARGE, SMALL, Canvas
from optanim.stage.draw.clock import Clock, Pace
from optanim.stage.draw.fitting import fitted
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet
from optanim.stage.map.brink_line import add_brink
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.crowd import Crowd
from optanim.stage.map.exits import ExitMark
from optanim.stage.map.leaders import leaders
from optanim.stage.map.minima_names import minima_names
from optanim.stage.map.start_mark import start_mark
from optanim.stage.map.tags import best_sides
from optanim.stage.map.walker import Head, NameTag, Trail
from optanim.stage.views.aside import Aside
from optanim.stage.views.panel_race import PanelRace
from optanim.studies.racing import Race

WIDTH, HEIGHT, GAP = 0.51, 0.46, 36.0  # the map's share of the body, and design pixels beside it
SAMPLES = 25.0  # seconds of a walk, about, over which names are kept apart
STANDING = 20  # stops as which the first step counts for how names stand until all set off
FIRST, SETTING_OFF = 2.0, 1.5  # steps of that, with which racers part, and in which names turn
TURNING = 0.15  # of the steps until the first is there: those in which they do so again
LEAVING = 0.3  # of the time in which a panel's map grows: when the others have left
CONTROL = ""  # what the control is called among the racers, none of whom has that name
TAGGED, TAG = 4, 260.0  # racers whose names go along with them, at most; a name's design pixels


class MapRace(Group):
    """The map on one side, what stands `Aside` on the other, below it in upright frames.

    The ``presentation`` is one that is settled for ``race``. The race's control, where it has
    one, walks along as a ghost. The clock begins at step ``first``. In ``upper``, the region above
    the losses, something else may take the place of names and scales.

    Where a racer is raced against its control, ``versus`` is what is written at both of their
    heads, and the control is as good a run as the other: it has no dashes. On a ``deep`` chart
    losses are followed to the lowest. Names keep out of each other's way above all at the steps
    that are ``held``, besides the first and the last: where the film stands, or goes slowly.
    """

    def __init__(
        self,
        canvas: Canvas,
        sheet: Sheet,
        race: Race,
        presentation: Presentation,
        first: int = 0,
        versus: tuple[str, str] | None = None,
        deep: bool = False,
        held: Sequence[int] = (),
    ) -> None:
        self.canvas, self.race, self.versus = canvas, race, versus
        self.held = {first, race.steps, *held}
        self.tolerance = presentation.tolerance
        ground, column = _places(sheet)
        aside = Aside(canvas, column, race, presentation, deep=deep)
        window, heights = presentation.shown_window, presentation.heights
        place = axes.inside(ground)
        beyond = sheet.ground(ground)
        control = race.control.trajectory if race.control else None
        everyone = [*race.trajectories.values(), *([control] if control else [])]
        self.map = ContourMap(
            canvas,
            race.problem,
            window,
            place,
            labelled=True,
            ground=beyond,
            clear_of=[run.params for run in everyone],
            **heights,
        )
        add_brink(canvas, self.map, race.trajectories, presentation.tolerance)
        ways = [run.params for run in race.trajectories.values()]
        self.map.labels.add(*minima_names(canvas, self.map, race.problem, ways))
        gathering = race.problem.loss.attained  # else none may be set out over what they fall from
        runs = race.trajectories.values()
        self.crowd = Crowd.of(canvas, self.map, runs, control, set_out=gathering)
        self.scales = Group(*aside.scales(self.map.landscape))
        self.table, self.roster, self.chart = aside.table, aside.roster, aside.chart
        self.upper = aside.upper
        self.beside = Group(self.roster, self.chart)
        self.clock = Clock(
            *aside.curves(dashed=versus is None),
            StepCounter(canvas, sheet.title, race.steps),
            *self._ghost(),
            *self._walkers(),
            grounds=dict.fromkeys(race.trajectories, self.map),
            first=first,
        )
        super().__init__(self.map, self.scales, self.beside)

    def before(self) -> list[VMobject]:
        """What is there before anyone races: the start, and the loss's formula if it has one."""
        start, key = start_mark(self.canvas, self.map, self.race), self.race.problem.loss.key
        if key not in LOSSES:
            return [start]
        formula = self.canvas.math(LOSSES[key].formula, LARGE)
        fits = self.canvas.height_of(formula) <= self.table.height
        place = self.table if fits else self.chart.region
        return [start, place.place(place.fit(formula), x=0.0, y=1.0)]

    @property
    def marks(self) -> list[Mobject]:
        """Heads, their names and trails as they are now: what else is written keeps clear."""
        return [view for view in self.clock.submobjects if isinstance(view, Head | NameTag | Trail)]

    def note(self, racer: str, words: str) -> Animation:
        """The animation that writes ``words`` at the end of the racer's row."""
        return self.roster.note(racer, words)

    def introduce_control(self, words: str) -> Animation:
        """The animation that says in ``words`` what the ghost is, below the racers' names."""
        return self.roster.introduce_control(words)

    def grow_from(self, panels: PanelRace) -> list[Any]:
        """The animations in which the racers go from the panels' maps to this view's.

        The first map is enlarged until its level lines lie on the large map's, which fades in
        around it; the others leave at once.
        """
        start = self.race.problem.start
        goal = self.map.locate(start)
        first, *others = panels.maps
        soon = squish_rate_func(smooth, 0.0, LEAVING)
        growing: list[Any] = [FadeOut(chart, rate_func=soon) for chart in others]
        for chart, walker in zip(panels.maps, panels.walkers, strict=True):
            here, growth = chart.locate(start), self.map.unit / chart.unit
            moving = [chart, walker] if chart is first else [walker]
            growing += [
                one.animate.scale(growth, about_point=here).shift(goal - here) for one in moving
            ]
        return [FadeIn(self.map), *growing]

    def _walkers(self) -> list[VMobject]:
        canvas, color, crowd = self.canvas, self.canvas.theme.racer, self.crowd
        racers = self.race.trajectories
        runs = racers.items()
        return [
            *(Trail(canvas, self.map, run, color(name), crowd=crowd) for name, run in runs),
            *(ExitMark(canvas, self.map, run, name) for name, run in runs),
            *leaders(canvas, self.map, racers, crowd),
            *self._tags(),
            *(Head(canvas, self.map, run, name, crowd=crowd) for name, run in runs),
        ]

    def _ghost(self) -> list[VMobject]:
        if self.race.control is None:
            return []
        run, name = self.race.control.trajectory, self.race.controlled
        canvas, chart, muted = self.canvas, self.map, self.canvas.theme.muted
        return [
            Trail(canvas, chart, run, muted, ghost=self.versus is None, crowd=self.crowd),
            Head(canvas, chart, run, name, ghost=True),
        ]

    def _tags(self) -> list[NameTag]:
        """Names; if that helps, they go to where room is twice.

        As all set off, and once the first racer is there and others follow.
        """
        canvas, crowd = self.canvas, self.crowd
        runs, tags = self._tagged()
        if not 1 < len(runs) <= TAGGED:
            return []
        texts = {
            name: fitted(canvas, words, TAG, SMALL, color, "SEMIBOLD")
            for name, (words, color) in tags.items()
        }
        pace = Pace.within(self.race.steps, SAMPLES)
        steps = np.array([pace.at(time).step for time in np.linspace(0.0, SAMPLES, 160)])
        steps = steps[steps >= min(self.held)]
        arrivals = {step for run in runs.values() if (step := run.arrival(self.tolerance))}
        there, held = min(arrivals, default=self.race.steps), self.held | arrivals
        early, late = steps[steps <= there], steps[steps > there]

        def sides(
            part: np.ndarray, stops: list[int], kept: dict[str, np.ndarray] | None = None
        ) -> dict[str, np.ndarray]:
            return best_sides(canvas, self.map, runs, texts, part, crowd, stops, kept)

        first = min(self.held)
        off = min(first + FIRST, self.race.steps)
        setting_off = np.linspace(first, off, len(steps))
        stops = [*[first] * STANDING, *(step for step in held if first < step <= off)]
        start = sides(np.concatenate([setting_off, early]), stops)
        early, stops = early[early > off], [step for step in held if off < step <= there]
        early_on = sides(early, stops, start) if len(early) else start
        later = sides(late, [step for step in held if there < step] or [there], early_on)
        over = min([SETTING_OFF, *(step - off for step in held if step > off)])
        turns = {n: ((off, over, early_on[n]), (there, TURNING * there, later[n])) for n in runs}
        return [
            NameTag(canvas, self.map, runs[n], texts[n], start[n], crowd, turns[n]) for n in runs
        ]

    def _tagged(self) -> tuple[dict[str, Trajectory], dict[str, tuple[str, str]]]:
        """Whose heads have names, and for each the words and their colour."""
        runs, theme, control = dict(self.race.trajectories), self.canvas.theme, self.race.control
        if self.versus is None or control is None:
            return runs, {name: (name, theme.racer(name)) for name in runs}
        words, others = self.versus
        tags = {name: (words, theme.racer(name)) for name in runs}
        return runs | {CONTROL: control.trajectory}, tags | {CONTROL: (others, theme.muted)}


def _places(sheet: Sheet) -> tuple[Region, Region]:
    """The map's region with its axes, and the column beside or below it."""
    body = sheet.body
    if sheet.upright:
        place, column = body.rows(HEIGHT * body.height, None)
    else:
        place, column = body.columns(WIDTH * body.width, None, gap=GAP)
    return place, column
