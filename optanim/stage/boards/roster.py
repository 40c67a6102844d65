"""Who races: names, settings, and what has become of each."""

from __future__ import annotations

from collections.abc import Iterable

from manim import FadeIn, VGroup

from optanim.look.race_words import MARK, note
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

    In a narrow region the settings stand below the name where there are few racers, and are left
    out where there are many, or where it is to be ``brief``. A racer without replay is marked.
    Below all there is a row for the race's control, where it has one.
    """

    def __init__(
        self, canvas: Canvas, region: Region, race: Race, tolerance: float, brief: bool = False
    ) -> None:
        self.canvas, self.race, names = canvas, race, list(race.trajectories)
        rows = region.rows(*[None] * len(names), *([ROW] if race.control else []))
        self.rows, self.last = dict(zip(names, rows, strict=False)), rows[-1]
        self.wide, self.brief = region.width >= NARROW, brief
        longest = self._end(self._name(name, 0.0) for name in names)
        least, most = (share * region.width for share in NOTE)
        self.note_width = max(min(region.width - longest - GAP - 1.0, most), least)
        words = (note(canvas.words, end) for end in endings(race, tolerance).values())
        room = max(canvas.width_of(self._note(told)) for told in words) + GAP
        self.entries = [self._name(name, room) for name in names]
        edge = self._end(self.entries) + GAP
        settings = [self._settings(name, edge, room) for name in names]
        self.settings = [line for line in settings if line is not None]
        super().__init__(*self.entries, *self.settings)

    @staticmethod
    def height_for(race: Race, width: float, brief: bool = False) -> float:
        """How high it is where it is ``width`` wide, in design pixels."""
        count = len(race.trajectories)
        pairs = width < NARROW and count <= FEW and not brief
        return count * (PAIR if pairs else ROW) + (ROW if race.control else 0.0)

    def note(self, racer: str, words: str) -> FadeIn:
        """The animation that writes ``words`` at the end of the racer's row."""
        return FadeIn(self._upper(racer).place_type(self._note(words), x=1.0))

    def introduce_control(self, words: str) -> FadeIn:
        """The animation that says in the last row, in ``words``, what the control is."""
        line = fitted(self.canvas, words, self.last.width, SMALL, self.canvas.theme.muted)
        return FadeIn(self.last.place_type(line, x=0.0))

    def _end(self, entries: Iterable[VGroup]) -> float:
        """How far from the roster's left edge ``entries`` reach, in design pixels."""
        rights = (entry.get_right()[0] for entry in entries)
        return (max(rights) - self.last.left) / self.last.px

    def _note(self, words: str) -> Type:
        return fitted(self.canvas, words, self.note_width, weight="MEDIUM", least=LEGIBLE)

    def _pair(self, name: str) -> bool:
        return not (self.wide or self.brief) and self.rows[name].height > 1.4 * ROW

    def _upper(self, name: str) -> Region:
        row = self.rows[name]
        return row.rows(None, None)[0] if self._pair(name) else row

    def _name(self, name: str, room: float) -> VGroup:
        place = self._upper(name).cut(right=room)
        if self.wide:
            place = place.cut(right=0.38 * place.width)
        label = f"{name}{MARK}" if self.race.verified[name].marks else name
        return legend.entry(self.canvas, name, label, place, x=0.0)

    def _settings(self, name: str, edge: float, room: float) -> Type | None:
        """The settings beside the names, which end at ``edge``, or below the name, or nowhere."""
        row, run = self.rows[name], self.race.trajectories[name].run
        if self._pair(name):
            place = row.rows(None, None)[1].cut(left=1.1 * BODY)
        elif self.wide:
            place = row.cut(left=edge, right=room)
        else:
            return None
        line = legend.settings(self.canvas, run.optimizer, place.width, run.schedule)
        return line and legend.place_settings(self.canvas, line, place, x=0.0)
