"""Ticks, tick labels and titles along the edges of a rectangle, set in the film's own type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from manim import DEGREES, LEFT, VGroup, VMobject

from optanim.base.numbers import number, round_ticks, whole_ticks
from optanim.base.window import Window
from optanim.look.axis_words import column_names, parameter_names
from optanim.runs.data import XY
from optanim.runs.problem import Problem
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.fitting import fitting
from optanim.stage.draw.layout import Region
from optanim.stage.draw.notation import Notation
from optanim.stage.draw.paths import joined, polygon, polyline

TICK = 8.0  # design pixels: how long a tick is
DIGIT = 20.0  # design pixels: how wide a small digit is, about
APART, MOST = 56.0, 9  # design pixels between two ticks, at least; ticks on an axis, at most
AIR = 12.0  # design pixels between a label that was moved in and the next
LABELS_BELOW, TITLE_BELOW = 28.0, 70.0  # design pixels from the rectangle to their middles
LABELS_BESIDE, TITLE_BESIDE = 14.0, 10.0  # design pixels left free at the right of them
INNER = 0.9  # of the frame: what is to be read stands there
LEFT_MARGIN, BELOW_MARGIN = 124.0, 92.0
"""Room in design pixels that labels and title need beside and below a rectangle."""


def inside(region: Region, right: float = 0.0, top: float = 0.0) -> Region:
    """The rectangle that is left of ``region`` for what has axes, labels and titles.

    ``right`` and ``top`` are design pixels that stay free beyond the axes' ends.
    """
    return region.cut(left=LEFT_MARGIN, bottom=BELOW_MARGIN, right=right, top=top)


def fitting_ticks(
    low: float,
    high: float,
    length: float,
    most: int = MOST,
    whole: bool = False,
    label: Callable[[float], str] = number,
) -> np.ndarray:
    """As many round ticks as find room for their labels on an edge of ``length`` design pixels.

    Not more than ``most``, and only at ``whole`` numbers if that is wanted; ``label`` writes them.
    """
    find = whole_ticks if whole else round_ticks
    for count in range(max(2, min(most, int(length / APART))), 1, -1):
        ticks = find(low, high, count)
        widest = max((len(label(tick)) for tick in ticks), default=0)
        if len(ticks) < 2 or length * (ticks[1] - ticks[0]) / (high - low) > DIGIT * (widest + 0.5):
            return ticks
    return ticks[:: len(ticks) - 1]


def titles(canvas: Canvas, problem: Problem, lengths: tuple[float, float]) -> tuple[str, str]:
    """The two parameters' names, and of what they are where the data's columns have names.

    That is shortened to ``lengths``, in design pixels, and left out where half of it had to go, or
    some of the parameter's name.
    """
    plain = parameter_names(canvas.words, problem)
    if not problem.has_data or problem.columns == XY:
        return plain
    x, y = column_names(canvas.words, problem)
    full = (
        canvas.words("axis.intercept_of", name=plain[0], y=y),
        canvas.words("axis.slope_of", name=plain[1], x=x, y=y),
    )
    fit = [fitting(canvas, title, length) for title, length in zip(full, lengths, strict=True)]
    first, second = (
        f if 2 * len(f) > len(t) and p in f else p for f, t, p in zip(fit, full, plain, strict=True)
    )
    return first, second


def border(canvas: Canvas, region: Region) -> VMobject:
    """The rectangle's outline."""
    line = canvas.line(canvas.theme.frame, 2)
    line.points = polygon(region.corners)
    return line


def edges(canvas: Canvas, region: Region, open_ended: bool) -> VMobject:
    """The outline of a map, or its left and lower edge if it goes on beyond: ``open_ended``."""
    if not open_ended:
        return border(canvas, region)
    return corner(canvas, region, canvas.theme.level).set_stroke(opacity=0.6)


def corner(canvas: Canvas, region: Region, color: str) -> VMobject:
    """Two edges of the rectangle, the left and the lower one: axes over what goes on around."""
    line = canvas.line(color, 2)
    line.points = polyline(region.corners[[3, 0, 1]])
    return line


def below(
    canvas: Canvas,
    region: Region,
    shares: np.ndarray,
    labels: list[str],
    title: str,
    overhang: float = np.inf,
    color: str = "",
) -> VGroup:
    """Ticks at ``shares`` (n,) of the width, their labels and the title below the rectangle.

    A label that stands out by more than ``overhang`` design pixels is moved in, or left out where
    that is too close to the next one. Ticks and labels have the ``color``, if one is given.
    """
    feet = [(region.at(x, 0), (0, -1)) for x in shares]
    group = VGroup(_ticks(canvas, feet, color))
    texts = [canvas.text(label, SMALL, color or canvas.theme.muted) for label in labels]
    for x, text in zip(shares, texts, strict=True):
        text.move_to(region.at(x, 0, up=-LABELS_BELOW))
    for k, text in enumerate(texts):
        moved = _moved_in(text, region, overhang)
        beside = [*texts[max(k - 1, 0) : k], *texts[k + 1 : k + 2]]
        if not moved or all(_apart(text, other) > AIR * canvas.px for other in beside):
            group.add(text)
    if title:
        group.add(canvas.text(title, SMALL).move_to(region.at(0.5, 0, up=-TITLE_BELOW)))
    return group


def beside(
    canvas: Canvas,
    region: Region,
    shares: np.ndarray,
    labels: list[str],
    title: str,
    color: str = "",
) -> VGroup:
    """Ticks at ``shares`` (n,) of the height, their labels and the title left of the rectangle.

    Ticks and labels have the ``color``, if one is given.
    """
    group = VGroup(_ticks(canvas, [(region.at(0, y), (-1, 0)) for y in shares], color))
    for y, label in zip(shares, labels, strict=True):
        text = canvas.text(label, SMALL, color or canvas.theme.muted)
        group.add(text.next_to(region.at(0, y, right=-LABELS_BESIDE), LEFT, buff=0.0))
    if title:
        text = canvas.text(title, SMALL).rotate(90 * DEGREES)
        text.next_to(group, LEFT, buff=TITLE_BESIDE * canvas.px)
        group.add(_kept_in(canvas, text.set_y(region.center[1])))
    return group


def plane(
    canvas: Canvas,
    region: Region,
    spans: Sequence[tuple[float, float]],
    titles: Sequence[str],
    overhang: float = np.inf,
    color: str = "",
) -> VGroup:
    """Axes of two numbers: below the rectangle the first, beside it the second.

    ``spans`` are the numbers at the rectangle's edges. An axis without a title is left out.
    ``overhang`` and ``color`` are as for `below`.
    """
    group = VGroup()
    lengths = region.width, region.height
    draws: tuple[Callable[..., VGroup], ...] = (
        partial(below, overhang=overhang, color=color),
        partial(beside, color=color),
    )
    for draw, span, length, title in zip(draws, spans, lengths, titles, strict=True):
        if title:
            notation = Notation(*span)
            ticks = fitting_ticks(*span, length, label=notation.label)
            shares = (ticks - span[0]) / (span[1] - span[0])
            labels = [notation.label(tick) for tick in ticks]
            group.add(draw(canvas, region, shares, labels, notation.title(canvas, title)))
    return group


def of_window(
    canvas: Canvas,
    problem: Problem,
    window: Window,
    region: Region,
    shown: tuple[bool, bool] = (True, True),
    overhang: float = np.inf,
    color: str = "",
) -> VGroup:
    """The axes of the two parameters of ``problem``, of a ``window`` that fills the rectangle.

    Only those that are ``shown``; ``overhang`` and ``color`` are as for `below`.
    """
    spans = window.intercept, window.slope
    left, under = (Notation(*span).room(canvas) for span in spans)
    names = titles(canvas, problem, (region.width - left, region.height - under))
    wanted = [name if yes else "" for name, yes in zip(names, shown, strict=True)]
    return plane(canvas, region, spans, wanted, overhang, color)


def _kept_in(canvas: Canvas, title: VMobject) -> VMobject:
    """A ``title`` beside an axis, moved towards it where its letters are so tall that it must be.

    As Chinese ones may be: Latin letters keep within the inner nine tenths of the frame as it is.
    """
    over = INNER * canvas.frame.left - canvas.px - title.get_left()[0]
    return title.shift((over, 0.0, 0.0)) if 0.0 < over < TITLE_BESIDE * canvas.px else title


def _moved_in(text: VMobject, region: Region, overhang: float) -> bool:
    """Whether ``text`` stood out of ``region`` by more than ``overhang``, and so was moved in."""
    room = region.size[0] / 2 + overhang * region.px - text.width / 2
    off = text.get_center()[0] - region.center[0]
    inward = float(np.clip(off, -room, room)) - off if room > 0.0 else 0.0
    text.shift((inward, 0.0, 0.0))
    return inward != 0.0


def _apart(one: VMobject, other: VMobject) -> float:
    """How far two texts of one row are apart, in scene units; negative where they overlap."""
    away = abs(one.get_center()[0] - other.get_center()[0])
    return float(away - (one.width + other.width) / 2)


def _ticks(canvas: Canvas, feet: list[tuple[np.ndarray, tuple[int, int]]], color: str) -> VMobject:
    line = canvas.line(color or canvas.theme.frame, 2)
    length = TICK * canvas.px
    pieces = [
        polyline(np.array([foot[:2], foot[:2] + length * np.array(outward)]))
        for foot, outward in feet
    ]
    line.points = joined(pieces)
    return line
