"""From the vertices of a height field to lit vertices on the image."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from optanim.raster.kernel import kernel

X, Y, NEAR, RED, GREEN, BLUE, LEVEL = range(7)
"""What a projected vertex holds: pixel coordinates, nearness, colour 0 to 255 and level.

Where a vertex is too close to the eye or behind it, NEAR is not positive: the distance along the
line of sight, less `CLOSEST` focal lengths. X and Y then are pixel coordinates times distance."""
WIDTH = 7

CLOSEST = np.float32(2e-3)  # of the focal length: what is nearer to the eye is not drawn
_f = np.float32
_ZERO, _ONE = _f(0.0), _f(1.0)
_KNEE = _f(0.6)  # how bright a channel may be before it is dimmed, unless it is so by itself

_FAST = {"contract", "reassoc", "arcp", "nsz", "afn"}  # all but the promise of finite numbers


class Grid(NamedTuple):
    """A height field's arrays in float32: what stands at every vertex.

    ``u`` (columns,) and ``v`` (rows,); ``heights``, ``levels`` and ``bright`` (rows, columns),
    ``slopes`` (rows, columns, 2) along u and v, ``colors`` (rows, columns, 3) from 0 to 1.
    """

    u: np.ndarray
    v: np.ndarray
    heights: np.ndarray
    slopes: np.ndarray
    colors: np.ndarray
    levels: np.ndarray
    bright: np.ndarray


class Place(NamedTuple):
    """Where the field's unit cube stands in space, in float32.

    A point (u, v, h) of it is ``origin`` + (u, v, h) @ ``axes``, shape (3,) and (3, 3). Upright on
    it stands ``normals``[2] - slope along u * ``normals``[0] - slope along v * ``normals``[1]:
    the rows of ``normals`` (3, 3) are the cross products of the axes.
    """

    origin: np.ndarray
    axes: np.ndarray
    normals: np.ndarray


class Lens(NamedTuple):
    """How (u, v, h) reaches the image, in float32.

    As the eye sees it, it is at ``offset`` + ``to_view`` @ (u, v, h): to the right, up, and
    towards the eye, which itself is ``focal`` away from 0. On the image that is

        pixel = middle + scale * (right, up) * focal / (focal - towards)

    ``eye`` (3,) is where the eye is in space, ``scale`` and ``middle`` (2,) are in pixels.
    """

    to_view: np.ndarray
    offset: np.ndarray
    focal: np.float32
    scale: np.ndarray
    middle: np.ndarray
    eye: np.ndarray


class Glow(NamedTuple):
    """How much of the light that was baked is shown, and of that on what is seen from the side."""

    modelling: np.float32
    edge: np.float32


class Haze(NamedTuple):
    """`Air` in float32: colours (3,) 0 to 1, ``reach`` in units of space, ``band`` a sine."""

    horizon: np.ndarray
    zenith: np.ndarray
    band: np.float32
    reach: np.float32


@kernel(fastmath=_FAST, error_model="numpy")
def shade(grid, place, lens, glow, haze, out):
    """Fill ``out`` (rows * columns, 7) float32, one row a vertex.

    A vertex of colour c in the light ``bright``,
    with its normal n and the direction of the eye e, both of length 1, at the distance d, gets

        light = 1 + modelling (bright - 1) + edge (1 - |n.e|)^3
        ground = c light tamed(m) / m    with m = light max(c)
        share = 1 - exp(-(d / reach)^2)
        colour = ground + share (sky(-e_z) - ground)

    so that light changes how bright a colour is, never its hue; `_tamed` keeps it below 1. What is
    far away turns into the sky behind it, whose colour `sky_height` gives.
    """
    heights, slopes, us = grid.heights, grid.slopes, grid.u
    origin, axes, normals = place.origin, place.axes, place.normals
    to_view, offset, focal, eye = lens.to_view, lens.offset, lens.focal, lens.eye
    rows, columns = heights.shape
    close, thick = CLOSEST * focal, _ONE / (haze.reach * haze.reach)
    index = 0
    for j in range(rows):
        v = grid.v[j]
        for i in range(columns):
            u, h = us[i], heights[j, i]
            vertex = out[index]
            index += 1
            towards = offset[2] + to_view[2, 0] * u + to_view[2, 1] * v + to_view[2, 2] * h
            x = offset[0] + to_view[0, 0] * u + to_view[0, 1] * v + to_view[0, 2] * h
            y = offset[1] + to_view[1, 0] * u + to_view[1, 1] * v + to_view[1, 2] * h
            away = focal - towards
            across, down = x * focal * lens.scale[0], y * focal * lens.scale[1]
            if away > close:
                vertex[X] = lens.middle[0] + across / away
                vertex[Y] = lens.middle[1] + down / away
                vertex[NEAR] = _ONE / away
            else:
                vertex[X] = lens.middle[0] * away + across
                vertex[Y] = lens.middle[1] * away + down
                vertex[NEAR] = away - close
            if not math.isfinite(h):
                continue
            vertex[LEVEL] = grid.levels[j, i]

            su, sv = slopes[j, i, 0], slopes[j, i, 1]
            nx = normals[2, 0] - su * normals[0, 0] - sv * normals[1, 0]
            ny = normals[2, 1] - su * normals[0, 1] - sv * normals[1, 1]
            nz = normals[2, 2] - su * normals[0, 2] - sv * normals[1, 2]
            ex = eye[0] - origin[0] - u * axes[0, 0] - v * axes[1, 0] - h * axes[2, 0]
            ey = eye[1] - origin[1] - u * axes[0, 1] - v * axes[1, 1] - h * axes[2, 1]
            ez = eye[2] - origin[2] - u * axes[0, 2] - v * axes[1, 2] - h * axes[2, 2]
            square = ex * ex + ey * ey + ez * ez
            facing = abs(nx * ex + ny * ey + nz * ez) / math.sqrt(
                square * (nx * nx + ny * ny + nz * nz)
            )
            side = _ONE - min(facing, _ONE)
            light = _ONE + glow.modelling * (grid.bright[j, i] - _ONE)
            light += glow.edge * side * side * side
            strongest = max(grid.colors[j, i, 0], grid.colors[j, i, 1], grid.colors[j, i, 2])
            light *= _tamed(light * strongest, max(strongest, _KNEE))
            share = _ONE - math.exp(-square * thick)
            high = sky_height(-ez / math.sqrt(square), haze.band)
            for k in range(3):
                ground = grid.colors[j, i, k] * light
                behind = haze.zenith[k] + (haze.horizon[k] - haze.zenith[k]) * high
                bright = ground + share * (behind - ground)
                vertex[RED + k] = min(max(bright, _ZERO), _ONE) * _f(254.0) + _f(0.5)


@kernel(inline="always")
def _tamed(strongest, knee):
    """By what a colour is to be dimmed whose ``strongest`` channel is given: above ``knee``, more.

    What is x above it becomes x / (1 + x / (1 - knee)), so that the channel stays below 1.
    """
    above = strongest - knee
    if above <= _ZERO:
        return _ONE
    return (knee + above / (_ONE + above / max(_ONE - knee, _f(1e-3)))) / strongest


@kernel(inline="always")
def sky_height(sine, band):
    """How much of the horizon's colour the sky has at the elevation whose ``sine`` is given.

    It is 1 at the horizon and below it, and falls off upwards by e every ``band``.
    """
    return math.exp(-max(sine, _ZERO) / band)
