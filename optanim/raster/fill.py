"""Scan conversion: the triangles of a height field, from the farthest to the nearest."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from optanim.raster.kernel import kernel
from optanim.raster.shading import BLUE, GREEN, LEVEL, NEAR, RED, X, Y

_f, _i, _u, _index = np.float32, np.int32, np.uint32, np.uint64
_HALF, _ONE, _ZERO = _f(0.5), _f(1.0), _f(0.0)
_FIXED = _f(65536.0)
_PAIR = _u(0x00FF00FF)  # two channels of a pixel at once, 16 bits apart
_OPAQUE = _u(0xFF000000)


class Size(NamedTuple):
    """Of the image, in pixels."""

    width: int
    height: int


class Ink(NamedTuple):
    """What a surface is drawn with: its ``opacity`` of 256, and the iso-lines' colour as a pixel.

    ``reach`` is how far from its middle the widest line goes, in pixels.

    Arrays stay out of such records: numba counts every one that is taken out of a record, which
    would cost a sixth of the time here.
    """

    opacity: np.uint32
    line: np.uint32
    reach: np.float32


@kernel(error_model="numpy", inline="always")
def _blend(under, red_blue, alpha_green, share):
    """``share`` of 256 parts of a colour over the premultiplied pixel ``under``."""
    rest = _u(256) - share
    rb = ((red_blue * share + (under & _PAIR) * rest) >> _u(8)) & _PAIR
    ag = ((alpha_green * share + ((under >> _u(8)) & _PAIR) * rest) >> _u(8)) & _PAIR
    return rb | (ag << _u(8))


@kernel(inline="always")
def _ceil(value):
    """The smallest whole number not below ``value`` > -1; the library's is a call a pixel row."""
    whole = _i(value)
    return whole + _i(value > _f(whole))


@kernel(inline="always")
def _per_pixel(of_b, of_c, b, c):
    """By how much a value changes from pixel to pixel: to the right, and downwards.

    ``of_b`` and ``of_c`` say how far the value at two vertices lies above that at the first; ``b``
    and ``c`` are what the weight of either changes by.
    """
    return of_b * b[0] + of_c * c[0], of_b * b[1] + of_c * c[1]


@kernel(error_model="numpy")
def _triangle(vertices, a, b, c, pixels, depth, size, lines, ink):
    """Fill the pixels whose middle lies in the triangle of the vertices a, b and c.

    With a the uppermost, every value f of the vertices is a plane over the image,

        f(x, y) = f_a + (x - x_a) df/dx + (y - y_a) df/dy,

    whose two slopes follow from the weights of b and c. A pixel of level f lies |f - n| / r pixels
    from the iso-line n, where r = |grad f|, and the line covers it as far as this is less than the
    line's half width. Both neighbours compute a shared edge from the same two vertices in the same
    order, so no pixel is left out and none is drawn twice: translucent surfaces show no seams.
    """
    if vertices[b, Y] < vertices[a, Y]:
        a, b = b, a
    if vertices[c, Y] < vertices[b, Y]:
        b, c = c, b
        if vertices[b, Y] < vertices[a, Y]:
            a, b = b, a
    x0, y0, x1, y1 = vertices[a, X], vertices[a, Y], vertices[b, X], vertices[b, Y]
    x2, y2 = vertices[c, X], vertices[c, Y]
    if not (y2 > _ZERO and y0 < _f(size.height)):
        return
    first = _ceil(max(y0, _ZERO) - _HALF)
    last = _ceil(min(y2, _f(size.height)) - _HALF) - _i(1)
    if last < first:
        return
    area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
    if area == _ZERO:
        return
    long = (x2 - x0) / (y2 - y0)
    upper = (x1 - x0) / (y1 - y0) if y1 > y0 else _ZERO
    lower = (x2 - x1) / (y2 - y1) if y2 > y1 else _ZERO

    share = _ONE / area
    weight_b = (y2 - y0) * share, (x0 - x2) * share
    weight_c = (y0 - y1) * share, (x1 - x0) * share
    near0, level0 = vertices[a, NEAR], vertices[a, LEVEL] + _HALF
    red0, green0, blue0 = vertices[a, RED], vertices[a, GREEN], vertices[a, BLUE]
    level1, level2 = vertices[b, LEVEL] + _HALF, vertices[c, LEVEL] + _HALF
    near_x, near_y = _per_pixel(
        vertices[b, NEAR] - near0, vertices[c, NEAR] - near0, weight_b, weight_c
    )
    level_x, level_y = _per_pixel(level1 - level0, level2 - level0, weight_b, weight_c)
    red_x, red_y = _per_pixel(vertices[b, RED] - red0, vertices[c, RED] - red0, weight_b, weight_c)
    green_x, green_y = _per_pixel(
        vertices[b, GREEN] - green0, vertices[c, GREEN] - green0, weight_b, weight_c
    )
    blue_x, blue_y = _per_pixel(
        vertices[b, BLUE] - blue0, vertices[c, BLUE] - blue0, weight_b, weight_c
    )
    red_step, green_step, blue_step = _i(red_x * _FIXED), _i(green_x * _FIXED), _i(blue_x * _FIXED)
    color_step = red_step, green_step, blue_step

    rate = math.sqrt(level_x * level_x + level_y * level_y) + _f(1e-6)  # levels per pixel
    fade = min(max(_f(1.15) - _f(2.2) * rate, _ZERO), _ONE)  # lines too dense become a grey
    reach = ink.reach * rate
    lowest = min(level0, level1, level2) - reach
    highest = max(level0, level1, level2) + reach
    lined = fade > _ZERO and _i(lowest - _HALF) != _i(highest - _HALF)
    near_lines = (lined, reach, _ONE / rate, fade)
    plain = not lined and ink.opacity >= _u(256)

    for y in range(first, last + 1):
        middle = _f(y) + _HALF
        one = x0 + (middle - y0) * long
        other = x0 + (middle - y0) * upper if middle < y1 else x1 + (middle - y1) * lower
        left, right = (one, other) if area > _ZERO else (other, one)
        start = _ceil(max(left, _ZERO) - _HALF)
        stop = _ceil(max(min(right, _f(size.width)), _ZERO) - _HALF)
        if stop <= start:
            continue
        dx, dy = _f(start) + _HALF - x0, middle - y0
        near = near0 + dx * near_x + dy * near_y
        level = level0 + dx * level_x + dy * level_y
        red = _i((red0 + dx * red_x + dy * red_y) * _FIXED)
        green = _i((green0 + dx * green_x + dy * green_y) * _FIXED)
        blue = _i((blue0 + dx * blue_x + dy * blue_y) * _FIXED)
        at = _index(y) * _index(size.width) + _index(start)
        end = at + _index(stop - start)
        if not plain:
            _inked_row(
                pixels, depth, at, end, (near, near_x), (red, green, blue), color_step,
                (level, level_x), near_lines, lines, ink,
            )  # fmt: skip
            continue
        while at < end:  # in place: a call a row would cost a tenth of the time
            pixels[at] = (
                _u(red >> _i(16)) | _u(green >> _i(16)) << _u(8)
                | _u(blue >> _i(16)) << _u(16) | _OPAQUE
            )  # fmt: skip
            depth[at] = near
            at += _index(1)
            near += near_x
            red += red_step
            green += green_step
            blue += blue_step


@kernel(error_model="numpy")
def _inked_row(pixels, depth, at, end, nearness, color, color_step, levels, near_lines,
               lines, ink):  # fmt: skip
    """Blend the pixels from ``at`` to before ``end``, iso-lines drawn on them.

    ``nearness`` and ``levels`` (half a level up) are the first pixel's and the change a pixel.
    ``near_lines``: whether any may run here, how many levels from its middle a line ends at most,
    pixels per level, and the share of its opacity that a line keeps.
    """
    near, near_x = nearness
    level, level_x = levels
    lined, reach, pixels_per_level, fade = near_lines
    red, green, blue = color
    red_x, green_x, blue_x = color_step
    highest = _i(len(lines)) - _i(1)
    line_rb, line_ag = ink.line & _PAIR, (ink.line >> _u(8)) & _PAIR
    while at < end:
        rb = _u(red >> _i(16)) | _u(blue >> _i(16)) << _u(16)
        ag = _u(green >> _i(16)) | _OPAQUE >> _u(8)
        nearest = _i(level)
        away = abs(level - _f(nearest) - _HALF)
        share = ink.opacity
        if lined and away < reach and _i(0) <= nearest <= highest:
            cover = lines[nearest, 0] + _HALF - away * pixels_per_level
            if cover > _ZERO:
                wet = _u(min(cover, _ONE) * fade * lines[nearest, 1] * _f(256.0))
                rb = ((rb * (_u(256) - wet) + line_rb * wet) >> _u(8)) & _PAIR
                ag = ((ag * (_u(256) - wet) + line_ag * wet) >> _u(8)) & _PAIR
                share = ink.opacity + (((_u(256) - ink.opacity) * wet) >> _u(8))
        if share >= _u(256):
            pixels[at] = rb | (ag << _u(8))
        else:
            pixels[at] = _blend(pixels[at], rb, ag, share)
        depth[at] = near
        at += _index(1)
        near += near_x
        level += level_x
        red += red_x
        green += green_x
        blue += blue_x


@kernel(error_model="numpy")
def fill(vertices, solid, row_order, column_order, pixels, depth, size, lines, ink):
    """Draw all solid cells in the given order of rows and columns, farthest first.

    ``vertices`` (n, 8) are those of `shading.shade`, ``solid`` (rows, columns) tells cells from
    holes. ``pixels`` (height * width,) uint32 and ``depth`` float32 are changed; ``depth`` then
    holds the nearness of what is nearest. Row k of ``lines`` (n, 2) float32 is the half width of
    iso-line k in pixels, and its opacity.
    """
    columns = solid.shape[1] + 1
    for j in row_order:
        for i in column_order:
            if not solid[j, i]:
                continue
            a = j * columns + i
            b, c, d = a + 1, a + columns + 1, a + columns
            if min(vertices[a, NEAR], vertices[b, NEAR], vertices[c, NEAR], vertices[d, NEAR]) <= 0:
                continue
            _triangle(vertices, a, b, c, pixels, depth, size, lines, ink)
            _triangle(vertices, a, c, d, pixels, depth, size, lines, ink)


@kernel()
def folds(vertices, solid, pairs):
    """Write the edges between an upper and a lower face into ``pairs`` (n, 2); their number.

    There the outline of the surface runs.
    """
    rows, columns = solid.shape
    faces = np.zeros((rows, columns), np.int8)
    for j in range(rows):
        for i in range(columns):
            a = j * (columns + 1) + i
            b, c, d = a + 1, a + columns + 2, a + columns + 1
            if solid[j, i]:
                turn = (vertices[c, X] - vertices[a, X]) * (vertices[d, Y] - vertices[b, Y]) - (
                    vertices[d, X] - vertices[b, X]
                ) * (vertices[c, Y] - vertices[a, Y])
                faces[j, i] = 1 if turn > 0 else -1
    count = 0
    for j in range(rows):
        for i in range(columns):
            a = j * (columns + 1) + i
            if i > 0 and faces[j, i] * faces[j, i - 1] < 0 and count < len(pairs):
                pairs[count, 0], pairs[count, 1] = a, a + columns + 1
                count += 1
            if j > 0 and faces[j, i] * faces[j - 1, i] < 0 and count < len(pairs):
                pairs[count, 0], pairs[count, 1] = a, a + 1
                count += 1
    return count
