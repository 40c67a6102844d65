"""Where a camera stands over a relief, and how it gets from one place to the next.

All is found from the land and from the ways over it: no loss needs a place typed by hand. Lengths
are in shorter sides of the relief's window.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.interpolate import CubicSpline

from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Pace
from optanim.stage.draw.layout import Region
from optanim.stage.surface.elevation import HIGHEST
from optanim.stage.surface.flight import SAMPLES, Route, above, gently
from optanim.stage.surface.pose import WIDE, Pose, eyes, fit, sighted, upright
from optanim.stage.surface.relief import Relief
from optanim.stage.surface.viewpoint import Viewpoint

CLEARANCE, OVER = 0.05, 0.1  # how high an eye is above the ground, at least; in overviews
LOW, HIGH = np.radians([78.0, 33.0])  # phi of the lowest and of the highest overview
SIDES, RISES = 22, 10  # how many sides, and heights from each, are tried
HIGHER = 0.15  # what the highest is worth less than the lowest: shares of what is seen
AWAY = 0.35  # what a place twice as far off as the nearest is worth less, if racers go far out
HEADS, LASTS = 0.6, 0.25  # what seeing heads, and ends with minima, is worth; the rest: the ways
FILLED, TRIED = 0.68, 40  # how much of the frame is land, at least; how many poses may lack it
SKY = 0.22  # of the stage's height: how far below its upper edge the ways are
HEADROOM, WORDS = 0.12, 0.2  # the same where a camera comes close; and how far above its lower one
NEAREST, CLOSE = 0.5, 0.3  # how near what is looked at is to an eye, at most; where it is close
ONWARD, ROUND = 60.0, 60.0  # degrees that a camera goes round while it comes closer; before a race
ONWARDS = 0.85  # what a side is worth to which the camera must turn back, of one to which it goes
TURNS = 7  # sides to either hand, and straight on, that are tried for coming closer
PART = np.radians(15.0)  # from one pose to the next on the way there
ARC = 7  # poses on the way round
EDGE = 40.0  # design pixels: how far within the stage's edges all is, for heads and their light
CLOSING = 0.7  # of a race's way: where the camera begins to come closer
NEAR = 0.55  # of the window's sides from its middle: what lies within is seen from the beginning
FAR, LOST = 1.3, 2.0  # the same: what the camera draws back for; who is farther out is lost
STILL = 1e-2  # of the window's sides: who is nearer to its end is not seen to move
HEAD = 0.0005  # how high above the ground it is looked whether a head is seen
POINTS = 160  # of all ways that are looked at
TIMES, TOLD = 24, 20.0  # of a race, at which it is looked where the heads are; its seconds
BEHIND, ASIDE, ABOVE = 0.2, 0.5, 0.1  # where a chase is: behind, beside, above the ground
LAG, RISE = 0.8, 0.15  # of a racer's way: by how much a chase falls back, and rises
CHASED = 9  # places of a racer's way from which a chase is made
FLOOR = 0.06  # how high above the valley's floor a flight through it is
FLOORS = 0.85, 0.62, 0.45  # how far from the lowest place a flight through the valley is
ASLANT = np.radians([24.0, 44.0])  # round from along the valley, past the cuts
RIM = 0.0, 0.42, 0.54, 0.76, 1.0  # where on its way over the rim a flight is in each place
STEEP = np.radians(64.0)  # phi of a camera that sees cuts aslant
ROOM = 0.14, 0.3, 0.2  # of the stage: what stays free beside the cuts, above and below them
DRIFT = np.radians(16.0)  # how far a camera goes round that is only not to stand
BELOW = 0.21  # of the frame's height: how far below its middle is what a shot looks at
AFTER = 0.05  # the same after a chase, when what the racer came past is in view
SWING = np.radians(24.0)  # a second: how fast a camera turns, at most
NODES = 33  # places that an even route is led through
PHIS = np.linspace(LOW, HIGH, RISES)
THETAS = np.arange(SIDES) * 2 * np.pi / SIDES
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


@dataclass(frozen=True, eq=False)
class Shots:
    """The shots of one ``relief``, whatever is to be seen lying on ``stage`` of the frame."""

    canvas: Canvas
    relief: Relief
    stage: Region

    @property
    def side(self) -> float:
        """The shorter side of the relief's window, in scene units."""
        return float(min(self.relief.region.size))

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
    def _steps(self) -> np.ndarray:
        """The steps (TIMES,) of which a film tells at even times, if it tells nothing else."""
        pace = Pace.within(self._last, TOLD)
        return np.array([pace.at(time).step for time in np.linspace(0.0, pace.seconds, TIMES)])

    @property
    def _last(self) -> int:
        """The race's last step."""
        return max((len(track.rows) for track in self.relief.tracks.values()), default=1) - 1

    @cached_property
    def stirring(self) -> int:
        """The last step of which anything is seen: then all rest, or have gone far away."""
        lasts = [0]
        for track in self.relief.tracks.values():
            far = (np.abs(track.rows - 0.5) > LOST).any(axis=1)
            still = (np.abs(track.rows - track.rows[-1]) < STILL).all(axis=1)
            lasts.append(1 + int(np.flatnonzero(~(far | still)).max(initial=-1)))
        return min(max(lasts), self._last)

    @cached_property
    def _heads(self) -> np.ndarray:
        """Where heads are at each of `_steps`, (TIMES, racers, 3); NaN where one is lost."""
        tracks = self.relief.tracks.values()
        heads = np.array([[track.until(step)[0][-1] for track in tracks] for step in self._steps])
        heads = heads.reshape(TIMES, -1, 3)
        far = (np.abs(heads[..., :2] - 0.5) > LOST).any(axis=-1) | np.isnan(heads[..., 2])
        return np.where(far[..., None], np.nan, self.relief.box.place(heads))

    @cached_property
    def side_on(self) -> Pose:
        """The overview from which most of the race is seen, also a little way round."""
        return self._around(0.0)[0]

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

    def _eyes(self, poses: Sequence[Pose]) -> np.ndarray:
        """Where the eyes (n, 3) of ``poses`` are."""
        return eyes(np.array([pose.numbers for pose in poses]), self.height)

    def _seen(self, points: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Which share of ``points`` (n, 3) is seen from each of ``places`` (m, 3): (m,)."""
        heads = points[:: len(points) // POINTS + 1] + self._up(HEAD)
        return self._viewpoint.seen(heads, places).mean(axis=1)

    def _clear(self, places: np.ndarray) -> np.ndarray:
        """Which eyes at ``places`` (n, 3) are as high above the ground as in an overview: (n,)."""
        return places[:, 2] > self._floor(places, OVER)

    def _land(self, poses: Sequence[Pose]) -> float:
        """Which share of the frame is land in that of ``poses`` in which it is least."""
        frame = self.canvas.frame
        size = 64, round(64 / frame.aspect)
        return min(self._viewpoint.land(pose.view(frame, size)) for pose in poses)

    def _filled(self, poses: Sequence[Pose], worth: np.ndarray) -> Pose:
        """The pose that is ``worth`` most (n,) of those whose frame is filled with land."""
        best = np.argsort(-worth, kind="stable")
        filled = (poses[k] for k in best[:TRIED] if self._land([poses[k]]) > FILLED)
        return next(filled, poses[best[0]])

    def fitted(
        self, points: np.ndarray, phi: float, thetas: Iterable[float], nearest: float = NEAREST
    ) -> list[Pose]:
        """Poses at ``phi`` and each of ``thetas`` with ``points`` (n, 3) low on the stage."""
        place = self.stage.cut(top=SKY * self.stage.height).inset(EDGE)
        return fit(self.canvas, points, place, phi, thetas, nearest=nearest * self.side)

    def close(self, points: np.ndarray, phi: float, theta: float) -> Pose:
        """The pose at ``phi`` and ``theta`` with ``points`` (n, 3) close by, words' room below."""
        height = self.stage.height
        place = self.stage.cut(top=HEADROOM * height, bottom=WORDS * height).inset(EDGE)
        return fit(self.canvas, points, place, phi, [theta], nearest=CLOSE * self.side)[0]

    @cached_property
    def _viewpoint(self) -> Viewpoint:
        return Viewpoint.of(self.relief)

    @property
    def height(self) -> float:
        """The frame's height in scene units."""
        return float(self.canvas.frame.size[1])

    def _floor(self, places: np.ndarray, clearance: float = CLEARANCE) -> np.ndarray:
        """The least heights (...) of eyes above ``places`` (..., 2 or 3)."""
        ground = np.nan_to_num(self.relief.ground(places)[..., 2], nan=HIGHEST * self.relief.tall)
        return ground + clearance * self.side

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
            on_way = [_between(one, pose, share) for one in poses]
            seen = seen + self._seen(start, self._eyes(on_way))
        behind = np.cos(thetas - np.arctan2(away[1], away[0])) / 2
        nice = (BACK * behind - _price(PHIS)[:, None]).ravel()
        nice += self._seen(self.ways(), self._eyes(poses)) / 2
        return self.route([self._filled(poses, seen - ~clear + nice), pose], seconds)

    def chase(self, racer: str, pace: Pace) -> Route:
        """Behind ``racer`` and aside, low over the ground, at its ``pace``.

        The lowest place is on the other side. The racer draws ahead, so that its way comes into
        view.
        """
        track = self.relief.tracks[racer]
        times = np.linspace(0.0, pace.seconds, CHASED)
        steps = [pace.at(time).step for time in times]
        heads = [self.relief.box.place(track.until(step)[0][-1]) for step in steps]
        first, last = heads[0][:2], heads[-1][:2]
        length = max(float(np.hypot(*(last - first))), 1e-9)
        ahead = (last - first) / length
        aside = np.array([-ahead[1], ahead[0]])
        aside *= -1.0 if (self._valley[0] - first) @ aside > 0.0 else 1.0
        poses = []
        for head in heads:
            gone = float((head[:2] - first) @ ahead)
            place = ASIDE * aside - (BEHIND + LAG * gone / self.side) * ahead
            eye = self.relief.ground(head[:2] + self.side * place)
            eye += self._up(ABOVE + RISE * gone / self.side)
            poses.append(self.looking(eye, head, BELOW + (AFTER - BELOW) * gone / length))
        return self.cleared(poses, times)

    def valley(self, seconds: float) -> Route:
        """Along the floor of the valley that the lowest place lies in, towards it."""
        return self.route([self._on_floor(back) for back in FLOORS], seconds)

    def rim(self, seconds: float, start: Pose) -> Route:
        """From ``start`` down into the valley, from its other end, along it, and over its side.

        In the end both cuts are seen aslant, on a way past them.
        """
        floor = [self._on_floor(-back) for back in FLOORS[:2]]
        past = [self._past(floor[-1].theta + turn) for turn in ASLANT]
        return self.route([start, *floor, *past], seconds, RIM)

    def drift(self, seconds: float, start: Pose) -> Route:
        """From ``start`` slowly a little way on, round what it looks at."""
        end = replace(start, theta=start.theta + DRIFT)
        phis = np.linspace(start.phi, 0.0, RISES)
        return self.route([start, self._lowest([replace(end, phi=phi) for phi in phis])], seconds)

    def _on_floor(self, back: float) -> Pose:
        """Low over the valley's floor, so far from the lowest place, which it looks at."""
        lowest, along, _ = self._valley
        eye = self.relief.ground(lowest + back * self.side * along)
        return self.looking(eye + self._up(FLOOR), self.relief.ground(lowest))

    def _past(self, theta: float) -> Pose:
        """From the side ``theta``, with both ends of every cut well within the stage."""
        cuts = self.relief.cuts or [self.relief.rim]
        points = self.relief.box.place(np.concatenate(cuts))
        beside, above, below = ROOM * np.array([self.stage.width, *2 * [self.stage.height]])
        place = self.stage.cut(left=beside, bottom=below, right=beside, top=above)
        phis = np.linspace(STEEP, 0.0, RISES)
        return self._lowest([fit(self.canvas, points, place, phi, [theta])[0] for phi in phis])

    def _lowest(self, poses: Sequence[Pose]) -> Pose:
        """The first of ``poses``, which go ever higher, that is clear of the ground."""
        return poses[int(self._clear(self._eyes(poses)).argmax())]

    def _up(self, share: float) -> np.ndarray:
        return np.array([0.0, 0.0, share * self.side])

    @cached_property
    def _valley(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The scene point (2,) of the lowest place, the way (2,) along its valley, and across.

        The valley is the lowest tenth of the window; along it, it is longest.
        """
        relief = self.relief
        share = np.linspace(0.0, 1.0, 101)
        u, v = np.meshgrid(share, share)
        heights = relief.field.height(u, v)
        low = relief.region.points(u, v)[heights <= np.nanquantile(heights, 0.1)]
        best = np.unravel_index(np.nanargmin(heights), heights.shape)
        along = np.linalg.svd(low - low.mean(axis=0), full_matrices=False)[2][0]
        along = along if along[0] > 0 else -along
        across = np.array([-along[1], along[0]])
        return relief.region.points(u[best], v[best]), along, across

    def gather(self, pose: Pose, degrees: float, seconds: float) -> Route:
        """From ``pose`` closer to where the racers end up, all ways and minima on the stage."""
        return self.route([pose, *self._closer(pose, degrees)], seconds)

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
        turn = best.theta - pose.theta
        parts = np.linspace(0.0, 1.0, 1 + round(abs(turn) / PART))[1:-1]
        rise = best.phi - pose.phi
        way = [(pose.phi + part * rise, pose.theta + part * turn) for part in parts]
        return [*(self.close(outer, *angles) for angles in way), best]

    def _lasts(self, reach: float) -> np.ndarray:
        """The scene points (n, 3) of the racers' last places, of those within ``reach``."""
        lasts = np.array([track.way[-1] for track in self.relief.tracks.values()])
        return self.relief.box.place(_near(lasts.reshape(-1, 3), reach))

    @property
    def _ends(self) -> np.ndarray:
        """The scene points (n, 3) at which racers end up, or else all of their ways."""
        lasts = self._lasts(FAR)
        return lasts if len(lasts) else self.ways(np.inf)

    def on_frame(self, points: np.ndarray, pose: Pose) -> np.ndarray:
        """Where scene points (n, 3) are seen on the frame (n, 2) from ``pose``."""
        frame, size = self.canvas.frame, (1000, 1000)
        pixels = pose.view(frame, size).project(points)[:, :2]
        return (pixels / 1000 - 0.5) * [1, -1] * frame.size

    def crane(self, pose: Pose, seconds: float) -> Route:
        """From ``pose`` straight up, until the surface covers its map."""
        above = self.above
        turns = np.round((pose.theta - above.theta) / (2 * np.pi))
        above = replace(above, theta=above.theta + 2 * np.pi * float(turns))
        return self.route([pose, above], seconds)

    @property
    def above(self) -> Pose:
        """Straight above the window, where it covers its map."""
        return upright(self.canvas.frame, self.relief.region)

    def looking(self, eye: np.ndarray, target: np.ndarray, below: float = BELOW) -> Pose:
        """From ``eye`` (3,) at ``target`` (3,), which is seen ``below`` the stage's middle."""
        offset = self.stage.center[:2] - [0.0, below * self.height]
        return sighted(self.canvas.frame, eye, target, offset, WIDE)

    def route(
        self, poses: Sequence[Pose], seconds: float, shares: Sequence[float] | None = None
    ) -> Route:
        """Through ``poses`` in about ``seconds``, clear of the ground and never turning fast.

        Evenly but for its ends; ``shares`` of the way, 0 to 1, are where the poses are on it.
        """
        numbers = np.array([pose.numbers for pose in poses])
        numbers[:, 1] = np.unwrap(numbers[:, 1])
        if shares is None:
            shares = np.linspace(0.0, 1.0, len(poses)).tolist()
        path = CubicSpline(shares, numbers, bc_type="natural")
        times = np.linspace(0.0, 1.0, NODES)
        return self.cleared([Pose.of(row) for row in path(gently(times))], times * seconds)

    def cleared(self, poses: Sequence[Pose], times: np.ndarray) -> Route:
        """Through ``poses`` at ``times``, higher where the ground is near, slower if too fast."""
        rough = Route(poses, times)
        places = eyes(rough.numbers(np.linspace(*rough.times, SAMPLES)), self.height)
        lift = above(np.maximum(self._floor(places) - places[:, 2], 0.0))
        return Route(poses, times * max(1.0, rough.swing() / SWING), lift)


def _price(phi: np.ndarray | float) -> np.ndarray:
    """What a camera at ``phi`` (...) is worth less than the lowest; little less if not high."""
    return HIGHER * (np.subtract(LOW, phi) / (LOW - HIGH)) ** 2


def _turned(angle: np.ndarray) -> np.ndarray:
    """``angle`` (...) in radians, from -pi to pi."""
    return (angle + np.pi) % (2 * np.pi) - np.pi


def _between(one: Pose, other: Pose, share: float) -> Pose:
    """The pose at ``share`` of the way from ``one`` to ``other``."""
    return Pose.of(one.numbers + share * (other.numbers - one.numbers))


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
