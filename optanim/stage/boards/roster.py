"""Who races: names, settings, and what has become of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from manim import Animation, AnimationGroup, FadeIn, Mobject, VGroup

from optanim.look.race_words import MARK, note
from optanim.optimizers.optimizer import Optimizer
from optanim.runs.run import Schedule
from optanim.stage.boards import legend
from optanim.stage.draw.canvas import BODY, SMALL, Canvas
from optanim.stage.draw.fitting import LEGIBLE, fitted
from optanim.stage.draw.layout import Region
from optanim.stage.draw.type import Type
from optanim.stories.findings.story import endings
from optanim.studies.racing import Race

ROW, PAIR = 56.0, 94.0  # design pixels: a row of one line, and of two
GAP = 24.0  # design pixels between columns
NARROW = 640.0  # design pixels below which settings find no place beside a name
NOTE = 0.35, 0.5  # of the roster's width: how wide a note may be, by the room that names leave
FEW = 4  # racers up to which a narrow roster has rows of two lines


class Roster(VGroup):
    """A row a racer: shape, name, settings, and room for a note of what becomes of it.

    In rows that are high enough for two lines the settings, all in one size, stand below the name.
    In a row of one line they stand beside it, in a narrow region nowhere, nor where it is to be
    ``brief``. A racer without replay is marked. Below all there is a row for the race's control,
    where it has one.
    """

    def __init__(
        self, canvas: Canvas, region: Region, race: Race, tolerance: float, brief: bool = False
    ) -> None:
        self.canvas, self.race, names = canvas, race, list(race.trajectories)
        rows = region.rows(*[None] * len(names), *([ROW] if race.control else []))
        self.rows, self.last = dict(zip(names, rows, strict=False)), rows[-1]
        self.wide = region.width >= NARROW
        self.pairs = not brief and rows[0].height > 1.4 * ROW
        longest = self._end(self._name(name, 0.0) for name in names)
        least, most = (share * region.width for share in NOTE)
        self.note_width = max(min(region.width - longest - GAP - 1.0, most), least)
        words = (note(canvas.words, end) for end in endings(race, tolerance).values())
        room = max(canvas.width_of(self._note(told, self.note_width)) for told in words) + GAP
        self.entries = {name: self._name(name, room) for name in names}
        lines = self._settings(self._end(self.entries.values()) + GAP, room)
        self.settings = {name: line for name, line in lines.items() if line is not None}
        super().__init__(*self.entries.values(), *self.settings.values())

    @staticmethod
    def height_for(race: Race, width: float, brief: bool = False, pairs: bool = False) -> float:
        """How high it is where it is ``width`` wide, in design pixels.

        A narrow one of few racers has two lines for each unless it is ``brief``, a wide one where
        there are to be ``pairs`` of lines.
        """
        count = len(race.trajectories)
        high = not brief and (pairs if width >= NARROW else count <= FEW)
        return count * (PAIR if high else ROW) + (ROW if race.control else 0.0)

    def note(self, racer: str, words: str) -> Animation:
        """The animation that writes ``words`` at the end of the racer's row.

        They keep away from what stands there; settings beside which they could not be read leave.
        """
        row, name, line = self._upper(racer), self.entries[racer], self.settings.get(racer)
        free = row.width - self._end([name]) - GAP
        if line is not None and not self.pairs:
            left = row.width - self._end([line]) - GAP
            if left < min(free, LEGIBLE * self.canvas.width_of(self._note(words, np.inf))):
                leaving: Any = line.animate.set_opacity(0.0)
                return AnimationGroup(leaving, self._written(words, row, free))
            free = left
        return self._written(words, row, free)

    def introduce_control(self, words: str) -> FadeIn:
        """The animation that says in the last row, in ``words``, what the control is."""
        line = fitted(self.canvas, words, self.last.width, SMALL, self.canvas.theme.muted)
        return FadeIn(self.last.place_type(line, x=0.0))

    def _end(self, shown: Iterable[Mobject]) -> float:
        """How far from the roster's left edge what is ``shown`` reaches, in design pixels."""
        rights = (each.get_right()[0] for each in shown)
        return (max(rights) - self.last.left) / self.last.px

    def _written(self, words: str, row: Region, free: float) -> FadeIn:
        return FadeIn(row.place_type(self._note(words, min(self.note_width, free)), x=1.0))

    def _note(self, words: str, width: float) -> Type:
        return fitted(self.canvas, words, width, weight="MEDIUM", least=LEGIBLE)

    def _upper(self, name: str) -> Region:
        row = self.rows[name]
        return row.rows(None, None)[0] if self.pairs else row

    def _name(self, name: str, room: float) -> VGroup:
        place = self._upper(name).cut(right=room)
        if self.wide and not self.pairs:
            place = place.cut(right=0.38 * place.width)
        label = f"{name}{MARK}" if self.race.verified[name].marks else name
        return legend.entry(self.canvas, name, label, place, x=0.0)

    def _settings(self, edge: float, room: float) -> dict[str, Type | None]:
        """The settings beside the names, which end at ``edge``, or below the name, or nowhere."""
        if self.pairs:
            rows = {name: row.rows(None, None)[1] for name, row in self.rows.items()}
            places = {name: row.cut(left=1.1 * BODY) for name, row in rows.items()}
        elif self.wide:
            places = {name: row.cut(left=edge, right=room) for name, row in self.rows.items()}
        else:
            return {}
        width = next(iter(places.values())).width
        lines = legend.settings_alike(self.canvas, racers(self.race), width)
        return {
            name: line and legend.place_settings(self.canvas, line, place, x=0.0)
            for (name, place), line in zip(places.items(), lines, strict=True)
        }


def racers(race: Race) -> list[tuple[Optimizer, Schedule | None]]:
    """Of whom there are settings to tell, in the order of the race."""
    return [(t.run.optimizer, t.run.schedule) for t in race.trajectories.values()]


def are_pairs_better(canvas: Canvas, race: Race, width: float, tolerance: float) -> bool:
    """Whether rows of one line, so wide, are too short for all settings.

    They are long enough where what has become of each fits as well in full size, or, in smaller
    type, a longer note.
    """
    names = (canvas.text(name, BODY, weight="SEMIBOLD") for name in race.trajectories)
    free = width - 1.1 * BODY - max(map(canvas.width_of, names)) - 2 * GAP
    told = (note(canvas.words, end) for end in endings(race, tolerance).values())
    most = max(canvas.width_of(canvas.text(words, SMALL, weight="MEDIUM")) for words in told)
    rooms = (free - most, 1.0), (free - NOTE[0] * width, LEGIBLE)
    return not any(legend.are_whole(canvas, racers(race), *room) for room in rooms)
