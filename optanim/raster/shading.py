"""From the vertices of a height field to lit vertices on the image."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from optanim.raster.kernel import kernel

X, Y, NEAR, RED, GREEN, BLUE, LEVEL, SIDE = range(8)
"""What a projected vertex holds: pixel coordinates, nearness (0: not drawn), colour 0 to 255,
level, and 1 or -1 as it shows its upper or its lower face."""

_f = np.float32
_ZERO, _HALF, _ONE = _f(0.0), _f(0.5), _f(1.0)
_CLOSEST = _f(1e-3)  # of the focal length: what is nearer to the eye, or behind it, is not drawn
_UNDERSIDE = _f(0.6)  # brightness of the lower face, next to the upper's
_SHINE, _SHARPNESS = _f(0.12), 32  # the highlight's strength, and the power that narrows it
_EDGE, _BLUER = _f(0.05), _f(0.05)  # light on what is seen from the side; more of it a channel

_FAST = {"contract", "reassoc", "arcp", "nsz", "afn"}  # all but the promise of finite numbers


class Grid(NamedTuple):
    """A height field's arrays in float32: what stands at every vertex.

    ``heights`` and ``levels`` (rows, columns), ``slopes`` (rows, columns, 2) along u and v,
    ``colors`` (rows, columns, 3) from 0 to 1.
    """

    heights: np.ndarray
    slopes: np.ndarray
    colors: np.ndarray
    levels: np.ndarray


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


class Lamp(NamedTuple):
    """`Light` in float32, its ``direction`` (3,) of length 1."""

    direction: np.ndarray
    exposure: np.float32
    gain: np.float32
    gloss: np.float32


@kernel(fastmath=_FAST, error_model="numpy")
def shade(grid, place, lens, lamp, out):
    """Fill ``out`` (rows * columns, 8) float32, one row a vertex; its extent on the image.

    That is left, top, right and bottom in pixels. With the normal n, the direction of the light l
    and that of the eye e, all of length 1 and n on the eye's side, a vertex of colour c gets

        diffuse = exposure (1 + gain ((1/2 + n.l / 2)^(3/2) / (1/2 + l_z / 2)^(3/2) - 1))
        shine = max(n.h, 0)^32    with h = (l + e) / |l + e|
        edge = (1 - n.e)^3
        bright = c diffuse + gloss (0.12 shine + (0.05 + 0.05 channel) edge)

    so that level ground has exactly its own colour, and what is turned away from the light is not
    black. The highlight is that of Blinn (1977), "Models of light reflection for computer
    synthesized pictures". The lower face has six tenths of the diffuse light.
    """
    heights, slopes = grid.heights, grid.slopes
    origin, axes, normals = place.origin, place.axes, place.normals
    to_view, offset, focal, eye = lens.to_view, lens.offset, lens.focal, lens.eye
    light = lamp.direction
    rows, columns = heights.shape
    upright = _HALF + _HALF * light[2]
    level_light = upright * math.sqrt(upright)
    left, top, right, bottom = _f(np.inf), _f(np.inf), -np.inf, -np.inf
    index = 0
    for j in range(rows):
        v = _f(j) / _f(rows - 1)
        for i in range(columns):
            u, h = _f(i) / _f(columns - 1), heights[j, i]
            vertex = out[index]
            index += 1
            towards = offset[2] + to_view[2, 0] * u + to_view[2, 1] * v + to_view[2, 2] * h
            away = focal - towards
            if not away > _CLOSEST * focal:
                vertex[NEAR] = 0.0
                continue
            x = offset[0] + to_view[0, 0] * u + to_view[0, 1] * v + to_view[0, 2] * h
            y = offset[1] + to_view[1, 0] * u + to_view[1, 1] * v + to_view[1, 2] * h
            vertex[X] = lens.middle[0] + x * focal / away * lens.scale[0]
            vertex[Y] = lens.middle[1] + y * focal / away * lens.scale[1]
            vertex[NEAR] = _ONE / away
            if not math.isfinite(h):
                continue
            left, right = min(left, vertex[X]), max(right, vertex[X])
            top, bottom = min(top, vertex[Y]), max(bottom, vertex[Y])
            vertex[LEVEL] = grid.levels[j, i]

            su, sv = slopes[j, i, 0], slopes[j, i, 1]
            nx, ny, nz = _unit(
                normals[2, 0] - su * normals[0, 0] - sv * normals[1, 0],
                normals[2, 1] - su * normals[0, 1] - sv * normals[1, 1],
                normals[2, 2] - su * normals[0, 2] - sv * normals[1, 2],
            )
            ex, ey, ez = _unit(
                eye[0] - origin[0] - u * axes[0, 0] - v * axes[1, 0] - h * axes[2, 0],
                eye[1] - origin[1] - u * axes[0, 1] - v * axes[1, 1] - h * axes[2, 1],
                eye[2] - origin[2] - u * axes[0, 2] - v * axes[1, 2] - h * axes[2, 2],
            )
            facing = nx * ex + ny * ey + nz * ez
            under = _ONE
            vertex[SIDE] = 1.0
            if facing < 0.0:
                nx, ny, nz, facing, under = -nx, -ny, -nz, -facing, _UNDERSIDE
                vertex[SIDE] = -1.0
            hx, hy, hz = _unit(light[0] + ex, light[1] + ey, light[2] + ez)
            shine = max(nx * hx + ny * hy + nz * hz, _ZERO) ** _SHARPNESS
            edge = _ONE - facing
            edge = edge * edge * edge
            wrapped = _HALF + _HALF * (nx * light[0] + ny * light[1] + nz * light[2])
            modelled = wrapped * math.sqrt(wrapped) / level_light - _ONE
            diffuse = under * lamp.exposure * (_ONE + lamp.gain * modelled)
            for k in range(3):
                bright = grid.colors[j, i, k] * diffuse + lamp.gloss * (
                    _SHINE * shine + (_EDGE + _BLUER * _f(k)) * edge
                )
                vertex[RED + k] = min(max(bright, _ZERO), _ONE) * _f(254.0) + _HALF
    return left, top, right, bottom


@kernel(inline="always")
def _unit(x, y, z):
    """The vector (x, y, z) at length 1."""
    size = _ONE / math.sqrt(x * x + y * y + z * z)
    return x * size, y * size, z * size
