"""The shots of a film over a relief, by name, each found from the land and the ways over it.

Lengths are in shorter sides of the relief's window.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from optanim.stage.draw.clock import Pace
from optanim.stage.surface.flight import Route
from optanim.stage.surface.overviews import RISES, Overviews
from optanim.stage.surface.pose import Pose, fit
from optanim.stage.surface.sights import BELOW

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
AFTER = 0.05  # the same after a chase, when what the racer came past is in view


class Shots(Overviews):
    """All shots of a relief: those of a race, those through the land, and those of one racer."""

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
        """From the side ``theta``, with both ends of every cut well within the stage."""
        cuts = self.relief.cuts or [self.relief.rim]
        points = self.relief.box.place(np.concatenate(cuts))
        beside, above, below = ROOM * np.array([self.stage.width, *2 * [self.stage.height]])
        place = self.stage.cut(left=beside, bottom=below, right=beside, top=above)
        phis = np.linspace(STEEP, 0.0, RISES)
        return self._lowest([fit(self.canvas, points, place, phi, [theta])[0] for phi in phis])

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
