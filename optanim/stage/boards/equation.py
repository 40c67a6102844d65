"""The line of the present as an equation."""

from __future__ import annotations

import numpy as np

from optanim.stage.draw.clock import Moment
from optanim.stage.draw.layout import Region
from optanim.stage.draw.ticker import BLANK, Glyphs, Ticker
from optanim.stage.draw.way import Way


class Equation(Ticker):
    """y = a + b x with the numbers of the present."""

    def __init__(self, glyphs: Glyphs, color: str, place: Region, run: Way) -> None:
        self.run = run
        super().__init__(glyphs, color, place.at(0.0, 0.5), _equation(run.at(0.0)))

    def show_at(self, moment: Moment) -> None:
        """Write the line of ``moment``."""
        self.write(_equation(self.run.at(moment.step)))


def _equation(params: np.ndarray) -> str:
    a, b = params
    signs = "−" if round(a, 2) < 0 else BLANK, "−" if round(b, 2) < 0 else "+"
    return f"y = {signs[0]}{abs(a):.2f} {signs[1]} {abs(b):.2f} x"
