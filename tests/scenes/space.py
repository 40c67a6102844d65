"""Where heads are in frames of films in space, by formulas that the stage knows nothing of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.scenes.pixels import BOUND, between, miss

Losses = Callable[[np.ndarray], np.ndarray]
SIZE, HEIGHT = np.array([1920.0, 1080.0]), 8.0  # pixels of a frame; its height in scene units
CLEAR, NEAR = 75.0, 40  # pixels between heads apart; around one: close by they are twice as large
EDGE = 42.0  # pixels from a head's middle to the edge of what lies before it
GRAZING = 0.01  # radians from a line of sight to the land that it does not quite touch
LANDS_END = 28.0  # heights of the window's highest place: farther up and down no land is drawn
SCALES: Mapping[str, Callable[[np.ndarray, float], np.ndarray]] = {
    "none": lambda excess, offset: excess,
    "smooth-sqrt": lambda excess, offset: np.sqrt(excess + offset),
    "log1p": lambda excess, offset: np.log1p(excess),
}


@dataclass(frozen=True)
class Sight:
    """What a camera sees of the land over ``view``, as a timeline has it, at ``pose``.

    ``losses`` (n,) are those of parameters (n, 2); ``pose`` is phi, theta, focal distance, centre.
    """

    view: dict[str, Any]
    pose: list[float]
    losses: Losses

    @property
    def back(self) -> np.ndarray:
        """The way (3,) from what is seen to the eye."""
        phi, theta = self.pose[:2]
        return np.array([np.sin(phi) * np.cos(theta), np.sin(phi) * np.sin(theta), np.cos(phi)])

    @property
    def window(self) -> np.ndarray:
        """The lowest and the highest parameters (2, 2) of the window."""
        return np.array(list(self.view["window"].values())).T

    def lifted(self, params: np.ndarray) -> np.ndarray:
        """The points (n, 3) of the land above or below ``params`` (n, 2)."""
        height, (low, high) = self.view["height"], self.window
        losses = np.append([height["low"], height["top"]], self.losses(params))
        marks = SCALES[height["kind"]](losses - height["floor"], height["offset"])
        box = np.column_stack(
            [(params - low) / (high - low), (marks[2:] - marks[0]) / np.ptp(marks[:2])]
        )
        box[np.abs(box[:, 2]) > LANDS_END] = np.nan
        return np.array(self.view["box"]["origin"]) + box @ np.array(self.view["box"]["axes"])

    def project(self, places: np.ndarray) -> np.ndarray:
        """Pixels (n, 2) of ``places`` (n, 3); NaN behind the eye or close to it."""
        theta, focal, center = self.pose[1], self.pose[2], np.array(self.pose[3:])
        right = np.array([-np.sin(theta), np.cos(theta), 0.0])
        seen = (places - center) @ np.array([right, np.cross(self.back, right), self.back]).T
        away = np.where(seen[:, 2] < 0.95 * focal, focal - seen[:, 2], np.nan)
        flat = seen[:, :2] * (focal / away)[:, None]
        return SIZE / 2 + flat * [SIZE[1] / HEIGHT, -SIZE[1] / HEIGHT]

    def hidden(self, place: np.ndarray) -> bool:
        """Whether land lies before ``place`` (3,), or hardly not."""
        eye = np.array(self.pose[3:]) + self.pose[2] * self.back
        way = np.linspace(0.02, 0.98, 200)
        sight = place + way[:, None] * (eye - place)
        (low, high), axes = self.window, np.array(self.view["box"]["axes"])
        shares = (sight - self.view["box"]["origin"])[:, :2] / axes[[0, 1], [0, 1]]
        land = self.lifted(low + shares * (high - low))[:, 2]
        room = GRAZING * way * float(np.linalg.norm(eye - place))
        return bool((land > sight[:, 2] - room).any())


def pixels(place: np.ndarray) -> np.ndarray:
    """Whole pixels (2,), not outside the frame, of a ``place`` (2,) of the frame's own plane."""
    spot = SIZE / 2 + place * [1, -1] * SIZE[1] / HEIGHT
    return np.clip(spot, 0, SIZE).round().astype(int)


def within(place: np.ndarray, plates: Sequence[np.ndarray]) -> bool:
    """Whether a whole head around pixels ``place`` (2,) is in the frame, and behind no plate."""
    if not ((place > EDGE) & (place < SIZE - EDGE)).all():
        return False
    spot = (place / SIZE - 0.5) * [1, -1] * HEIGHT * SIZE / SIZE[1]
    room = EDGE / SIZE[1] * HEIGHT
    return not any(((spot > low - room) & (spot < high + room)).all() for low, high in plates)


def found(picture: np.ndarray, color: str, place: np.ndarray) -> float:
    """How many pixels the head of ``color`` lies from ``place``; infinite where there is none."""
    try:
        return miss(picture, color, place, NEAR)
    except AssertionError:
        return np.inf


def heads(
    timeline: dict[str, Any],
    plates: Mapping[int, Sequence[np.ndarray]],
    pictures: Callable[[list[int]], Iterator[tuple[int, np.ndarray]]],
    paths: Mapping[str, np.ndarray],
    colors: Mapping[str, str],
    losses: Losses,
) -> dict[str, list[float]]:
    """The steps at which each racer's head was found where its path says, in any frame.

    Every head is looked for that no land, no plate and no other head may hide; and of those close
    together the one on top; of all racers that are shown. ``paths`` are the parameters (T+1, 2) of
    each racer.
    """
    expected: dict[int, tuple[dict[str, np.ndarray], set[str]]] = {}
    first = next(iter(paths))
    for view in (view for view in timeline["views"] if view["racer"] == first):
        shown = {v["racer"]: paths[v["racer"]] for v in timeline["views"]
                 if v["from"] <= view["from"] < v["to"]}  # fmt: skip
        for frame in range(view["from"], view["to"]):
            sight = Sight(view, timeline["camera"][frame], losses)
            step = timeline["steps"][frame]
            spots = sight.lifted(np.array([between(path, step) for path in shown.values()]))
            pixels = dict(zip(shown, sight.project(spots), strict=True))
            free = {
                name
                for name, spot in zip(shown, spots, strict=True)
                if within(pixels[name], plates[frame]) and not sight.hidden(spot)
            }
            expected[frame] = pixels, free
    seen: dict[str, list[float]] = {name: [] for name in paths}
    for frame, picture in pictures(list(expected)):
        places, free = expected[frame]
        errors = {name: found(picture, colors[name], places[name]) for name in free}
        for place in (places[name] for name in free):
            group = {n for n, other in places.items() if np.hypot(*(other - place)) < CLEAR}
            if group <= free:
                best = min(group, key=errors.__getitem__)
                assert errors[best] < BOUND, f"{group}, frame {frame}: {errors[best]:.2f} px off"
                for name in (name for name in group if errors[name] < BOUND / 2):
                    seen[name].append(timeline["steps"][frame])
    return seen
