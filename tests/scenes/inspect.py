"""What a film shows while it is made, and what is wrong with its texts.

Wrong is a text outside the inner nine tenths of the frame, or over another one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from manim import DL, UR, Group, MathTypst, Mobject, VMobject, config

from optanim.frames.regrouping import Regrouping
from optanim.frames.still import Still
from optanim.stage.draw.clock import Pace
from optanim.stage.draw.reshape import Reshape
from optanim.stage.draw.ticker import Ticker
from optanim.stage.draw.type import Type
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.film.passing import Passing
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.map.bowl import Bowl
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.walker import NameTag
from optanim.stage.surface.relief import Relief
from optanim.studies.racing import Race

TRAVELLING: tuple[type[Mobject], ...] = (NameTag,)
"""What carries a text along with it and may pass over others."""


@dataclass
class Seen:
    """What an `Inspector` saw.

    ``inspected`` counts the texts that were looked at, ``words`` are theirs without spaces, and
    ``wrong`` are sentences. ``told`` has the captions by name and ``spoken`` their narration,
    ``certified`` how many frames there were when runs were said to be proven. ``reshaped`` has the
    stage that each frame of a change of what is shown shows, ``maps`` by act which share of the
    frame the maps fill after each walk.
    """

    inspected: int = 0
    words: set[str] = field(default_factory=set)
    wrong: set[str] = field(default_factory=set)
    told: dict[str, str] = field(default_factory=dict)
    spoken: dict[str, str] = field(default_factory=dict)
    certified: list[int] = field(default_factory=list)
    reshaped: dict[int, float] = field(default_factory=dict)
    plates: dict[int, list[np.ndarray]] = field(default_factory=dict)
    land: dict[str, list[float]] = field(default_factory=dict)
    maps: dict[str, list[float]] = field(default_factory=dict)

    def lacks(self, lines: set[str]) -> set[str]:
        """Those of ``lines`` that were never on screen."""
        return {line for line in lines if line.replace(" ", "") not in self.words}


class Inspector:
    """To be mixed into a scene: looks at all texts on screen whenever the film stops.

    What it sees goes into its attribute ``seen``.
    """

    seen: Seen

    def certify(self, race: Race) -> None:
        self.seen.certified.append(self.timeline.frames)
        super().certify(race)

    def tell(self, name: str, *companions: object, **values: object) -> None:
        self.seen.told[name] = self.canvas.words(f"caption.{name}", **values)
        self.seen.spoken[name] = self.canvas.words(f"say.{name}", **values)
        super().tell(name, *companions, **values)

    def play(self, *args: object, **kwargs: object) -> None:
        began, before = self.timeline.frames, _plates(self)
        super().play(*args, **kwargs)
        plates = before + _plates(self)
        self.seen.plates |= dict.fromkeys(range(began, self.timeline.frames), plates)
        for change in args:
            if isinstance(change, Reshape):
                count = self.timeline.frames - began
                for frame in range(count):
                    share = change.rate_func(frame / config.frame_rate / change.run_time)
                    stage = change.start + share * (change.end - change.start)
                    self.seen.reshaped[began + frame] = float(stage)

    def update_mobjects(self, dt: float) -> None:
        """Before a frame: how much land the one before it showed."""
        super().update_mobjects(dt)
        for land in self.mobjects:
            if isinstance(land, Relief) and land.opacity == 1.0:
                shares = [np.mean(painter.depth[::3, ::3] > 0) for painter in land.painters]
                acts, now = self.timeline.sections, self.timeline.seconds
                begun = [act["name"] for act in acts if act["start"] < now] or [acts[0]["name"]]
                self.seen.land.setdefault(begun[-1], []).extend(map(float, shares))

    def wait(self, *args: object, **kwargs: object) -> None:
        self.look()
        super().wait(*args, **kwargs)

    def walk(self, pace: Pace, passing: Iterable[Passing] = ()) -> None:
        super().walk(pace, passing)
        self.measure()
        self.look()

    def measure(self) -> None:
        """How much of the frame the maps fill, if there are any."""
        maps = {chart.ground for chart in self.shown_maps()}
        if maps:
            act = self.timeline.sections[-1]["name"]
            share = sum(float(np.prod(each.size)) for each in maps)
            self.seen.maps.setdefault(act, []).append(
                share / float(np.prod(self.canvas.frame.size))
            )

    def is_put_away(self, text: VMobject) -> bool:
        """Whether it is far from the frame: names of places that are not seen are kept there."""
        return bool(text.get_bottom()[1] > 2.0 * self.canvas.frame.top)

    def look(self) -> None:
        texts = [
            text
            for mobject in self.mobjects
            for text in _texts(mobject)
            if text.width > 0 and _opacity(text) > 0.5 and not self.is_put_away(text)
        ]
        self.seen.inspected += len(texts)
        self.seen.words.update(getattr(text, "words", "") for text in texts)
        boxes = np.array([_box(text) for text in texts]).reshape(-1, 2, 2)
        frame = self.canvas.frame
        inner = frame.middle(0.9 * frame.width, 0.9 * frame.height).inset(-1.0)
        outside = (boxes[:, 0] < inner.low).any(axis=1) | (boxes[:, 1] > inner.high).any(axis=1)
        self.seen.wrong |= {f"near the frame's edge: {texts[i]}" for i in np.flatnonzero(outside)}
        shared = np.minimum(boxes[:, None, 1], boxes[:, 1]) - np.maximum(
            boxes[:, None, 0], boxes[:, 0]
        )
        over = np.argwhere(np.triu((shared > 1e-3).all(axis=-1), k=1))
        self.seen.wrong |= {f"{texts[i]} over {texts[j]}" for i, j in over}
        self.seen.wrong |= {f"on a map's edge: {words}" for words in self.straddling()}

    def straddling(self) -> list[Mobject]:
        """The title where it lies half on a map's colours and half beside, without a plate."""
        title = self._title
        edges = [(g, x) for g in (m.ground for m in self.shown_maps()) for x in (g.left, g.right)]
        return [
            title
            for ground, x in edges
            if isinstance(title, Type)
            and ground.bottom < title.get_y() < ground.top
            and title.get_left()[0] < x < title.get_right()[0]
        ]

    def shown_maps(self) -> list[ContourMap | Bowl]:
        """The maps that are there, fully opaque."""
        return [
            part
            for mobject in self.mobjects
            for part in mobject.get_family()
            if isinstance(part, ContourMap | Bowl) and part.picture.opacity == 1.0
        ]


def _plates(scene: FilmScene) -> list[np.ndarray]:
    """The boxes (2, 2) of all that lies flat on the frame of a film in space."""
    if not isinstance(scene, SpaceScene):
        return []
    shown = [part for mobject in scene.mobjects for part in _apart(mobject)]
    return [np.array([part.get_corner(corner)[:2] for corner in (DL, UR)]) for part in shown]


def _apart(mobject: Mobject) -> list[Mobject]:
    """What a group consists of; nothing of land, nor of what has no place."""
    if isinstance(mobject, Relief) or not mobject.family_members_with_points():
        return []
    if type(mobject) is Group:
        return [part for member in mobject.submobjects for part in _apart(member)]
    return [mobject]


def _texts(mobject: Mobject) -> list[VMobject]:
    """Whole texts and formulas."""
    if isinstance(mobject, TRAVELLING):
        return []
    if isinstance(mobject, Still | Regrouping):
        return _texts(mobject.content) if mobject.opacity > 0.5 else []
    if isinstance(mobject, Type | MathTypst | Ticker):
        return [mobject]
    return [text for part in mobject.submobjects for text in _texts(part)]


def _opacity(text: VMobject) -> float:
    return max((float(g.get_fill_opacity()) for g in text.family_members_with_points()), default=0)


def _box(text: VMobject) -> np.ndarray:
    """The lowest and the highest corner of what is drawn, shape (2, 2)."""
    points = np.concatenate([part.points for part in text.family_members_with_points()])
    return np.array([points.min(axis=0)[:2], points.max(axis=0)[:2]])
