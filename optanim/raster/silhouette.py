"""Silhouettes without stairs: where ground ends before what is far behind it."""

from __future__ import annotations

import numpy as np

from optanim.raster.fill import blended
from optanim.raster.kernel import kernel

_f, _u, _long = np.float32, np.uint32, np.int64
_BLOCK = 64  # pixels of a row that are looked through at once
_MARGIN = 2  # pixels along the edges of a strip that are left as they are
_LEAST = _f(0.02)  # of its nearness: by how much ground is nearer at least than what is behind it
_JUMP = _f(4.0)  # the same, by how many times what it changes itself from pixel to pixel
_LONGEST = 96  # pixels from step to step
_ZERO, _HALF, _TWO = _f(0.0), _f(0.5), _f(2.0)


@kernel(error_model="numpy", allocates=False)
def smooth(pixels, depth, strip):
    """Smooth the silhouettes on a ``strip`` of ``pixels`` (height * width,) uint32.

    Where the nearness in ``depth`` (height * width,) jumps from a pixel to its neighbour, ground
    ends. Seen nearly level, or upright, its edge runs straight on for some pixels, then steps
    aside. As in morphological antialiasing (A. Reshetov, High Performance Graphics 2009) it is
    taken for the line between the middles of the steps: what lies beyond that line of a pixel gets
    the colour from across.
    """
    width = _long(strip.width)
    for y in range(strip.top + _MARGIN, strip.bottom - _MARGIN):
        row, down = _long(y) * width, _long(strip.bottom - _MARGIN - y)
        for left in range(_MARGIN, strip.width - _MARGIN, _BLOCK):
            right = min(left + _BLOCK, strip.width - _MARGIN)
            if not _uneven(depth, row + left, right - left, width):
                continue
            for x in range(left, right):
                _edge(pixels, depth, row + x, width, _long(1), width - _MARGIN - x)
                _edge(pixels, depth, row + x, _long(1), width, down)


@kernel(fastmath=True, error_model="numpy", allocates=False)
def _uneven(depth, start, count, width):
    """Whether nearness may jump to ``count`` pixels from ``start`` on from those above or left."""
    jumps = np.int32(0)
    for k in range(np.uint64(count)):
        at = np.uint64(start) + k
        jumps |= np.int32(_jump(depth, at, np.uint64(width)) > _ZERO)
        jumps |= np.int32(_jump(depth, at, np.uint64(1)) > _ZERO)
    return jumps > 0


@kernel(fastmath=True, error_model="numpy", inline="always", allocates=False)
def _jump(depth, at, across):
    """By how much more nearness changes to the pixel ``across`` before than at an edge at least.

    On whichever side the ground may end.
    """
    here, before = depth[at], depth[at - across]
    slope = min(abs(depth[at + across] - here), abs(before - depth[at - across - across]))
    return abs(here - before) - _LEAST * max(here, before) - _JUMP * slope


@kernel(error_model="numpy", allocates=False)
def _edge(pixels, depth, at, across, along, room):
    """Straighten the edge that begins between pixel ``at`` and the one ``across`` before it.

    ``along`` leads from pixel to pixel of the edge; there are at most ``room`` of them.
    """
    before = at - across
    near, out = (at, -across) if depth[at] > depth[before] else (before, across)
    if not _ends(depth, near, out) or _ends(depth, near - along, out):
        return
    count = 1
    while count < min(room, _LONGEST) and _ends(depth, near + count * along, out):
        count += 1
    if count == 1:
        return
    first = _step(depth, near, out, near - along)
    last = _step(depth, near + (count - 1) * along, out, near + count * along)
    for k in range(count):
        place = (_f(k) + _HALF) / _f(count)
        beyond = first * (_HALF - place) if place < _HALF else last * (place - _HALF)
        ground = near + k * along
        behind = ground + out
        if beyond >= _ZERO:
            pixels[behind] = _between(pixels[behind], pixels[ground], beyond)
        else:
            pixels[ground] = _between(pixels[ground], pixels[behind], -beyond)


@kernel(error_model="numpy", inline="always", allocates=False)
def _ends(depth, near, out):
    """Whether ground ends at the pixel ``near``, so that ``out`` from there it is far behind."""
    here = depth[near]
    slope = abs(here - depth[near - out])
    return here - depth[near + out] > _LEAST * here + _JUMP * slope


@kernel(error_model="numpy", inline="always", allocates=False)
def _step(depth, near, out, after):
    """Which way an edge steps at its end ``near``: 1 outwards, -1 inwards, 0 where it is lost.

    ``after`` is the next pixel along the edge.
    """
    here, behind = depth[near], depth[near + out]
    if abs(depth[after + out] - here) < abs(depth[after + out] - behind):
        return _f(1.0)
    if abs(depth[after] - behind) < abs(depth[after] - here):
        return _f(-1.0)
    return _ZERO


@kernel(error_model="numpy", inline="always", allocates=False)
def _between(one, two, share):
    """The colour ``share`` of the way from pixel ``one`` to ``two``."""
    return blended(
        one, two & _u(0x00FF00FF), (two >> _u(8)) & _u(0x00FF00FF), _u(share * _f(256.0))
    )
