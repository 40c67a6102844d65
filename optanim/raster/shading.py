"""From the vertices of a height field to lit vertices on the image."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

X, Y, NEAR, RED, GREEN, BLUE, LEVEL, SIDE = range(8)
"""What a projected vertex holds: pixel coordinates, nearness (0: not drawn), colour 0 to 255,
level, and 1 or -1 as it shows its upper or its lower face."""


_FAST = {"contract", "reassoc", "arcp", "nsz", "afn"}  # all but the promise of finite numbers


@njit(nogil=True, cache=True, fastmath=_FAST, error_model="numpy", boundscheck=False)
def shade(heights, slopes, colors, levels, to_view, offset, focal, scale, middle,
          normals, origin, axes, eye, light, exposure, gain, gloss, out):  # fmt: skip
    """Fill ``out`` (rows * columns, 8) float32, one row a vertex; its extent on the image.

    That is left, top, right and bottom in pixels.

    ``to_view`` (3, 3) and ``offset`` (3,) take box coordinates into the view; ``normals`` (3, 3)
    are the cross products of the box's axes. Light is half-Lambert, a level surface lit with
    exactly its own colour; times
    ``exposure``; ``gain`` scales the differences, ``gloss`` highlight and edge light.
    """
    rows, columns = heights.shape
    upright = np.float32(0.5) + np.float32(0.5) * light[2]
    level_light = upright * math.sqrt(upright)
    left, top, right, bottom = np.float32(np.inf), np.float32(np.inf), -np.inf, -np.inf
    index = 0
    for j in range(rows):
        v = np.float32(j) / np.float32(rows - 1)
        for i in range(columns):
            u, h = np.float32(i) / np.float32(columns - 1), heights[j, i]
            vertex = out[index]
            index += 1
            depth = offset[2] + to_view[2, 0] * u + to_view[2, 1] * v + to_view[2, 2] * h
            away = focal - depth
            if not away > np.float32(1e-3) * focal:
                vertex[NEAR] = 0.0
                continue
            x = offset[0] + to_view[0, 0] * u + to_view[0, 1] * v + to_view[0, 2] * h
            y = offset[1] + to_view[1, 0] * u + to_view[1, 1] * v + to_view[1, 2] * h
            vertex[X] = middle[0] + x * focal / away * scale[0]
            vertex[Y] = middle[1] + y * focal / away * scale[1]
            vertex[NEAR] = np.float32(1.0) / away
            if not math.isfinite(h):
                continue
            left, right = min(left, vertex[X]), max(right, vertex[X])
            top, bottom = min(top, vertex[Y]), max(bottom, vertex[Y])
            vertex[LEVEL] = levels[j, i]

            su, sv = slopes[j, i, 0], slopes[j, i, 1]
            nx = normals[2, 0] - su * normals[0, 0] - sv * normals[1, 0]
            ny = normals[2, 1] - su * normals[0, 1] - sv * normals[1, 1]
            nz = normals[2, 2] - su * normals[0, 2] - sv * normals[1, 2]
            px = eye[0] - origin[0] - u * axes[0, 0] - v * axes[1, 0] - h * axes[2, 0]
            py = eye[1] - origin[1] - u * axes[0, 1] - v * axes[1, 1] - h * axes[2, 1]
            pz = eye[2] - origin[2] - u * axes[0, 2] - v * axes[1, 2] - h * axes[2, 2]
            size = np.float32(1.0) / math.sqrt(nx * nx + ny * ny + nz * nz)
            nx, ny, nz = nx * size, ny * size, nz * size
            size = np.float32(1.0) / math.sqrt(px * px + py * py + pz * pz)
            px, py, pz = px * size, py * size, pz * size
            facing = nx * px + ny * py + nz * pz
            under = np.float32(1.0)
            vertex[SIDE] = 1.0
            if facing < 0.0:
                nx, ny, nz, facing, under = -nx, -ny, -nz, -facing, np.float32(0.6)
                vertex[SIDE] = -1.0
            hx, hy, hz = light[0] + px, light[1] + py, light[2] + pz
            size = np.float32(1.0) / math.sqrt(hx * hx + hy * hy + hz * hz)
            shine = max((nx * hx + ny * hy + nz * hz) * size, np.float32(0.0)) ** 32
            edge = np.float32(1.0) - facing
            edge = edge * edge * edge
            lambert = nx * light[0] + ny * light[1] + nz * light[2]
            wrapped = np.float32(0.5) + np.float32(0.5) * lambert
            diffuse = (
                under
                * exposure
                * (
                    np.float32(1.0)
                    + gain * (wrapped * math.sqrt(wrapped) / level_light - np.float32(1.0))
                )
            )
            for k in range(3):
                bright = colors[j, i, k] * diffuse + gloss * (
                    np.float32(0.12) * shine
                    + (np.float32(0.05) + np.float32(0.05) * np.float32(k)) * edge
                )
                vertex[RED + k] = min(max(bright, np.float32(0.0)), np.float32(1.0)) * np.float32(
                    254.0
                ) + np.float32(0.5)
    return left, top, right, bottom
