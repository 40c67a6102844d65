"""Scan conversion: the triangles of a height field, from the farthest to the nearest."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from optanim.raster.shading import BLUE, GREEN, LEVEL, NEAR, RED, X, Y

_f, _i, _u, _index = np.float32, np.int32, np.uint32, np.uint64
_HALF, _ONE, _ZERO = _f(0.5), _f(1.0), _f(0.0)
_FIXED = _f(65536.0)
_PAIR = _u(0x00FF00FF)  # two channels of a pixel at once, 16 bits apart


@njit(nogil=True, cache=True, error_model="numpy", boundscheck=False, inline="always")
def _blend(under, red_blue, alpha_green, share):
    """``share`` of 256 parts of a colour over the premultiplied pixel ``under``."""
    rest = _u(256) - share
    rb = ((red_blue * share + (under & _PAIR) * rest) >> _u(8)) & _PAIR
    ag = ((alpha_green * share + ((under >> _u(8)) & _PAIR) * rest) >> _u(8)) & _PAIR
    return rb | (ag << _u(8))


@njit(nogil=True, cache=True, inline="always")
def _ceil(value):
    """The smallest whole number not below ``value`` > -1; the library's is a call a pixel row."""
    whole = _i(value)
    return whole + _i(value > _f(whole))


@njit(nogil=True, cache=True, error_model="numpy", boundscheck=False)
def _triangle(vertices, a, b, c, pixels, depth, width, height, opacity, line, widths, strengths):
    """Fill the pixels whose middle lies in the triangle of the vertices a, b and c.

    Both neighbours compute a shared edge from the same two vertices in the same order, so no
    pixel is left out and none is drawn twice: translucent surfaces show no seams.
    """
    if vertices[b, Y] < vertices[a, Y]:
        a, b = b, a
    if vertices[c, Y] < vertices[b, Y]:
        b, c = c, b
        if vertices[b, Y] < vertices[a, Y]:
            a, b = b, a
    x0, y0, x1, y1 = vertices[a, X], vertices[a, Y], vertices[b, X], vertices[b, Y]
    x2, y2 = vertices[c, X], vertices[c, Y]
    if not (y2 > _ZERO and y0 < _f(height)):
        return
    first = _ceil(max(y0, _ZERO) - _HALF)
    last = _ceil(min(y2, _f(height)) - _HALF) - _i(1)
    if last < first:
        return
    area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
    if area == _ZERO:
        return
    long = (x2 - x0) / (y2 - y0)
    upper = (x1 - x0) / (y1 - y0) if y1 > y0 else _ZERO
    lower = (x2 - x1) / (y2 - y1) if y2 > y1 else _ZERO
    share = _ONE / area
    bx, cx = (y2 - y0) * share, (y0 - y1) * share  # per pixel to the right, weights of b and c
    by, cy = (x0 - x2) * share, (x1 - x0) * share  # and per pixel downwards

    near0, level0 = vertices[a, NEAR], vertices[a, LEVEL] + _HALF
    near_b, near_c = vertices[b, NEAR] - near0, vertices[c, NEAR] - near0
    near_x, near_y = near_b * bx + near_c * cx, near_b * by + near_c * cy
    level_b, level_c = vertices[b, LEVEL] + _HALF - level0, vertices[c, LEVEL] + _HALF - level0
    level_x, level_y = level_b * bx + level_c * cx, level_b * by + level_c * cy
    red0, green0, blue0 = vertices[a, RED], vertices[a, GREEN], vertices[a, BLUE]
    red_b, red_c = vertices[b, RED] - red0, vertices[c, RED] - red0
    green_b, green_c = vertices[b, GREEN] - green0, vertices[c, GREEN] - green0
    blue_b, blue_c = vertices[b, BLUE] - blue0, vertices[c, BLUE] - blue0
    red_x, red_y = red_b * bx + red_c * cx, red_b * by + red_c * cy
    green_x, green_y = green_b * bx + green_c * cx, green_b * by + green_c * cy
    blue_x, blue_y = blue_b * bx + blue_c * cx, blue_b * by + blue_c * cy
    red_step, green_step, blue_step = _i(red_x * _FIXED), _i(green_x * _FIXED), _i(blue_x * _FIXED)

    rate = math.sqrt(level_x * level_x + level_y * level_y) + _f(1e-6)  # levels per pixel
    pixels_per_level = _ONE / rate
    fade = min(max(_f(1.15) - _f(2.2) * rate, _ZERO), _ONE)  # lines too dense become a grey
    reach = _f(2.0) * rate
    lowest = min(level0, vertices[b, LEVEL] + _HALF, vertices[c, LEVEL] + _HALF) - reach
    highest = max(level0, vertices[b, LEVEL] + _HALF, vertices[c, LEVEL] + _HALF) + reach
    lined = fade > _ZERO and _i(lowest - _HALF) != _i(highest - _HALF)
    levels = _i(len(strengths)) - _i(1)
    line_rb, line_ag = line & _PAIR, (line >> _u(8)) & _PAIR
    full = _u(opacity * _f(256.0))
    opaque = full >= _u(256)

    for y in range(first, last + 1):
        middle = _f(y) + _HALF
        one = x0 + (middle - y0) * long
        other = x0 + (middle - y0) * upper if middle < y1 else x1 + (middle - y1) * lower
        left, right = (one, other) if area > _ZERO else (other, one)
        start = _ceil(max(left, _ZERO) - _HALF)
        stop = _ceil(max(min(right, _f(width)), _ZERO) - _HALF)
        if stop <= start:
            continue
        dx, dy = _f(start) + _HALF - x0, middle - y0
        near = near0 + dx * near_x + dy * near_y
        level = level0 + dx * level_x + dy * level_y
        red = _i((red0 + dx * red_x + dy * red_y) * _FIXED)
        green = _i((green0 + dx * green_x + dy * green_y) * _FIXED)
        blue = _i((blue0 + dx * blue_x + dy * blue_y) * _FIXED)
        at = _index(y) * _index(width) + _index(start)
        end = at + _index(stop - start)
        if opaque and not lined:
            while at < end:
                pixels[at] = (
                    _u(red >> _i(16)) | _u(green >> _i(16)) << _u(8)
                    | _u(blue >> _i(16)) << _u(16) | _u(0xFF000000)
                )  # fmt: skip
                depth[at] = near
                at += _index(1)
                near += near_x
                red += red_step
                green += green_step
                blue += blue_step
            continue
        while at < end:
            rb = _u(red >> _i(16)) | _u(blue >> _i(16)) << _u(16)
            ag = _u(green >> _i(16)) | _u(0x00FF0000)
            nearest = _i(level)
            away = abs(level - _f(nearest) - _HALF)
            share = full
            if lined and away < reach and _i(0) <= nearest <= levels:
                cover = widths[nearest] + _HALF - away * pixels_per_level
                if cover > _ZERO:
                    ink = _u(min(cover, _ONE) * fade * strengths[nearest] * _f(256.0))
                    rb = ((rb * (_u(256) - ink) + line_rb * ink) >> _u(8)) & _PAIR
                    ag = ((ag * (_u(256) - ink) + line_ag * ink) >> _u(8)) & _PAIR
                    share = full + (((_u(256) - full) * ink) >> _u(8))
            if share >= _u(256):
                pixels[at] = rb | (ag << _u(8))
            else:
                pixels[at] = _blend(pixels[at], rb, ag, share)
            depth[at] = near
            at += _index(1)
            near += near_x
            level += level_x
            red += red_step
            green += green_step
            blue += blue_step


@njit(nogil=True, cache=True, error_model="numpy", boundscheck=False)
def fill(vertices, solid, row_order, column_order, pixels, depth, width, height,
         opacity, line, widths, strengths):  # fmt: skip
    """Draw all solid cells in the given order of rows and columns, farthest first.

    ``pixels`` (height * width,) uint32 and ``depth`` float32 are changed; ``depth`` then holds
    the nearness of what is nearest.
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
            _triangle(vertices, a, b, c, pixels, depth, width, height, opacity, line,
                      widths, strengths)  # fmt: skip
            _triangle(vertices, a, c, d, pixels, depth, width, height, opacity, line,
                      widths, strengths)  # fmt: skip


@njit(nogil=True, cache=True, boundscheck=False)
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
