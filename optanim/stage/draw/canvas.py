"""The sheet a film is drawn on: its theme, its words, its frame and its unit of size."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from tempfile import gettempdir
from xml.etree.ElementTree import ParseError

import manimpango
import numpy as np
from manim import UL, Camera, LineJointType, MathTypst, Mobject, Text, VMobject, config

from optanim.base.errors import OptanimError
from optanim.base.immutable import Immutable
from optanim.base.lettering import settable, undrawable
from optanim.base.text import from_right
from optanim.look.theme import Theme
from optanim.look.words import Words
from optanim.stage.draw.layout import Region, frame_region
from optanim.stage.draw.one_baseline import OneBaseline
from optanim.stage.draw.paths import dashes
from optanim.stage.draw.type import Type

SMALL, BODY, LARGE, TITLE = 34.0, 38.0, 50.0, 64.0
"""Type sizes (one em) in design pixels; nothing on screen is set smaller."""

_TEXT_EM = 1 / 72  # scene units per font_size point of one em of Manim's Text (Pango, 96 dpi)
_MATH_EM = 1 / 96  # the same for Typst, whose pages Manim scales by 1/960 per tenth of a point
_DRAWN_AT = 96.0  # small type is hinted badly by Pango, so all text is set large and scaled
_SIGNS = {"√": "DejaVu Sans"}  # set in another font: Inter's root has no bar, it looks like a tick


@dataclass(frozen=True, eq=False)
class Canvas(Immutable):
    """Theme, words and frame of one film.

    Sizes are given in design pixels, which `Region` explains.
    """

    theme: Theme
    words: Words
    frame: Region

    @classmethod
    def of(cls, camera: Camera, theme: Theme, words: Words) -> Canvas:
        """The canvas of a camera's frame.

        Raises OptanimError where the theme's font or the language's is missing, or the words cannot
        be drawn.
        """
        installed = manimpango.list_fonts()
        if theme.font not in installed:
            raise OptanimError(
                f"the font {theme.font!r} is not installed: `make setup` installs it, "
                "or name another in the theme"
            )
        if words.font and words.font not in installed:
            raise OptanimError(
                f"the font {words.font!r} of the language {words.language!r} is not installed: "
                f"it is in the package {words.package} of Debian and Ubuntu"
            )
        if why := undrawable(" ".join(" ".join(words.texts).split()), _families(theme, words)):
            raise OptanimError(f"words of the language {words.language!r}: {why}")
        return cls(theme, words, frame_region(camera))

    @property
    def font(self) -> str:
        """The font of all type; for what it lacks the language's, after a comma, if it has one."""
        return _families(self.theme, self.words)

    @property
    def px(self) -> float:
        """Scene units to a design pixel."""
        return self.frame.px

    def width_of(self, mobject: Mobject) -> float:
        """How wide ``mobject`` is, in design pixels."""
        return mobject.width / self.px

    def height_of(self, mobject: Mobject) -> float:
        """How high ``mobject`` is, in design pixels."""
        return mobject.height / self.px

    def text(
        self, words: str, size: float = BODY, color: str | None = None, weight: str = "NORMAL"
    ) -> Type:
        """One line or several of plain text, ``size`` design pixels to the em."""
        line = _typeset(words, self.font, weight).copy()
        line.set_fill(color or self.theme.text)
        return line.scale(size * self.px / (_DRAWN_AT * _TEXT_EM))

    def math(self, formula: str, size: float = BODY, color: str | None = None) -> MathTypst:
        """A formula in Typst's notation, its letters as large as text of that ``size``."""
        math = MathTypst(formula, font_size=_DRAWN_AT, color=color or self.theme.text)
        for part in math.get_family():  # a formula met before keeps another: Manim's key sees it
            part.set_sheen_direction(UL, family=False)
        return math.scale(1.12 * size * self.px / (_DRAWN_AT * _MATH_EM))

    def stroke(self, pixels: float) -> float:
        """Manim's stroke width for a line of so many design ``pixels``."""
        return pixels * self.px / 0.01

    def pixels(self, region: Region, width: int) -> dict[str, float]:
        """The edges of ``region`` in pixels of a frame ``width`` pixels wide, from its corner."""
        scale = width / (self.frame.right - self.frame.left)
        return {
            "left": (region.left - self.frame.left) * scale,
            "right": (region.right - self.frame.left) * scale,
            "top": (self.frame.top - region.top) * scale,
            "bottom": (self.frame.top - region.bottom) * scale,
        }

    def dashes(self, corners: np.ndarray, dash: float = 12.0, gap: float = 9.0) -> np.ndarray:
        """Cubic points of ``corners`` (n, 2) in dashes; ``dash`` and ``gap`` in design pixels."""
        return dashes(corners, dash * self.px, gap * self.px)

    def shape(
        self, color: str, edge: str | None = None, pixels: float = 0.0, opacity: float = 1.0
    ) -> VMobject:
        """An empty path that is filled, with an ``edge`` of that colour if there is to be one."""
        return VMobject(
            fill_color=color,
            fill_opacity=opacity,
            stroke_color=edge,
            stroke_width=self.stroke(pixels) if edge else 0.0,
        )

    def line(self, color: str, pixels: float, opacity: float = 1.0) -> VMobject:
        """An empty path that is stroked, never filled; write its points with ``paths``."""
        return VMobject(
            stroke_color=color,
            stroke_width=self.stroke(pixels),
            stroke_opacity=opacity,
            fill_opacity=0.0,
            joint_type=LineJointType.ROUND,
        )


def _families(theme: Theme, words: Words) -> str:
    """A list of fonts as Pango takes it: each letter is set in the first that has it."""
    return f"{theme.font}, {words.font}" if words.font else theme.font


@lru_cache(maxsize=1000)
def _typeset(words: str, font: str, weight: str) -> Type:
    """``words`` at the size that all text is drawn at; kept, for nothing takes a film longer.

    Ligatures stay on: without them Manim takes a glyph for each character, and fails where a font
    joins some ("->" in Inter, most of Arabic). Pieces in different fonts are set one after another
    from the left: what is written from the right is therefore set in one.
    """
    if why := undrawable(words, font):
        raise OptanimError(f"{words!r}: {why}")
    signs = {} if from_right(words) else _SIGNS
    several = "," in font and any(sign in words for sign in signs)
    with _unbroken(), _with_room():
        text = (OneBaseline if several else Text)(
            settable(words),
            font=font,
            font_size=_DRAWN_AT,
            weight=weight,
            line_spacing=0.7,
            t2f=signs,
            warn_missing_font=False,  # it takes a list of fonts for the name of one
        )
    return Type(text)


@contextmanager
def _unbroken() -> Iterator[None]:
    """Text made within is not broken into lines: Manim breaks it at the film's width in pixels."""
    before = config.pixel_width
    config.pixel_width = 100_000
    try:
        yield
    finally:
        config.pixel_width = before


@contextmanager
def _with_room() -> Iterator[None]:
    """Say so where the file that a text is set in cannot be written, or is only half there."""
    try:
        yield
    except Exception as error:
        if type(error) is not Exception and not isinstance(error, ParseError):  # Pango's, or XML's
            raise
        where = gettempdir()
        raise OptanimError(f"{where}: type cannot be set there, is the disk full?") from None
