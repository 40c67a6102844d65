"""Lines of even width, collected in a mask first, so that a line never covers itself twice."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from optanim.raster.kernel import kernel

TILE = 16  # pixels; only tiles that a line has touched are blended
_f, _i, _u, _bits = np.float32, np.int32, np.uint32, np.uint64
_FULL = _f(255.0)
_SHADED, _LIT = _f(0.38), _f(38.0)  # a cord: darker towards its edge, lighter along its middle
_PROBED, _PROBES = _f(2.0), 63  # pixels from probe to probe whether a segment shows, and the most
_SHORT = _f(24.0)  # pixels: segments of a line are joined up to this length
_DEEP = _f(3e-5)  # of its nearness: by how much a point that is left out may be nearer or farther


class Nib(NamedTuple):
    """What draws a line: half its width ``radius`` and that of the ``halo`` beyond, in pixels.

    Hidden parts get the share ``hidden`` of the cover; ``slack`` is that of `visible`. All float32.
    """

    radius: np.float32
    halo: np.float32
    hidden: np.float32
    slack: np.float32


class Tint(NamedTuple):
    """What a mask is filled with: colours (3,) from 0 to 255 of the line and of its halo.

    ``opacity`` and ``halo_opacity`` are shares; ``relief`` 0 to 1 rounds the line like a cord;
    ``stale`` is the brightness left where the mask's freshness is 0. All float32.
    """

    color: np.ndarray
    halo_color: np.ndarray
    halo_opacity: np.float32
    opacity: np.float32
    relief: np.float32
    stale: np.float32


@kernel(error_model="numpy")
def visible(depth, x, y, near, slack):
    """Whether nothing in ``depth`` lies before the point, by the farthest of the pixels around.

    ``slack`` is the factor by which the point may lie behind: the surface's own facets.
    """
    height, width = depth.shape
    left, top = math.floor(x - 0.5), math.floor(y - 0.5)
    farthest = _f(np.inf)
    for j in range(max(top, 0), min(top + 2, height)):
        for i in range(max(left, 0), min(left + 2, width)):
            farthest = min(farthest, depth[j, i])
    return near * slack >= farthest or farthest == _f(np.inf)


@kernel(fastmath=True, error_model="numpy")
def _segment(mask, tiles, depth, start, end, fresh, nib):
    """Add the capsule between ``start`` and ``end`` (x, y, nearness) to the mask.

    A pixel d away from the segment is covered by min(max(radius - d + 1/2, 0), 1), and by the halo
    as if the radius were its own; where the line's middle is hidden, by ``hidden`` times that.
    Whether it is hidden is asked every other pixel along the segment.
    ``fresh`` is how recent the ends are, 0 to 1.

    A mask pixel packs, from the high byte down: cover of the line, cover of its halo, how near to
    the middle, freshness. The larger number stays, so that a line never covers itself twice.
    """
    height, width = mask.shape
    x0, y0, near0 = start
    x1, y1, near1 = end
    fresh0, fresh1 = fresh
    radius, halo, hidden, slack = nib
    if near0 <= 0.0 or near1 <= 0.0:
        return
    outer = radius + halo + _f(1.0)
    left, right = max(min(x0, x1) - outer, _f(0.0)), min(max(x0, x1) + outer, _f(width - 1))
    top, bottom = max(min(y0, y1) - outer, _f(0.0)), min(max(y0, y1) + outer, _f(height - 1))
    if not (left <= right and top <= bottom):
        return
    dx, dy = x1 - x0, y1 - y0
    square = dx * dx + dy * dy
    probes = min(int(math.sqrt(square) / _PROBED) + 1, _PROBES)
    shown = _bits(0)
    for k in range(probes + 1):
        share = _f(k) / _f(probes)
        near = near0 + share * (near1 - near0)
        if hidden >= _f(1.0) or visible(depth, x0 + share * dx, y0 + share * dy, near, slack):
            shown |= _bits(1) << _bits(k)
    middles = _f(1.0) / (radius * radius + _f(0.01))
    inverse = _f(1.0) / square if square > 1e-9 else _f(0.0)
    slant = abs(dy) > 1e-3
    reach = outer * math.sqrt(square) / abs(dy) + _f(1.0) if slant else _f(0.0)
    for y in range(int(top), int(bottom) + 1):
        py = _f(y) + _f(0.5) - y0
        first, last = int(left), int(right)
        if slant:  # a long diagonal has a large bounding box, of which each row needs little
            crossing = x0 + py * dx / dy
            first = max(first, int(max(crossing - reach, _f(0.0))))
            last = min(last, int(min(crossing + reach, _f(width))))
        row = mask[y]
        for x in range(_bits(first), _bits(last + 1)):
            px = _f(_i(x)) + _f(0.5) - x0
            along = min(max((px * dx + py * dy) * inverse, _f(0.0)), _f(1.0))
            ex, ey = px - along * dx, py - along * dy
            away2 = ex * ex + ey * ey
            away = math.sqrt(away2)
            probe = _bits(_i(along * _f(probes) + _f(0.5)))
            seen = _f(1.0) if (shown >> probe) & _bits(1) else hidden
            core = min(max(radius - away + _f(0.5), _f(0.0)), _f(1.0)) * seen
            around = min(max(radius + halo - away + _f(0.5), _f(0.0)), _f(1.0)) * seen
            middle = math.sqrt(max(_f(1.0) - away2 * middles, _f(0.0)))
            packed = (
                (_byte(core) << _u(24)) | (_byte(around) << _u(16)) | (_byte(middle) << _u(8))
                | _byte(fresh0 + (fresh1 - fresh0) * along)
            )  # fmt: skip
            row[x] = max(row[x], packed if around > _f(0.0) else _u(0))
        for tile in range(first // TILE, last // TILE + 1):
            tiles[y // TILE, tile] = 1


@kernel(inline="always")
def _byte(share):
    """``share``, 0 to 1, in 255 parts."""
    return _u(_i(share * _f(255.0)))


@kernel(inline="always")
def _point(points, k):
    """x, y and nearness of point ``k`` of ``points`` (n, 3 or more)."""
    return points[k, 0], points[k, 1], points[k, 2]


@kernel(error_model="numpy")
def polyline(mask, tiles, depth, points, fresh, nib):
    """Add the line through ``points`` (n, 3), each x, y and nearness, to the mask.

    Points are left out that the line passes within a twentieth of a pixel without them, and as near
    to the eye, as long as its segments stay short.
    """
    start = 0
    for k in range(1, len(points)):
        if k + 1 < len(points) and _passes(points, start, k, k + 1):
            continue
        ends = fresh[start], fresh[k]
        _segment(mask, tiles, depth, _point(points, start), _point(points, k), ends, nib)
        start = k


@kernel(error_model="numpy", inline="always")
def _passes(points, start, k, end):
    """Whether a short segment between two of ``points`` passes point ``k`` closely enough."""
    if points[start, 2] <= 0.0 or points[k, 2] <= 0.0 or points[end, 2] <= 0.0:
        return False
    dx, dy = points[end, 0] - points[start, 0], points[end, 1] - points[start, 1]
    px, py = points[k, 0] - points[start, 0], points[k, 1] - points[start, 1]
    square = dx * dx + dy * dy
    along = min(max((px * dx + py * dy) / max(square, _f(1e-9)), _f(0.0)), _f(1.0))
    ex, ey = px - along * dx, py - along * dy
    near = points[start, 2] + along * (points[end, 2] - points[start, 2])
    deep = abs(near / points[k, 2] - _f(1.0)) < _DEEP
    return deep and square < _SHORT * _SHORT and ex * ex + ey * ey < _f(0.0025)


@kernel()
def dots(mask, tiles, depth, points, fresh, nib):
    """Add a disc at each of ``points`` (n, 3) to the mask."""
    for k in range(len(points)):
        here = _point(points, k)
        _segment(mask, tiles, depth, here, here, (fresh[k], fresh[k]), nib)


@kernel(fastmath=True, error_model="numpy")
def blend(mask, tiles, pixels, tint):
    """Draw what the mask holds on ``pixels`` (h, w) uint32, and empty it.

    With the cover c of the line and a of its halo, both times their opacity, m how near to the
    middle and s the freshness, a pixel p becomes

        p (1 - a) (1 - c) + halo a (1 - c) + ink c
        ink = color (1 - 0.38 relief (1 - m)) (stale + (1 - stale) s) + 38 relief m^3
    """
    height, width = mask.shape
    opacity, relief, stale = tint.opacity, tint.relief, tint.stale
    around_most, fading = tint.halo_opacity * opacity, _f(1.0) - stale
    red, green, blue = tint.color[0], tint.color[1], tint.color[2]
    halo = tint.halo_color[0], tint.halo_color[1], tint.halo_color[2]
    for tile_y in range(tiles.shape[0]):
        for tile_x in range(tiles.shape[1]):
            if tiles[tile_y, tile_x] == 0:
                continue
            tiles[tile_y, tile_x] = 0
            first, last = _bits(tile_x * TILE), _bits(min(tile_x * TILE + TILE, width))
            for y in range(tile_y * TILE, min(tile_y * TILE + TILE, height)):
                masks, row = mask[y], pixels[y]
                for x in range(first, last):
                    packed, below = masks[x], row[x]
                    masks[x] = _u(0)
                    core = _share(packed, 24) * opacity
                    around = _share(packed, 16) * around_most
                    middle, fresh = _share(packed, 8), _share(packed, 0)
                    bright = _f(1.0) - relief * _SHADED * (_f(1.0) - middle)
                    bright *= stale + fading * fresh
                    light = relief * middle * middle * middle * _LIT
                    kept, rim = (_f(1.0) - around) * (_f(1.0) - core), around * (_f(1.0) - core)
                    row[x] = (
                        mixed(below, 0, kept, halo[0] * rim + _ink(red, bright, light) * core)
                        | mixed(below, 8, kept, halo[1] * rim + _ink(green, bright, light) * core)
                        | mixed(below, 16, kept, halo[2] * rim + _ink(blue, bright, light) * core)
                        | mixed(below, 24, kept, _FULL * (rim + core))
                    )


@kernel(inline="always")
def _share(packed, shift):
    """The byte of ``packed`` that begins ``shift`` bits up, as a share of 1."""
    return _f(_i((packed >> _u(shift)) & _u(255))) / _FULL


@kernel(inline="always")
def _ink(color, bright, light):
    """A channel of a cord's colour in its own light and shade."""
    return min(color * bright + light, _FULL)


@kernel(inline="always")
def mixed(pixel, shift, kept, added):
    """A channel of ``pixel``, ``shift`` bits up, times ``kept`` plus ``added``, in its place."""
    value = _f(_i((pixel >> _u(shift)) & _u(255))) * kept + added
    return _u(_i(min(value, _FULL) + _f(0.5))) << _u(shift)


@kernel()
def cross_fade(image, before, opacity):
    """Take ``image`` back to ``before``, but for the share ``opacity`` of what was drawn since."""
    share = np.int32(opacity * 256.0 + 0.5)
    for y in range(image.shape[0]):
        for x in range(image.shape[1]):
            for k in range(4):
                old = np.int32(before[y, x, k])
                image[y, x, k] = old + (((np.int32(image[y, x, k]) - old) * share + 128) >> 8)
