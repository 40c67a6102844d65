"""An update rule whose terms can be lit in the colours of the arrows and bars that they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Self

from manim import DOWN, LEFT, MathTypst, VGroup

from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Moment

SIZE = 58.0  # design pixels: one em
LEADING = 26.0  # design pixels between two formulas


class Rule(VGroup):
    """Formulas in Typst's notation, one below the other, with named terms.

    A term is written ``{{ eta g : step }}`` and may hold others. ``colors`` gives the colour in
    which each is lit. The rule is no wider than ``width`` design pixels: a longer one is set
    smaller. Build it, ask its height, then place it in a region::

        rule = Rule(canvas, ("theta arrow.l theta - {{ eta {{ g : gradient }} : step }}",),
                    {"gradient": theme.gradient, "step": theme.racer("GD")}, column.width)
        scene.play(rule.animate.lit("gradient"))

    As a view of a clock it lights each term at the share of the lead that ``cues`` names for it,
    over the first ``until`` steps, and all of them afterwards.

    Raises ValueError for a colour of a term that is not in the rule.
    """

    def __init__(
        self,
        canvas: Canvas,
        lines: Sequence[str],
        colors: Mapping[str, str],
        width: float,
        size: float = SIZE,
    ) -> None:
        self.theme, self.colors = canvas.theme, dict(colors)
        self.cues: dict[str, float] = {}
        self.until = 0
        self.last: tuple[str, ...] | None = None
        formulas = [canvas.math(line, size) for line in lines]
        super().__init__(*formulas)
        self.arrange(DOWN, buff=LEADING * canvas.px, aligned_edge=LEFT)
        if canvas.width_of(self) > width:
            self.scale(width / canvas.width_of(self))
        self.lines = [_terms(formula, colors) for formula in formulas]
        for name in colors:
            if not any(name in terms for terms in self.lines):
                raise ValueError(f"no term {name!r} in the rule")

    def lit(self, *names: str) -> Self:
        """Set the terms ``names`` in their colours and all else back; for `animate` as well.

        An inner term keeps its own colour inside a lit outer one where both are named.
        """
        self.last = names
        self.set_color(self.theme.muted)
        for terms in self.lines:
            named = (name for name in names if name in terms)
            for name in sorted(named, key=lambda name: -len(terms[name])):
                terms[name].set_color(self.colors[name])
        return self

    def cue(self, until: int, **cues: float) -> Self:
        """From now on follow a clock, as said above."""
        self.until, self.cues = until, cues
        return self

    def show_at(self, moment: Moment) -> None:
        """Light what is announced at ``moment``."""
        early = moment.step < self.until - 1e-9
        names = tuple(n for n, share in self.cues.items() if not early or moment.lead > share)
        if names != self.last:
            self.lit(*names)

    def plain(self) -> Self:
        """Set everything in the colour of text."""
        self.last = None
        self.set_color(self.theme.text)
        return self


def _terms(formula: MathTypst, names: Iterable[str]) -> dict[str, VGroup]:
    """The glyphs of each of ``names`` that is a term of ``formula``."""
    found = {}
    for name in names:
        with suppress(KeyError):
            found[name] = formula.select(name)
    return found
