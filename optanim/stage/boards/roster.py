"""Who races: names, settings, and what has become of each."""

from __future__ import annotations

from manim import FadeIn, VGroup

from optanim.look.telling import MARK, note
from optanim.stage.boards import legend
from optanim.stage.draw.canvas import BODY, SMALL, Canvas
from optanim.stage.draw.fitting import fitted
from optanim.stage.draw.layout import Region
from optanim.stories.findings.story import endings
from optanim.studies.racing import Race

ROW, PAIR, GAP = 56.0, 94.0, 24.0  # pixels at 1080: a row of one line, of two; between columns
NARROW = 640.0  # pixels at 1080 below which settings find no place beside a name


class Roster(VGroup):
    """A row a racer: shape, name, settings, and room for a note of what becomes of it.

    In a narrow region the settings stand below the name where there are few racers, and are left
    out where there are many. A racer without replay is marked.
    """

    def __init__(self, canvas: Canvas, region: Region, race: Race, tolerance: float) -> None:
        self.canvas, self.race, px = canvas, race, canvas.px
        self.ends = endings(race, tolerance)
        self.rows = dict(
            zip(race.trajectories, region.rows(*[None] * len(race.trajectories)), strict=True)
        )
        self.notes = {
            name: fitted(
                canvas, note(canvas.words, end), 0.5 * region.width, SMALL, weight="MEDIUM"
            )
            for name, end in self.ends.items()
        }
        room = max(line.width for line in self.notes.values()) + GAP * px
        self.wide = region.width >= NARROW * px
        entries = {name: self._name(name, room) for name in race.trajectories}
        edge = max(entry.get_right()[0] for entry in entries.values()) + GAP * px
        settings = [self._settings(name, edge, room) for name in race.trajectories]
        super().__init__(*entries.values(), *(line for line in settings if line is not None))

    @staticmethod
    def height(race: Race, width: float) -> float:
        """How many pixels at 1080 it needs where it is ``width`` of them wide."""
        count = len(race.trajectories)
        return count * (PAIR if width < NARROW and count <= 4 else ROW)

    def told(self, name: str) -> FadeIn:
        """The animation that writes what has become of ``name``."""
        return FadeIn(self._upper(name).place_line(self.notes[name], x=1.0))

    def untold(self) -> list[FadeIn]:
        """The same for all racers whose outcome no step marks."""
        return [self.told(name) for name, end in self.ends.items() if end.step is None]

    def _pair(self, name: str) -> bool:
        return not self.wide and self.rows[name].height > 1.4 * ROW * self.canvas.px

    def _upper(self, name: str) -> Region:
        row = self.rows[name]
        return row.rows(None, None)[0] if self._pair(name) else row

    def _name(self, name: str, room: float) -> VGroup:
        place = self._upper(name).cut(right=room)
        if self.wide:
            place = place.cut(right=0.38 * place.width)
        label = f"{name}{MARK}" if self.race.verified[name].marks else name
        return legend.entry(self.canvas, name, label, place, x=0.0)

    def _settings(self, name: str, edge: float, room: float) -> VGroup | None:
        """The settings beside the names, which end at ``edge``, or below the name, or nowhere."""
        row, run = self.rows[name], self.race.trajectories[name].run
        if self._pair(name):
            place = row.rows(None, None)[1].cut(left=1.1 * BODY * self.canvas.px)
        elif self.wide:
            place = row.cut(left=edge - row.left, right=room)
        else:
            return None
        line = legend.settings(
            self.canvas, run.optimizer, place.width, run.schedule and run.schedule.name
        )
        return line and place.place_line(line, x=0.0, glyph=-1)
