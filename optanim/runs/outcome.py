"""The ways in which a run can end, and the words for them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from optanim.losses.loss import EPS, Extent

TOLERANCE = 1e-3
"""How far above the minimum a loss still counts as arrived there, in the loss's own unit.

Where a loss falls without bound, so far below its lowest saddle counts as escaped."""


class Outcome(Enum):
    """How a run ends: the value is what is said of it, as in "GD: stuck on a plateau"."""

    ARRIVED = "arrived at the minimum"
    OTHER_MINIMUM = "arrived at another minimum"
    SADDLE = "stays at a saddle"
    MAXIMUM = "stays at a maximum"
    PLATEAU = "stuck on a plateau"
    ESCAPED = "escaped"
    FALLING = "still falling, below all minima that were found"
    DESCENDING = "still falling, where no minimum was found"
    ON_ITS_WAY = "still on its way"
    CYCLING = "moving to and fro without arriving"
    SETTLED_ELSEWHERE = "settled away from the minimum"
    RESTING = "comes to rest, at no minimum that was found"
    DIVERGED = "diverged"
    LEFT_DOMAIN = "left the domain"
    NO_GRADIENT = "came to where the loss has no gradient"
    OVERFLOWED = "its numbers overflowed"


@dataclass(frozen=True, eq=False)
class Ending:
    """An outcome, the step from which on it holds, and the parameters at which the run ends up.

    ``step`` is None where no step marks the outcome, as for "still on its way". ``place`` (2,) is
    the minimizer or the saddle that is meant, None where none is; ``among`` is how many minimizers
    of the same height are known, ``extent`` whether they are points, and ``found`` whether a
    search has found them, so that lower ones may lie elsewhere; ``lowest`` is False where the
    minimum that is meant is a little higher than those, by less than the tolerance. ``depth`` is
    how far below the saddle, or below the start where there is no ``place``, a run stays that has
    escaped. ``cut`` is True where the run ended with that step, before all were taken.

    A run into one of Himmelblau's four valleys gives
    ``Ending(Outcome.ARRIVED, 31, array([3., 2.]), among=4)``.
    """

    outcome: Outcome
    step: int | None = None
    place: np.ndarray | None = None
    among: int = 1
    extent: Extent = Extent.POINT
    found: bool = False
    lowest: bool = True
    depth: float = 0.0
    cut: bool = False

    @property
    def sentence(self) -> str:
        """The outcome in a few words: "arrived at one of 4 minima (3, 2), from step 31"."""
        said = f"{self.outcome.value}{self._there}"
        if self.outcome is Outcome.ARRIVED:
            said = self._arrival
        elif self.outcome is Outcome.ESCAPED:
            above = "its start" if self.place is None else f"the saddle{self._there}"
            said = f"stays more than {self.depth:g} below {above}"
        elif self.outcome is Outcome.OTHER_MINIMUM and self.among:
            said = f"{self._verb} at another minimum{self._there}"
        elif self.outcome is Outcome.OTHER_MINIMUM:
            said = f"{self._verb} at a minimum{self._there} that the search had not found"
        if self.step is None:
            return said
        if self.cut:
            return f"{said} at step {self.step}"
        return f"{said}, from step {self.step}" if self.step else f"{said}, from the start"

    @property
    def _arrival(self) -> str:
        """What was arrived at."""
        verb, found = self._verb, " found" if self.found else ""
        if not self.lowest:
            return f"{verb} at a minimum{self._there} within the tolerance of the lowest{found}"
        minimum = "the lowest minimum found" if self.found else "the minimum"
        if self.among > 1:
            several = "the lowest minima found" if self.found else f"{self.among} minima"
            minimum = f"one of {several}{self._there}"
        shape = {Extent.POINT: "", Extent.LINE: ", a line", Extent.AREA: ", an area"}[self.extent]
        return f"{verb} at {minimum}{shape}"

    @property
    def _verb(self) -> str:
        """Who is there from the start has not arrived, but stays."""
        return "arrived" if self.step else "stays"

    @property
    def _there(self) -> str:
        """The place in brackets, if there is one."""
        if self.place is None:
            return ""
        return " (" + ", ".join(f"{number:.4g}" for number in _rounded(self.place)) + ")"


def _rounded(place: np.ndarray) -> np.ndarray:
    """``place`` (2,) with 0, without a sign, for what is rounding beside the other number."""
    return np.where(np.abs(place) <= 4.0 * EPS * np.abs(place).max(), 0.0, place)
