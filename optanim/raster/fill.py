"""Scan conversion: the triangles of a height field, from the farthest to the nearest."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from optanim.raster.kernel import kernel
from optanim.raster.shading import LEVEL, NEAR, RED, X, Y

_f, _i, _u, _long, _index = np.float32, np.int32, np.uint32, np.int64, np.uint64
_ZERO, _QUARTER, _HALF, _ONE = _f(0.0), _f(0.25), _f(0.5), _f(1.0)
_TWO, _FOUR = _f(2.0), _f(4.0)
_LARGE = _f(4000.0)  # pixels: beyond, the levels of a triangle are taken for flat
_FIXED, _TINY = _f(8192.0), _f(1e-12)
_THIN = _f(1e-4)  # width over length: a narrower triangle is a sliver, of one colour
_DENSE, _DENSEST = _f(1 / 8), _f(1 / 4)  # lines a pixel: from the first on they fade to nothing
_SLANTED, _EDGE_ON = _f(8.0), _f(24.0)  # slopes of the ground against the image: the same
_PAIR = _u(0x00FF00FF)  # two channels of a pixel at once, 16 bits apart
_OPAQUE = _u(0xFF000000)


class Strip(NamedTuple):
    """The rows from ``top`` to before ``bottom`` of an image that is ``width`` pixels wide."""

    width: int
    top: int
    bottom: int


class Ink(NamedTuple):
    """What a surface is drawn with: its ``opacity`` of 256, and the iso-lines' colour as a pixel.

    ``reach`` is how far from its middle the widest line goes, in pixels; ``close`` how near to the
    eye a triangle is cut off; ``haze`` is 1 / (the air's reach)^2; ``focal`` is the image's
    distance from the eye, in pixels.

    Arrays stay out of such records: numba counts every one that is taken out of a record, which
    would cost a sixth of the time here.
    """

    opacity: np.uint32
    line: np.uint32
    reach: np.float32
    close: np.float32
    haze: np.float32
    focal: np.float32


@kernel(error_model="numpy", inline="always", allocates=False)
def blended(under, red_blue, alpha_green, share):
    """``share`` of 256 parts of a colour over the premultiplied pixel ``under``."""
    rest = _u(256) - share
    rb = ((red_blue * share + (under & _PAIR) * rest) >> _u(8)) & _PAIR
    ag = ((alpha_green * share + ((under >> _u(8)) & _PAIR) * rest) >> _u(8)) & _PAIR
    return rb | (ag << _u(8))


@kernel(inline="always", allocates=False)
def _ceil(value):
    """The smallest whole number not below ``value`` > -1; the library's is a call a pixel row."""
    whole = _i(value)
    return whole + _i(value > _f(whole))


@kernel(inline="always", allocates=False)
def _per_pixel(of_b, of_c, b, c):
    """By how much a value changes from pixel to pixel: to the right, and downwards.

    ``of_b`` and ``of_c`` say how far the value at two vertices lies above that at the first; ``b``
    and ``c`` are what the weight of either changes by.
    """
    return of_b * b[0] + of_c * c[0], of_b * b[1] + of_c * c[1]


@kernel(error_model="numpy", inline="always", allocates=False)
def _color(vertices, corners, b, c, start):
    """A triangle's colour ``start`` away from its first corner, as one number, and its changes.

    Those are to the right and downwards; ``b`` and ``c`` as for `_per_pixel`.

    Red, green and blue, 0 to 255 in 1/8192, stand 21 bits apart, so that one addition changes all.
    Changes may be negative, and so may a channel beside the triangle: in sums they borrow from
    the next, and in the triangle all is paid back.
    """
    color = color_x = color_y = _long(0)
    for k in range(3):
        channel = RED + k
        at_a, at_b = vertices[corners[0], channel], vertices[corners[1], channel]
        at_c = vertices[corners[2], channel]
        right, down = _per_pixel(at_b - at_a, at_c - at_a, b, c)
        value = at_a + start[0] * right + start[1] * down
        apart = _long(21 * k)
        color += _long(value * _FIXED) << apart
        color_x += _long(right * _FIXED) << apart
        color_y += _long(down * _FIXED) << apart
    return color, color_x, color_y


@kernel(inline="always", allocates=False)
def _red_blue(color):
    """Red and blue of a `_color` as those of a pixel."""
    return _u((color >> _long(13)) & _long(0xFF) | (color >> _long(39)) & _long(0xFF0000))


@kernel(inline="always", allocates=False)
def _green(color):
    """Green of a `_color`, 0 to 255."""
    return _u((color >> _long(34)) & _long(0xFF))


@kernel(error_model="numpy", inline="always", allocates=False)
def _triangle(vertices, corners, bends, pixels, depth, strip, lines, ink, hint):
    """Fill the pixels whose middle lies in the triangle of three ``corners``, numbers of vertices.

    With a the uppermost, a value f of the vertices is a plane over the image,

        f(x, y) = f_a + b (f_b - f_a) + c (f_c - f_a),

    where b and c, linear in x and y, weigh the vertices. A level is curved: ``bends`` are what it
    has in the middle of the side opposite to each corner beyond the mean of that side's ends, and
    it is the parabola over the triangle through those six points, as the eye sees them. A pixel
    of level f lies |f - l| / r pixels from the iso-line of level l, where r = |grad f|, and the
    line covers it as far as this is less than the line's half width; where haze hides half the
    ground, or more, it hides the line too. The first of ``lines`` that may run here is looked for
    from the number ``hint`` on, and returned.

    Both neighbours compute a shared edge from the same two vertices in the same order, so no pixel
    is left out and none is drawn twice: translucent surfaces show no seams.
    """
    a, b, c = corners
    of_a, of_b, of_c = bends
    if vertices[b, Y] < vertices[a, Y]:
        a, b, of_a, of_b = b, a, of_b, of_a
    if vertices[c, Y] < vertices[b, Y]:
        b, c, of_b, of_c = c, b, of_c, of_b
        if vertices[b, Y] < vertices[a, Y]:
            a, b, of_a, of_b = b, a, of_b, of_a
    x0, y0, x1, y1 = vertices[a, X], vertices[a, Y], vertices[b, X], vertices[b, Y]
    x2, y2 = vertices[c, X], vertices[c, Y]
    top, bottom = _f(strip.top), _f(strip.bottom)
    first = _ceil(max(y0, top) - _HALF)
    last = _ceil(max(min(y2, bottom), top) - _HALF) - _i(1)
    area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
    leftmost, rightmost = min(x0, x1, x2), max(x0, x1, x2)
    if last >= first and area != _ZERO and rightmost > _ZERO and leftmost < _f(strip.width):
        long = (x2 - x0) / (y2 - y0)
        upper = (x1 - x0) / (y1 - y0) if y1 > y0 else _ZERO
        lower = (x2 - x1) / (y2 - y1) if y2 > y1 else _ZERO
        extent = rightmost - leftmost + y2 - y0
        thin = _THIN * extent * min(extent, _LARGE)
        share = _ONE / area if abs(area) > thin else _ZERO
        weight_b = (y2 - y0) * share, (x0 - x2) * share
        weight_c = (y0 - y1) * share, (x1 - x0) * share
        near0, near1, near2 = vertices[a, NEAR], vertices[b, NEAR], vertices[c, NEAR]
        near_x, near_y = _per_pixel(near1 - near0, near2 - near0, weight_b, weight_c)
        column = _i(max(leftmost, _ZERO))
        start = _f(column) + _HALF - x0, _f(first) + _HALF - y0
        color, color_x, color_y = _color(vertices, (a, b, c), weight_b, weight_c, start)

        level0, level1, level2 = vertices[a, LEVEL], vertices[b, LEVEL], vertices[c, LEVEL]
        if max(rightmost - leftmost, y2 - y0) < _LARGE:
            of_a = _seen_bend(of_a, level1, near1, level2, near2)
            of_b = _seen_bend(of_b, level2, near2, level0, near0)
            of_c = _seen_bend(of_c, level0, near0, level1, near1)
        else:
            of_a, of_b, of_c = _ZERO, _ZERO, _ZERO
        plane = _per_pixel(level1 - level0 + of_c, level2 - level0 + of_b, weight_b, weight_c)
        curve = _curve(of_a, of_b, of_c, weight_b, weight_c)
        steepest = _steepest(plane, curve, (x1 - x0, y1 - y0), (x2 - x0, y2 - y0))
        reach = ink.reach * steepest
        spread = (abs(of_a) + abs(of_b) + abs(of_c)) * _f(0.25) + reach
        hint = _next_line(lines, min(level0, level1, level2) - spread, hint)
        highest = max(level0, level1, level2) + spread
        lined = hint < len(lines) and lines[hint, 0] < highest
        clear = _clear(near0, near_x, near_y, ink) if lined else _ONE
        plain = not lined and ink.opacity >= _u(256)

        for y in range(first, last + 1):
            middle = _f(y) + _HALF
            one = x0 + (middle - y0) * long
            other = x0 + (middle - y0) * upper if middle < y1 else x1 + (middle - y1) * lower
            left, right = min(one, other), max(one, other)
            start = _ceil(max(left, _ZERO) - _HALF)
            stop = _ceil(max(min(right, _f(strip.width)), _ZERO) - _HALF)
            if stop <= start:
                color += color_y
                continue
            dx, dy = _f(start) + _HALF - x0, middle - y0
            near = near0 + dx * near_x + dy * near_y
            here = color + _long(start - column) * color_x
            color += color_y
            at = _index(y) * _index(strip.width) + _index(start)
            end = at + _index(stop - start)
            if not plain:
                level = level0 + dx * plane[0] + dy * plane[1]
                level += dx * (dx * curve[0] + dy * curve[1]) + dy * dy * curve[2]
                slope_x = plane[0] + _TWO * dx * curve[0] + dy * curve[1]
                slope_y = plane[1] + dx * curve[1] + _TWO * dy * curve[2]
                wide = _f(stop - start)
                end_level = level + wide * (slope_x + wide * curve[0])
                around = reach + _QUARTER * abs(curve[0]) * wide * wide
                hint = _next_line(lines, min(level, end_level) - around, hint)
                highest = max(level, end_level) + around
                near_lines = lined and hint < len(lines) and lines[hint, 0] < highest
                several = near_lines and hint + 1 < len(lines) and lines[hint + 1, 0] < highest
                if near_lines or ink.opacity < _u(256):
                    _inked_row(
                        pixels, depth, at, end, (near, near_x), (here, color_x),
                        (level, slope_x, slope_y), curve, (near_lines, several, reach, clear, hint),
                        lines, ink,
                    )  # fmt: skip
                    continue
            while at < end:
                pixels[at] = _red_blue(here) | _green(here) << _u(8) | _OPAQUE
                depth[at] = near
                at += _index(1)
                near += near_x
                here += color_x
    return hint


@kernel(error_model="numpy", inline="always", allocates=False)
def _clear(near, near_x, near_y, ink):
    """How much of its opacity a line has on a triangle as near, and with nearness so steep.

    Where haze hides half the ground, or more, it hides the line too. On ground that is seen edge-on
    only bits of a line would be seen; the slope of such ground against the image is ``steep``.
    """
    steep = math.sqrt(near_x * near_x + near_y * near_y) * ink.focal / near
    faced = min(max((_EDGE_ON - steep) / (_EDGE_ON - _SLANTED), _ZERO), _ONE)
    return faced * min(_TWO * math.exp(-ink.haze / (near * near)), _ONE)


@kernel(inline="always", allocates=False)
def _next_line(lines, level, hint):
    """The number of the first of ``lines`` not below ``level``; it is not far from ``hint``."""
    while hint > 0 and lines[hint - 1, 0] >= level:
        hint -= 1
    while hint < len(lines) and lines[hint, 0] < level:
        hint += 1
    return hint


@kernel(inline="always", allocates=False)
def _seen_bend(bend, level_a, near_a, level_b, near_b):
    """Four times what a side's level has beyond the mean of its ends, in its middle on the image.

    Of a side that leads away from the eye, the middle on the image is not that in space.
    """
    share = near_b / (near_a + near_b)
    return _FOUR * ((share - _HALF) * (level_b - level_a) + _FOUR * bend * share * (_ONE - share))


@kernel(inline="always", allocates=False)
def _curve(of_a, of_b, of_c, b, c):
    """The factors of x^2, x y and y^2 of of_c b (1-b-c) + of_b c (1-b-c) + of_a b c."""
    mixed = of_a - of_b - of_c
    return (
        mixed * b[0] * c[0] - of_c * b[0] * b[0] - of_b * c[0] * c[0],
        mixed * (b[0] * c[1] + b[1] * c[0]) - _TWO * (of_c * b[0] * b[1] + of_b * c[0] * c[1]),
        mixed * b[1] * c[1] - of_c * b[1] * b[1] - of_b * c[1] * c[1],
    )


@kernel(inline="always", allocates=False)
def _steepest(plane, curve, side_b, side_c):
    """The steepest that the level is at the corners of a triangle, in levels a pixel."""
    steepest = plane[0] * plane[0] + plane[1] * plane[1]
    for x, y in (side_b, side_c):
        slope_x = plane[0] + _TWO * x * curve[0] + y * curve[1]
        slope_y = plane[1] + x * curve[1] + _TWO * y * curve[2]
        steepest = max(steepest, slope_x * slope_x + slope_y * slope_y)
    return math.sqrt(steepest)


@kernel(error_model="numpy", inline="always", allocates=False)
def _inked_row(pixels, depth, at, end, nearness, colors, levels, curve, near_lines, lines, ink):
    """Blend the pixels from ``at`` to before ``end``, iso-lines drawn on them.

    ``nearness`` and ``colors``, as of `_color`, are the first pixel's and the change a pixel;
    ``levels`` are the first pixel's level
    and its slopes to the right and downwards, ``curve`` how these change. ``near_lines``: whether
    any line may run here, whether more than one, how many levels from its middle it ends, what haze
    leaves of it, and the first one's number.
    """
    near, near_x = nearness
    level, slope_x, slope_y = levels
    lined, several, reach, clear, k = near_lines
    color, color_x = colors
    last = len(lines) - 1
    line_rb, line_ag = ink.line & _PAIR, (ink.line >> _u(8)) & _PAIR
    while at < end:
        rb, ag = _red_blue(color), _green(color) | _OPAQUE >> _u(8)
        share = ink.opacity
        if lined:
            while several and k < last and abs(lines[k + 1, 0] - level) < abs(lines[k, 0] - level):
                k += 1
            while several and k > 0 and abs(lines[k - 1, 0] - level) < abs(lines[k, 0] - level):
                k -= 1
            away = abs(lines[k, 0] - level)
            if away < reach:
                rate = math.sqrt(slope_x * slope_x + slope_y * slope_y) + _TINY
                cover = lines[k, 1] + _HALF - away / rate
                dense = rate * lines[k, 3]
                if cover > _ZERO and dense < _DENSEST:
                    fade = min((_DENSEST - dense) / (_DENSEST - _DENSE), _ONE)
                    wet = _u(min(cover, _ONE) * fade * clear * lines[k, 2] * _f(256.0))
                    rb = ((rb * (_u(256) - wet) + line_rb * wet) >> _u(8)) & _PAIR
                    ag = ((ag * (_u(256) - wet) + line_ag * wet) >> _u(8)) & _PAIR
                    share = ink.opacity + (((_u(256) - ink.opacity) * wet) >> _u(8))
        if share >= _u(256):
            pixels[at] = rb | (ag << _u(8))
        else:
            pixels[at] = blended(pixels[at], rb, ag, share)
        depth[at] = near
        at += _index(1)
        near += near_x
        level += slope_x + curve[0]
        slope_x += _TWO * curve[0]
        slope_y += curve[1]
        color += color_x


@kernel(error_model="numpy", allocates=False)
def fill(vertices, spare, solid, bends, row_order, column_order, pixels, depth, strip, lines, ink):
    """Draw what lies on a ``strip`` of all solid cells, by rows and columns, farthest first.

    ``vertices`` (n, 7) are those of `shading.shade`; the four from number ``spare`` on are for this
    strip alone to write. ``solid`` (rows, columns) tells cells from holes. ``bends`` (n, 3) are
    what the levels of the sides that lead from a vertex to the right, up, and to the right and up
    have in their middles beyond the mean of their ends. ``pixels`` (height * width,) uint32 and
    ``depth`` float32 are changed; the strip's ``depth`` then holds the nearness of what is nearest,
    0 where nothing is. Row k of ``lines`` (n, 4) float32 is an iso-line: its level, ascending, its
    half width in pixels, its opacity, and 1 / (the levels between it and lines like it). Lines that
    stand closer than `_DENSE` says fade.
    """
    columns = solid.shape[1] + 1
    hint = 0
    for at in range(_index(strip.top * strip.width), _index(strip.bottom * strip.width)):
        depth[at] = _ZERO
    for j in row_order:
        for i in column_order:
            if not solid[j, i]:
                continue
            a = _index(j * columns + i)  # unsigned numbers need no look at their sign
            b, d = a + _index(1), a + _index(columns)
            c = d + _index(1)
            nears = vertices[a, NEAR], vertices[b, NEAR], vertices[c, NEAR], vertices[d, NEAR]
            if min(nears) > _ZERO:
                if not _on_strip(vertices, a, b, c, d, strip):
                    continue
                for half in range(2):
                    if half == 0:
                        corners, of = (a, b, c), (bends[b, 1], bends[a, 2], bends[a, 0])
                    else:
                        corners, of = (a, c, d), (bends[d, 0], bends[a, 1], bends[a, 2])
                    hint = _triangle(vertices, corners, of, pixels, depth, strip, lines, ink, hint)
            elif max(nears) > _ZERO:
                _cut(vertices, spare, (a, b, c), pixels, depth, strip, lines, ink)
                _cut(vertices, spare, (a, c, d), pixels, depth, strip, lines, ink)


@kernel(inline="always", allocates=False)
def _on_strip(vertices, a, b, c, d, strip):
    """Whether the middle of any pixel may lie within the four vertices."""
    left = min(vertices[a, X], vertices[b, X], vertices[c, X], vertices[d, X])
    right = max(vertices[a, X], vertices[b, X], vertices[c, X], vertices[d, X])
    top = min(vertices[a, Y], vertices[b, Y], vertices[c, Y], vertices[d, Y])
    bottom = max(vertices[a, Y], vertices[b, Y], vertices[c, Y], vertices[d, Y])
    inside = right > _ZERO and left < _f(strip.width)
    return inside and bottom > _f(strip.top) and top < _f(strip.bottom)


@kernel(error_model="numpy", allocates=False)
def _cut(vertices, spare, corners, pixels, depth, strip, lines, ink):
    """Fill what of a triangle lies before the eye; its new corners take the spare vertices."""
    count = 0
    for side in range(3):
        here, there = corners[side], corners[(side + 1) % 3]
        if vertices[here, NEAR] > _ZERO:
            for k in range(vertices.shape[1]):
                vertices[spare + count, k] = vertices[here, k]
            count += 1
        if (vertices[here, NEAR] > _ZERO) != (vertices[there, NEAR] > _ZERO):
            front, behind = (here, there) if vertices[here, NEAR] > _ZERO else (there, here)
            _come_close(vertices, front, behind, spare + count, ink.close)
            count += 1
    hint = 0
    for k in range(1, count - 1):
        fan, flat = (spare, spare + k, spare + k + 1), (_ZERO, _ZERO, _ZERO)
        hint = _triangle(vertices, fan, flat, pixels, depth, strip, lines, ink, hint)


@kernel(error_model="numpy", allocates=False)
def _come_close(vertices, front, behind, out, close):
    """Write into row ``out`` the point between two vertices that is ``close`` to the eye."""
    away = _ONE / vertices[front, NEAR]
    share = (away - close) / (away - close - vertices[behind, NEAR])
    for k in range(vertices.shape[1]):
        start, end = vertices[front, k], vertices[behind, k]
        if k in (X, Y):
            start *= away
        vertices[out, k] = start + share * (end - start)
    vertices[out, X] /= close
    vertices[out, Y] /= close
    vertices[out, NEAR] = _ONE / close
