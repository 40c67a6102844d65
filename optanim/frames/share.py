"""Which plays of a scene are drawn here, where several make one film."""

from __future__ import annotations

STANDING = 0.1
"""What a second takes in which all stands still, next to one in which something moves."""


class Share:
    """The plays that are for number ``number``, from 0 up, of ``count`` who make a film.

    Each play is for whoever has least to do so far, the first of several. All who play the same
    scene find the same without asking each other, and all plays are somebody's.
    """

    def __init__(self, number: int, count: int) -> None:
        self.number = number
        self._work = [0.0] * count

    @property
    def has_next(self) -> bool:
        """Whether the next play is drawn here."""
        return self._next == self.number

    def played(self, seconds: float, standing: bool) -> None:
        """The next play is over; it took so many ``seconds`` of film, ``standing`` still or not."""
        self._work[self._next] += seconds * (STANDING if standing else 1.0)

    @property
    def _next(self) -> int:
        return self._work.index(min(self._work))
