"""A race on the surface of its loss."""

from __future__ import annotations

import numpy as np
from manim import Animation, Group, Mobject

from optanim.frames.regrouping import Regrouping
from optanim.frames.still import Still
from optanim.look.race_words import written
from optanim.race_file.presentation import Presentation
from optanim.stage.boards import small_print
from optanim.stage.boards.roster import NARROW, Roster
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.boards.whereabouts import Whereabouts
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.layout import Region
from optanim.stage.draw.plates import half_size, panel
from optanim.stage.draw.sheet import Sheet
from optanim.stage.surface.compass import Compass
from optanim.stage.surface.pin import Pin
from optanim.stage.surface.pose import Pose
from optanim.stage.surface.relief import Relief
from optanim.stage.surface.shots import Shots
from optanim.stage.views.aside import CHART, Aside
from optanim.stories.findings.gathering import gathering
from optanim.studies.racing import Race

COLUMN, GAP = 500.0, 30.0  # design pixels: beside the surface, and between it and the column
LOW, HIGH = 0.4, 0.56  # of a high frame: how much the column takes, by how many race
NOTES = 170.0  # design pixels: for notes and the room around plates
COMPASS = 208.0  # design pixels: side of the compass's plate, as wide as the step counter's
WIDE = 5.0  # sides of that plate: who walks in a stage narrower than this, keeps below it
APART = 16.0  # design pixels between two plates
PAD = 16.0  # design pixels between the edge of a plate and what stands on it
SIDE = 0.75  # of the frame's shorter side: how long the sides of the surface's window are
TOGETHER = 0.02  # of the window's shorter side: heads that are nearer hide each other
AWAY = 44.0  # design pixels from ways and heads to the plate that says whose they are
MOST_NAMED = 6  # minima that have their names in the land
_NET = np.meshgrid(np.linspace(0.0, 1.0, 5), np.linspace(0.0, 1.0, 5))  # all over a plate
PLACES = 41  # columns and rows of places that are tried for it


class SurfaceRace(Group):
    """Land that fills the frame; on plates who races and, later, how the losses went.

    Beside the land, ``names`` have room for settings only until they are regrouped; notes and
    losses take their places then.

    In high frames they stand below what is to be seen of the race, else beside it. A ``bare`` race
    has the frame to itself, without them. The ``presentation`` is one that is settled for ``race``.
    """

    def __init__(
        self,
        canvas: Canvas,
        sheet: Sheet,
        race: Race,
        presentation: Presentation,
        bare: bool = False,
    ) -> None:
        self.canvas, self.race = canvas, race
        stage, column = _places(sheet, race)
        stage = sheet.body if bare else stage
        side = SIDE * min(canvas.frame.width, canvas.frame.height)
        place, window = canvas.frame.middle(side, side), presentation.shown_window
        runs, heights = race.trajectories, presentation.heights
        self.relief = Relief(canvas, race.problem, window, place, runs, **heights)
        self.shots = Shots(canvas, self.relief, _below_compass(stage))
        told, aside = (
            Aside(canvas, column, race, presentation, apart=2 * PAD + APART, brief=brief)
            for brief in (False, column.width < NARROW)
        )
        self.roster = aside.roster
        self.names = self._names(column, told, aside)
        self.curves = Group(*aside.curves())
        losses = panel(canvas, aside.chart_place.inset(-PAD, -PAD))
        self.losses = Group(Still(losses, aside.chart), self.curves)
        self.clock = Clock(
            StepCounter(canvas, sheet.title, race.steps, backed=True),
            grounds=dict.fromkeys(runs, self.relief),
            beside=[self.relief, *self.curves],
        )
        corner = stage.cut(stage.width - COMPASS + PAD, stage.height - COMPASS, right=-PAD)
        self.compass = Compass(canvas, corner, race.problem)
        self.signs = self._signs()
        super().__init__(self.names, self.losses)

    @property
    def drawn(self) -> str:
        """What its height and its colours follow, in words."""
        return small_print.colors(
            self.canvas, self.relief.landscape.scale, self.relief.elevation.scale
        )

    def _names(self, column: Region, told: Aside, brief: Aside) -> Regrouping:
        """Who races: with settings while they are ``told``, without them where that is ``brief``.

        What colours and heights follow stays below.
        """
        pairs = zip(self._board(column, told), self._board(column, brief), strict=True)
        settings, stay = (list(each.roster.settings.values()) for each in (told, brief))
        both = zip(settings, stay, strict=False)
        return Regrouping([*pairs, *both], settings[len(stay) :])

    def _board(self, column: Region, aside: Aside) -> list[Mobject]:
        """A plate at the top of ``column``; on it names and footnotes."""
        height = aside.table.height + aside.notes.height
        board = panel(self.canvas, column.upper(height).inset(-PAD, -PAD))
        notes = aside.scales(self.relief.landscape, self.relief.elevation.scale)
        return [board, *aside.roster.entries.values(), *notes]

    def _signs(self) -> list[Pin]:
        """Names of the place where all start, and of the minimum or the saddle if there is one.

        Of several minima the names are their coordinates.
        """
        problem, words = self.race.problem, self.canvas.words
        signs = [Pin(self.canvas, self.relief, problem.start, words("label.start"))]
        named = {"label.minimum": problem.loss.minimizers, "label.saddle": problem.loss.saddles}
        for name, places in named.items():
            if len(places) == 1:
                (place,) = places
                return [*signs, Pin(self.canvas, self.relief, place, words(name), other=signs[0])]
        for place in problem.loss.minimizers[:MOST_NAMED]:
            at = ", ".join(map(written, place.tolist()))
            signs.append(Pin(self.canvas, self.relief, place, f"({at})", other=signs[-1]))
        return signs

    def first_losses(self, racer: str) -> list[Pin]:
        """The losses where ``racer`` starts and where its first step lands, at these places."""
        run, words, pins = self.race.trajectories[racer], self.canvas.words, list[Pin]()
        for params, loss in zip(run.params[:2], run.losses[:2], strict=True):
            name = words("label.loss", loss=float(loss))
            pins.append(Pin(self.canvas, self.relief, params, name, *pins[:1]))
        return pins

    def whereabouts(self, pose: Pose) -> Whereabouts:
        """Who ends where: on a plate near their ends, as they are seen from ``pose``.

        It stands where it hides nothing of their ways, or else as little as possible.
        """
        groups = self.groups
        board = Whereabouts(self.canvas, groups)
        first = self.race.trajectories[next(iter(groups))[0]]
        (end,) = self.shots.on_frame(self.relief.locate(first.params[-1:]), pose)
        room = half_size(board)
        stage, away = self.shots.stage.inset(APART), room + AWAY * self.canvas.px
        share = np.linspace(0.0, 1.0, PLACES)
        x, y = np.meshgrid(*(stage.low + room + share[:, None] * (stage.size - 2.0 * room)).T)
        places = np.stack([x.ravel(), y.ravel()], axis=-1)
        ways = self.shots.on_frame(self.shots.ways(), pose)
        taken = np.concatenate([ways, self.compass.place.points(*_NET).reshape(-1, 2)])
        hidden = (np.abs(taken - places[:, None]) < away).all(axis=2).sum(axis=1)
        best = np.lexsort([np.hypot(*(places - end).T), hidden])[0]
        return board.move_to(np.append(places[best], 0.0))

    @property
    def groups(self) -> dict[tuple[str, ...], float]:
        """Who ends together, as far as can be seen; see `gathering`."""
        low, high = self.relief.window.corners
        return gathering(self.race.trajectories, TOGETHER * float(min(high - low)))

    def note(self, racer: str, words: str) -> Animation:
        """The animation that writes ``words`` at the end of the racer's row."""
        return self.roster.note(racer, words)


def _below_compass(stage: Region) -> Region:
    """The part of ``stage`` for ways: all of it, or what is below the compass if it is narrow."""
    return stage.cut(top=COMPASS) if stage.width < WIDE * COMPASS else stage


def _places(sheet: Sheet, race: Race) -> tuple[Region, Region]:
    """The room for what is to be seen of the race, and the column beside or below it."""
    body = sheet.body
    if body.aspect < 1.0:
        wanted = Roster.height_for(race, body.width) + CHART + NOTES
        height = np.clip(wanted, LOW * body.height, HIGH * body.height)
        stage, column = body.rows(None, float(height), gap=GAP)
    else:
        column, stage = body.columns(COLUMN, None, gap=GAP)
    return stage, column.cut(right=PAD, top=PAD + APART, bottom=PAD)
