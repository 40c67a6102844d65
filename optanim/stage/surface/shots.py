"""The shots of a film over a relief, by name, each found from the land and the ways over it.

Lengths are in shorter sides of the relief's window.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from optanim.stage.draw.clip import contains
from optanim.stage.draw.clock import Pace
from optanim.stage.draw.layout import Region
from optanim.stage.surface.flight import Route, gently
from optanim.stage.surface.overviews import PHIS, RISES, Overviews
from optanim.stage.surface.pose import Pose, fit
from optanim.stage.surface.sights import EDGE

BEHIND, ASIDE, ABOVE = 0.2, 0.5, 0.1  # where a chase begins: behind, beside, above the ground
FARTHER = 1.0, 1.4, 2.0, 2.8  # how many times as far a chase begins, until all is seen
ROUND = 2.5  # how much more aside than behind it is in the end
LEAD = 0.65  # of the time of a chase: after how much all is in view that will be
CHASED = 9  # places of a racer's way from which a chase is made
FLOOR = 0.06  # how high above the valley's floor a flight through it is
FLOORS = 1.15, 0.97, 0.8  # how far from the lowest place a flight through the valley is
CLOSER = 0.85, 0.62  # the same on the way to its side
ASLANT = np.radians([24.0, 44.0])  # round from along the valley, past the cuts
RIM = 0.0, 0.42, 0.54, 0.76, 1.0  # where on its way over the rim a flight is in each place
STEEP = np.radians(71.0)  # phi of a camera that sees cuts aslant
ROOM = 0.14, 0.3, 0.2  # of the frame: what stays free beside the cuts, above and below them
OVER_WAYS, BESIDE_WAYS = np.radians([42.0, 30.0])  # phi, and round from where ways lead to
DRIFT = np.radians(16.0)  # how far a camera goes round that is only not to stand


class Shots(Overviews):
    """All shots of a relief: those of a race, those through the land, and those of one racer."""

    def chase(self, racer: str, pace: Pace) -> Route:
        """Beside ``racer``, at its ``pace``, until its way and the lowest place are all in view.

        Low over the ground and a little behind; the lowest place is on the other side, and seen
        from the beginning: in a narrow frame that is from farther away.
        """
        track, ground, lowest = self.relief.tracks[racer], self.relief.ground, self._valley[0]
        times = np.linspace(0.0, pace.seconds, CHASED)
        heads = [track.until(pace.at(time).step)[0][-1] for time in times]
        way = self.relief.box.place(np.array(heads))
        first, last = way[[0, -1], :2]
        ahead = (last - first) / max(float(np.hypot(*(last - first))), 1e-9)
        aside = np.array([-ahead[1], ahead[0]])
        aside *= -1.0 if (lowest - first) @ aside > 0.0 else 1.0
        beside = self.side * (ASIDE * aside - BEHIND * ahead)
        for far in FARTHER:
            eyes = [ground(head[:2] + far * beside) + self._up(far * ABOVE) for head in way]
            looked = [self.looking(eye, head) for eye, head in zip(eyes, way, strict=True)]
            if contains(self._within, self.on_frame(ground(lowest)[None], looked[0])).all():
                break
        seen, side = np.vstack([way, ground(lowest)]), ROUND * aside - ahead
        theta = float(np.arctan2(side[1], side[0]))
        end = self._lowest([self.close(seen, phi, theta) for phi in PHIS])
        shares = gently(times / (LEAD * pace.seconds))
        poses = [pose.towards(end, share) for pose, share in zip(looked, shares, strict=True)]
        return self.cleared(poses, times)

    def valley(self, seconds: float) -> Route:
        """Along the floor of the valley that the lowest place lies in, towards it."""
        return self.route([self._on_floor(back) for back in FLOORS], seconds)

    def rim(self, seconds: float, start: Pose) -> Route:
        """From ``start`` down into the valley, from its other end, along it, and over its side.

        In the end both cuts are seen aslant, on a way past them.
        """
        floor = [self._on_floor(-back) for back in CLOSER]
        past = [self._past(floor[-1].theta + turn) for turn in ASLANT]
        return self.route([start, *floor, *past], seconds, RIM)

    def facing(self, seconds: float) -> Route:
        """High over where the racers' ways lead to, a little aside, slowly on; nothing is hidden.

        So the ground that they come down on is before the camera.
        """
        tracks = self.relief.tracks.values()
        starts = np.mean([track.way[0, :2] for track in tracks], axis=0)
        ways = self.ways()
        x, y = ways.mean(axis=0)[:2] - self.relief.box.place(np.append(starts, 0.0))[:2]
        start = self.fitted(ways, OVER_WAYS, [float(np.arctan2(y, x)) + BESIDE_WAYS])[0]
        return self.route([start, replace(start, theta=start.theta + DRIFT)], seconds)

    @property
    def along(self) -> Pose:
        """Low along the valley that the lowest place lies in, all ways and minima on the stage.

        From that end of it from which they reach less far below the lowest place: ways up its walls
        then rise to both sides.
        """
        lowest, along, _ = self._valley
        theta, ways = float(np.arctan2(along[1], along[0])), self.ways()
        places = np.vstack([self.relief.ground(lowest), ways])
        poses = [
            self._lowest([self.fitted(ways, phi, [end])[0] for phi in PHIS])
            for end in (theta, theta + np.pi)
        ]
        heights = [self.on_frame(places, pose)[:, 1] for pose in poses]
        return self._filled(poses, np.array([high.min() - high[0] for high in heights]))

    def drift(self, seconds: float, start: Pose) -> Route:
        """From ``start`` slowly a little way on, round what it looks at."""
        end = replace(start, theta=start.theta + DRIFT)
        phis = np.linspace(start.phi, 0.0, RISES)
        return self.route([start, self._lowest([replace(end, phi=phi) for phi in phis])], seconds)

    def crane(self, pose: Pose, seconds: float) -> Route:
        """From ``pose`` straight up, until the surface covers its map."""
        above = self.above
        turns = np.round((pose.theta - above.theta) / (2 * np.pi))
        above = replace(above, theta=above.theta + 2 * np.pi * float(turns))
        return self.route([pose, above], seconds)

    def _on_floor(self, back: float) -> Pose:
        """Low over the valley's floor, so far from the lowest place, which it looks at."""
        lowest, along, _ = self._valley
        eye = self.relief.ground(lowest + back * self.side * along)
        return self.looking(eye + self._up(FLOOR), self.relief.ground(lowest))

    def _past(self, theta: float) -> Pose:
        """From the side ``theta``, with both ends of every cut well within the frame."""
        cuts = self.relief.cuts or [self.relief.rim]
        points = self.relief.box.place(np.concatenate(cuts))
        frame = self.canvas.frame
        beside, above, below = ROOM * np.array([frame.width, *2 * [frame.height]])
        place = frame.cut(left=beside, bottom=below, right=beside, top=above)
        phis = np.linspace(STEEP, 0.0, RISES)
        return self._lowest([fit(self.canvas, points, place, phi, [theta])[0] for phi in phis])

    @property
    def _within(self) -> Region:
        """The part of the frame in which a sign can stand."""
        return self.canvas.frame.inset(EDGE)

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
