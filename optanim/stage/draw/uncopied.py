"""The base of animations that compute each frame anew."""

from __future__ import annotations

from manim import Animation, Mobject


class Uncopied(Animation):
    """Never looks back at how its mobject was, so no copy of that is made.

    Whatever else moves the mobject meanwhile, nothing is put back to where it was.
    """

    def create_starting_mobject(self) -> Mobject:
        """Nothing."""
        return Mobject()
