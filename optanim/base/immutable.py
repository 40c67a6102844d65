"""Records that never change are their own copies."""

from __future__ import annotations

from typing import Self


class Immutable:
    """A base for frozen records: a copy, shallow or deep, is the record itself.

    Manim copies whole mobjects for every animation; what they only read is shared this way.
    """

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self
