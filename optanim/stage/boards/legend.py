"""Names, shapes, colours and hyperparameters of the racers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from manim import VGroup, VMobject

from optanim.base.numbers import number
from optanim.optimizers.optimizer import Optimizer
from optanim.runs.run import Schedule
from optanim.stage.draw.canvas import BODY, SMALL, Canvas
from optanim.stage.draw.fitting import LEGIBLE, fitted
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import polygon
from optanim.stage.draw.type import Type

SYMBOLS: Mapping[str, str] = MappingProxyType(
    {"lr": "η", "momentum": "γ", "alpha": "α", "rho": "ρ", "weight_decay": "λ", "betas": "β"}
)
"""The letters of an optimizer that is not in the table: its arguments are torch's words."""
SUBSCRIPTS = "₁₂₃₄"
RIM = 2.5  # design pixels around a shape that stands on a map


def hyperparameters(optimizer: Optimizer) -> list[str]:
    """The optimizer's main settings in the symbols of its formula: "η 0.1" and "γ 0.2".

    Those that are 0 are off and left out.
    """
    parts, settings = [], optimizer.settings
    for key, symbol in (optimizer.kind.symbols if optimizer.kind else SYMBOLS).items():
        value = settings.get(key)
        if isinstance(value, tuple):
            pairs = zip(SUBSCRIPTS, value, strict=False)
            parts += [f"{symbol}{i} {number(v)}" for i, v in pairs if isinstance(v, int | float)]
        elif isinstance(value, int | float) and value:
            parts.append(f"{symbol} {number(value)}")
    return parts


def symbol(canvas: Canvas, name: str, radius: float, rim: str | None = None) -> VMobject:
    """The racer's shape in its colour, ``radius`` pixels large, in a ``rim`` of that colour."""
    color = canvas.theme.racer(name)
    shape = canvas.shape(color, rim, RIM)
    shape.points = polygon(canvas.theme.outline(name) * radius * canvas.px)
    return shape


def entry(
    canvas: Canvas,
    name: str,
    label: str,
    place: Region,
    x: float,
    size: float = BODY,
    glyph: int | None = None,
    on_map: bool = False,
) -> VGroup:
    """The racer's shape and its name, within ``place``; ``x``, ``glyph`` as in `place_type`.

    ``on_map``, which may have the racer's colour, the name is the text's and the shape has a rim.
    A name that begins with an accented letter, or in another script, stands on the line of the
    others by whichever of its glyphs is as high as a capital, unless a ``glyph`` is named.
    """
    indent = 1.1 * size
    theme, room = canvas.theme, place.width - indent
    color = theme.text if on_map else theme.racer(name)
    text = fitted(canvas, label, room, size, color, weight="SEMIBOLD")
    if glyph is None and not text.words[:1].isascii():
        glyph = text.nearest_to(canvas.text("H", size, weight="SEMIBOLD").height)
    place.cut(left=indent).place_type(text, x, glyph or 0)
    shape = symbol(canvas, name, 0.28 * size, theme.rim if on_map else None)
    shape.shift((text.get_left()[0] - 0.62 * indent * canvas.px, place.center[1], 0.0))
    return VGroup(shape, text)


def row(canvas: Canvas, optimizer: Optimizer, place: Region, name_width: float) -> VGroup:
    """Shape, name and hyperparameters in a row; the latter begin after ``name_width`` pixels."""
    title, rest = place.columns(name_width, None)
    told = VGroup(entry(canvas, optimizer.label, optimizer.label, title, x=0.0))
    if line := settings(canvas, optimizer):
        told.add(place_settings(canvas, line, rest, x=0.0))
    return told


def settings(
    canvas: Canvas,
    optimizer: Optimizer,
    width: float = np.inf,
    schedule: Schedule | None = None,
    color: str | None = None,
) -> Type | None:
    """The optimizer's hyperparameters in small type, as many of the first as ``width`` pixels hold.

    The type is made a little smaller first.

    The name of the learning rate's ``schedule`` stands behind the first. They are in the muted
    colour, unless another ``color`` is named.
    None where the optimizer has none that are known, or ``width`` has room for none.
    """
    (line,) = settings_alike(canvas, [(optimizer, schedule)], width)
    return line if line is None or color is None else line.set_fill(color)


def settings_alike(
    canvas: Canvas, racers: Sequence[tuple[Optimizer, Schedule | None]], width: float
) -> list[Type | None]:
    """`settings` of each of several optimizers, all in the size that the longest line needs."""
    lines = [_line(canvas, _parts(*racer), width) for racer in racers]
    wide = [canvas.width_of(line) for line in lines if line is not None]
    shrink = min([1.0, *(width / each for each in wide)])
    return [None if line is None else line.scale(shrink) for line in lines]


def are_whole(
    canvas: Canvas,
    racers: Sequence[tuple[Optimizer, Schedule | None]],
    width: float,
    least: float = LEGIBLE,
) -> bool:
    """Whether ``width`` pixels hold all hyperparameters of each of several optimizers.

    In type that is made smaller if need be, down to ``least`` of its size.
    """
    every = ["  ".join(parts) for racer in racers if (parts := _parts(*racer))]
    return all(least * canvas.width_of(canvas.text(line, SMALL)) <= width for line in every)


def _parts(optimizer: Optimizer, schedule: Schedule | None) -> list[str]:
    parts = hyperparameters(optimizer)
    parts[1:1] = [] if schedule is None else [schedule.name]
    return parts


def _line(canvas: Canvas, parts: Sequence[str], width: float) -> Type | None:
    """As many of the first ``parts`` as can be read where they are made as small as that needs."""
    for count in range(len(parts), 0, -1):
        line = canvas.text("  ".join(parts[:count]), SMALL, canvas.theme.muted)
        if LEGIBLE * canvas.width_of(line) <= width:
            return line
    return None


def place_settings(canvas: Canvas, line: Type, place: Region, x: float = 0.5) -> Type:
    """Move ``line``, which `settings` gave, within ``place``; it stands there by its last digit."""
    digit = canvas.text("0", SMALL).height
    return place.place_type(line, x, line.last_as_high_as(digit))
