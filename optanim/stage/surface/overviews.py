"""From where a whole race is seen, from its start to where the racers gather.

All is found from the land and from the ways over it. Lengths are in shorter sides of the relief's
window.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optanim.stage.draw.clock import Pace
from optanim.stage.surface.flight import Route, gently
from optanim.stage.surface.pose import Pose
from optanim.stage.surface.sights import CLOSE, FILLED, HEAD, Sights

LOW, HIGH = np.radians([78.0, 33.0])  # phi of the lowest and of the highest overview
SIDES, RISES = 22, 10  # how many sides, and heights from each, are tried
HIGHER = 0.15  # what the highest is worth less than the lowest: shares of what is seen
AWAY = 0.35  # what a place twice as far off as the nearest is worth less, if racers go far out
HEADS, LASTS = 0.6, 0.25  # what seeing heads, and ends with minima, is worth; the rest: the ways
ONWARD, ROUND = 60.0, 60.0  # degrees that a camera goes round while it comes closer; before a race
ONWARDS = 0.85  # what a side is worth to which the camera must turn back, of one to which it goes
TURNS = 7  # sides to either hand, and straight on, that are tried for coming closer
PART = np.radians(15.0)  # from one pose to the next on the way there
ARC = 7  # poses on the way round
CLOSING = 0.7  # of a race's way: where the camera begins to come closer
NEAR = 0.55  # of the window's sides from its middle: what lies within is seen from the beginning
FAR, LOST = 1.3, 2.0  # the same: what the camera draws back for; who is farther out is lost
STILL = 1e-2  # of the window's sides: who is nearer to its end is not seen to move
TIMES, TOLD = 24, 20.0  # of a race, at which it is looked where the heads are; its seconds
PHIS = np.linspace(LOW, HIGH, RISES)
THETAS = np.arange(SIDES) * 2 * np.pi / SIDES
BACKWARD = np.radians(85.0)  # how far round a camera goes back to an overview, at most
BACK = 0.3  # what a start seen from behind is worth more than one seen from the front


@dataclass(frozen=True)
class Arc:
    """A way round, up or down evenly: from ``first`` phi to the ``last``, by ``turn`` in radians.

    Half way it is at ``theta``.
    """

    first: float
    last: float
    theta: float
    turn: float

    def at(self, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Phi and theta (n,) at ``shares`` (n,) of the way."""
        return self.first + shares * (self.last - self.first), (
            self.theta + self.turn * (shares - 0.5)
        )


class Overviews(Sights):
    """The shots of a race on a relief from which most of it is seen."""

    @cached_property
    def side_on(self) -> Pose:
        """The overview from which most of the race is seen, also a little way round."""
        return self._around(0.0)[0]

    def ways(self, until: float = 0.0) -> np.ndarray:
        """Points (n, 3) of the racers' ways in the window, and of the minima.

        And of what of the ways lies outside, but not far, ``until`` that step.
        """
        tracks = self.relief.tracks.values()
        within = [_near(track.way) for track in tracks]
        outside = [_near(track.way[track.steps <= until], FAR) for track in tracks]
        places = np.concatenate([_near(self.relief.minima), *within, *outside])
        return self.relief.box.place(places if len(places) else self.relief.rim)

    @cached_property
    def stirring(self) -> int:
        """The last step of which anything is seen: then all rest, or have gone far away."""
        lasts = [0]
        for track in self.relief.tracks.values():
            far = (np.abs(track.rows - 0.5) > LOST).any(axis=1)
            still = (np.abs(track.rows - track.rows[-1]) < STILL).all(axis=1)
            lasts.append(1 + int(np.flatnonzero(~(far | still)).max(initial=-1)))
        return min(max(lasts), self._last)

    def orbit(self, degrees: float, seconds: float, start: Pose | None = None) -> Route:
        """Past the side from which most of a race is seen, ``degrees`` in all.

        From whichever end is less far round from ``start``, if that is given.
        """
        return self.route(self._around(degrees, start), seconds)

    def race(self, degrees: float, seconds: float, steps: np.ndarray | None = None) -> Route:
        """An `orbit`, and on from it closer to where the racers end up, if any stays there.

        At even times of it the race is at ``steps`` (n,): whoever leaves the window then stays in
        the frame for a while.
        """
        if not len(self._lasts(NEAR)):
            return self.route(self._around(degrees, steps=steps), seconds)
        around = self._around(degrees, part=CLOSING, steps=steps)
        closer = self._closer(around[-1], ONWARD, hand=around[-1].theta - around[0].theta)
        later = np.linspace(CLOSING, 1.0, len(closer) + 1)[1:]
        return self.route([*around, *closer], seconds, [*np.linspace(0.0, CLOSING, ARC), *later])

    def approach(self, pose: Pose, seconds: float) -> Route:
        """From low over the racers' start back to ``pose``, not far round; it is seen all the way.

        Rather from behind it: all that the race leads to is before it then.
        """
        start = np.array([track.way[0] for track in self.relief.tracks.values()]).reshape(-1, 3)
        start = self.relief.box.place(start[np.isfinite(start[:, 2])])
        if not len(start):
            return self.route([pose, pose], seconds)
        away = start.mean(axis=0) - self.ways().mean(axis=0)
        thetas = pose.theta + np.radians(ROUND) * np.linspace(-1.0, 1.0, 2 * TURNS + 1)
        poses = [self.fitted(start, phi, [theta], CLOSE)[0] for phi in PHIS for theta in thetas]
        clear, seen = self._clear(self._eyes(poses)), np.zeros(len(poses))
        for share in (0.0, 0.25, 0.5, 0.75):
            on_way = [one.towards(pose, share) for one in poses]
            seen = seen + self._seen(start, self._eyes(on_way))
        behind = np.cos(thetas - np.arctan2(away[1], away[0])) / 2
        nice = (BACK * behind - _price(PHIS)[:, None]).ravel()
        nice += self._seen(self.ways(), self._eyes(poses)) / 2
        return self.route([self._filled(poses, seen - ~clear + nice), pose], seconds)

    def gather(self, pose: Pose, degrees: float, seconds: float) -> Route:
        """From ``pose`` closer to where the racers end up, all ways and minima on the stage."""
        return self.route([pose, *self._closer(pose, degrees)], seconds)

    def withdraw(self, pose: Pose, seconds: float) -> Route:
        """From ``pose`` round to an overview from which most is seen, of those not far round.

        All ways and minima are on the stage meanwhile.
        """
        turns = _turned(THETAS - pose.theta)
        worth = self._overviews.mean(axis=2) - _price(PHIS)[:, None]
        worth[:, np.abs(turns) > BACKWARD] = -np.inf
        rise, side = np.unravel_index(worth.argmax(), worth.shape)
        outer = _outermost(np.concatenate([self.ways(), self._ends]))
        end = self.fitted(outer, float(PHIS[rise]), [pose.theta + float(turns[side])])[0]
        return self.route([pose, *self._between(pose, end, outer), end], seconds)

    def _closer(self, pose: Pose, degrees: float, hand: float = 0.0) -> list[Pose]:
        """Poses on the way round from ``pose`` to where the racers' ends are nearest to the eye.

        Their sides are at most ``degrees`` from that of ``pose``. The last of them is the one from
        which also least is hidden: the ways that lead to the ends are then behind them. It is
        ``pose`` where none is better; but who comes round to the ``hand`` of a sign turns on, and
        rather so than back.
        """
        ends = self._ends
        ways = np.concatenate([self.ways(), ends])
        outer = _outermost(ways)
        turns = np.radians(degrees) * np.linspace(-1.0, 1.0, 2 * TURNS + 1)
        turns = turns[turns != 0.0] if hand else turns
        around = [self.close(outer, phi, pose.theta + turn) for phi in PHIS for turn in turns]
        poses = around if hand else [pose, *around]
        places = self._eyes(poses)
        near = (1.0 / np.linalg.norm(places[:, None] - ends, axis=-1)).mean(axis=1)
        late = self._seen_heads(places)[:, round(CLOSING * TIMES) :].mean(axis=1)
        seen = self._seen(ways, places) * self._seen(ends, places) ** 2 * late
        nice = np.array([1.0 - _price(one.phi) for one in poses])
        nice[[hand * (one.theta - pose.theta) < 0.0 for one in poses]] *= ONWARDS
        best = self._filled(poses, self._clear(places) * seen * near * nice)
        return [*self._between(pose, best, outer), best]

    def _between(self, pose: Pose, other: Pose, outer: np.ndarray) -> list[Pose]:
        """Poses on the way round from ``pose`` to the ``other``, ``outer`` (n, 3) on the stage."""
        parts = np.linspace(0.0, 1.0, 1 + round(abs(other.theta - pose.theta) / PART))[1:-1]
        return [self.close(outer, *_over(pose, other, part)) for part in parts]

    def _around(
        self,
        degrees: float,
        start: Pose | None = None,
        part: float = 1.0,
        steps: np.ndarray | None = None,
    ) -> list[Pose]:
        """ARC poses on the `_arc`; the race is at ``steps`` (n,) at even times of the film."""
        return self._along(self._arc(degrees, start, part), part, steps)

    def _along(self, arc: Arc, part: float, steps: np.ndarray | None = None) -> list[Pose]:
        """Poses on ``arc``, of the ways until the race is there, and a little later."""
        steps = self._steps if steps is None else steps
        times, shares = np.linspace(0.0, 1.0, len(steps)), np.linspace(0.0, 1.0, ARC)
        coming = np.interp(np.minimum(shares + 1.0 / ARC, 1.0) * part, gently(times), steps)
        coming[0] = 0.0
        return [
            self.fitted(_outermost(self.ways(step)), phi, [theta])[0]
            for phi, theta, step in zip(*arc.at(shares), coming, strict=True)
        ]

    def _arc(self, degrees: float, start: Pose | None, part: float) -> Arc:
        """The way round that shows most of a race, ``degrees`` in all.

        It lasts for the ``part`` of the time before the camera comes closer: heads are seen where
        they are while it is there. It begins at the end that is less far round from ``start``.
        """
        sides, hands = np.repeat(THETAS, 2), np.tile([-1.0, 1.0], SIDES)
        firsts, lasts = np.repeat(PHIS, RISES), np.tile(PHIS, RISES)
        gone = np.clip(gently(np.linspace(0.0, 1.0, TIMES)) / part, 0.0, 1.0)
        theta = sides[:, None] + np.radians(degrees) * hands[:, None] * (gone - 0.5)
        phi = firsts[:, None] + gone * (lasts - firsts)[:, None]
        rise = np.rint((phi - LOW) / (HIGH - LOW) * (RISES - 1)).astype(int)
        side = np.rint(theta / (2.0 * np.pi) * SIDES).astype(int) % SIDES
        worth = self._overviews[rise, side[:, None], np.arange(TIMES)].mean(axis=2)
        worth -= _price(phi).mean(axis=1)
        if start is not None:
            far = np.abs(_turned(theta[:, [0, -1]] - start.theta))
            worth -= 2.0 * (far[:, :1] > far[:, 1:])
        best = worth.argmax(axis=1)
        turns = np.radians(degrees) * hands
        arcs = [Arc(*ends) for ends in zip(firsts[best], lasts[best], sides, turns, strict=True)]
        arcs = [arcs[k] for k in np.argsort(-worth.max(axis=1), kind="stable")]
        filled = (arc for arc in arcs if self._land(self._along(arc, part)[:: ARC // 2]) > FILLED)
        return next(filled, arcs[0])

    @cached_property
    def _overviews(self) -> np.ndarray:
        """What the overview at each height, from each side, is worth at each time of a race.

        (RISES, SIDES, TIMES), shares of what is to be seen; less than nothing near the ground.
        """
        within, outer = _outermost(self.ways()), _outermost(self.ways(np.inf))
        poses = [self.fitted(outer, phi, [theta])[0] for phi in PHIS for theta in THETAS]
        places = self._eyes(poses)
        worth = self._shown(places) - ~self._clear(places)[:, None]
        if not np.array_equal(within, outer):
            away = np.linalg.norm(places - outer.mean(axis=0), axis=1)
            worth -= AWAY * (away / away.min() - 1.0)[:, None]
        return worth.reshape(RISES, SIDES, TIMES)

    def _shown(self, places: np.ndarray) -> np.ndarray:
        """How much of a race is seen from ``places`` (n, 3), at each of its times: (n, TIMES)."""
        lasts = np.concatenate([self._ends, self.relief.box.place(self.relief.minima)])
        still = LASTS * self._seen(lasts, places)
        still += (1.0 - HEADS - LASTS) * self._seen(self.ways(), places)
        return HEADS * self._seen_heads(places) ** 2 + still[:, None]

    def _seen_heads(self, places: np.ndarray) -> np.ndarray:
        """Which share of the heads is seen from ``places`` (n, 3), at each time: (n, TIMES)."""
        heads = self._heads
        known = np.isfinite(heads[..., 2])
        seen = np.ones((len(places), *known.shape))
        seen[:, known] = self._viewpoint.seen(heads[known] + self._up(HEAD), places)
        return seen.mean(axis=2) if known.size else np.ones((len(places), TIMES))

    @cached_property
    def _heads(self) -> np.ndarray:
        """Where heads are at each of `_steps`, (TIMES, racers, 3); NaN where one is lost."""
        tracks = self.relief.tracks.values()
        heads = np.array([[track.until(step)[0][-1] for track in tracks] for step in self._steps])
        heads = heads.reshape(TIMES, -1, 3)
        far = (np.abs(heads[..., :2] - 0.5) > LOST).any(axis=-1) | np.isnan(heads[..., 2])
        return np.where(far[..., None], np.nan, self.relief.box.place(heads))

    @cached_property
    def _steps(self) -> np.ndarray:
        """The steps (TIMES,) of which a film tells at even times, if it tells nothing else."""
        pace = Pace.within(self._last, TOLD)
        return np.array([pace.at(time).step for time in np.linspace(0.0, pace.seconds, TIMES)])

    @property
    def _last(self) -> int:
        """The race's last step."""
        return max((len(track.rows) for track in self.relief.tracks.values()), default=1) - 1

    def _lasts(self, reach: float) -> np.ndarray:
        """The scene points (n, 3) of the racers' last places, of those within ``reach``."""
        lasts = np.array([track.way[-1] for track in self.relief.tracks.values()])
        return self.relief.box.place(_near(lasts.reshape(-1, 3), reach))

    @property
    def _ends(self) -> np.ndarray:
        """The scene points (n, 3) at which racers end up, or else all of their ways."""
        lasts = self._lasts(FAR)
        return lasts if len(lasts) else self.ways(np.inf)


def _price(phi: np.ndarray | float) -> np.ndarray:
    """What a camera at ``phi`` (...) is worth less than the lowest; little less if not high."""
    return HIGHER * (np.subtract(LOW, phi) / (LOW - HIGH)) ** 2


def _over(pose: Pose, other: Pose, part: float) -> tuple[float, float]:
    """Phi and theta at ``part`` of the way round from ``pose`` to the ``other``, and over the land.

    Half way round it is ever higher the farther it goes round: low along a valley, all ways in it
    would be seen end-on. It is as high as any overview where it goes to the opposite side.
    """
    turn = other.theta - pose.theta
    phi = pose.phi + part * (other.phi - pose.phi)
    lift = float(np.sin(turn / 2.0) ** 2 * np.sin(np.pi * part) ** 2)
    return phi + lift * min(HIGH - phi, 0.0), pose.theta + part * turn


def _turned(angle: np.ndarray | float) -> np.ndarray:
    """``angle`` (...) in radians, from -pi to pi."""
    return np.mod(angle + np.pi, 2 * np.pi) - np.pi


def _near(places: np.ndarray, reach: float = NEAR) -> np.ndarray:
    """Those of ``places`` (n, 3) in box coordinates that are on land, within ``reach``."""
    near = (np.abs(places[:, :2] - 0.5) < reach).all(axis=1)
    return places[near & np.isfinite(places[:, 2])]


def _outermost(places: np.ndarray) -> np.ndarray:
    """Those of ``places`` (n, 3) that lie outermost in some of many directions."""
    turns = np.linspace(0.0, 2 * np.pi, 24, endpoint=False)
    around = np.stack([np.cos(turns), np.sin(turns)])
    far = [places[:, :2] @ around + up * places[:, 2:] for up in (-1.0, 0.0, 1.0)]
    return places[np.unique(np.concatenate(far, axis=1).argmax(axis=0))]
