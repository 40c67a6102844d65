"""Records that never change need no copies.

Manim deep-copies whole mobjects for every animation. A mobject that holds a trajectory or a
landscape would copy megabytes each time; these records answer with themselves instead:
``copy.deepcopy(trajectory) is trajectory``.
"""

from __future__ import annotations

from typing import Self


class Immutable:
    """Base of frozen dataclasses: `copy.copy` and `copy.deepcopy` give the record itself."""

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self
