"""How much is seen of something, whatever moves its points meanwhile."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Animation, Mobject, VMobject

from optanim.stage.draw.uncopied import Uncopied

STYLES = "fill_rgbas", "stroke_rgbas", "background_stroke_rgbas"


class Shade:
    """The ``share`` of its own opacity that is seen of ``shown``."""

    def __init__(self, shown: Mobject) -> None:
        self.shown, self.share = shown, 1.0
        self.made = [
            (part, style, getattr(part, style).copy())
            for part in shown.get_family()
            if isinstance(part, VMobject)
            for style in STYLES
        ]

    def to(self, share: float) -> Animation:
        """The animation in which the ``share`` changes to this."""
        return _Shading(self, share)

    def show(self, share: float) -> None:
        """Let so much be seen."""
        self.share = share
        for part, style, rgbas in self.made:
            setattr(part, style, rgbas * [1.0, 1.0, 1.0, share])


class _Shading(Uncopied):
    def __init__(self, shade: Shade, share: float, **kwargs: Any) -> None:
        self.shade, self.shares = shade, (shade.share, share)
        super().__init__(shade.shown, **kwargs)

    def interpolate_mobject(self, alpha: float) -> None:
        self.shade.show(float(np.interp(self.rate_func(alpha), (0, 1), self.shares)))
