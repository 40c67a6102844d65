"""A part of a frame, drawn once and laid over many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optanim.raster.kernel import kernel

_u = np.uint32
_PAIR = _u(0x00FF00FF)  # two channels of a pixel at once, 16 bits apart


@dataclass(frozen=True, eq=False)
class Patch:
    """Premultiplied ``pixels`` (n,) uint32, laid over a frame in ``spans`` (m, 3).

    A span is the number of its first pixel in the frame, that in ``pixels``, and how many follow
    each other; between the spans there is nothing.
    """

    pixels: np.ndarray
    spans: np.ndarray

    @classmethod
    def of(cls, rgba: np.ndarray, corner: tuple[int, int], width: int) -> Patch:
        """What is to be seen of ``rgba`` (h, w, 4) uint8, laid over frames so many pixels wide.

        Its upper left ``corner`` comes to stand in that row and column.
        """
        shown = rgba[..., 3] > 0
        steps = np.diff(np.pad(shown, [(0, 0), (1, 1)]).astype(np.int8), axis=1)
        (rows, starts), (_, stops) = np.nonzero(steps > 0), np.nonzero(steps < 0)
        to, counts = (corner[0] + rows) * width + corner[1] + starts, stops - starts
        of = np.cumsum(counts) - counts
        spans = np.stack([to, of, counts], axis=-1)
        return cls(rgba.view(np.uint32)[..., 0][shown], spans)

    def lay(self, frame: np.ndarray, opacity: float = 1.0) -> None:
        """Lay it over ``frame`` (h, w, 4) uint8."""
        share = np.uint32(256.0 * opacity)
        _over(frame.view(np.uint32).reshape(-1), self.pixels, self.spans, share)


@kernel()
def _over(below, patch, spans, opacity):
    """Blend ``spans`` (n, 3) of premultiplied ``patch`` over ``below``, both (n,) uint32 pixels.

    ``opacity`` is of 256. Two channels of a pixel are computed at once, 16 bits apart; LLVM turns
    the loop into vector code. Rounding is that of Cairo.
    """
    for index in range(len(spans)):
        to, of, count = spans[index]
        run, picture = below[to : to + count], patch[of : of + count]
        for k in range(count):
            over, under = picture[k], run[k]
            rest = _u(255) - (((over >> _u(24)) * opacity) >> _u(8))
            red_blue = (((over & _PAIR) * opacity) >> _u(8)) & _PAIR
            alpha_green = ((((over >> _u(8)) & _PAIR) * opacity) >> _u(8)) & _PAIR
            red_blue += _share(under & _PAIR, rest)
            alpha_green += _share((under >> _u(8)) & _PAIR, rest)
            run[k] = red_blue | (alpha_green << _u(8))


@kernel(inline="always", allocates=False)
def _share(pair, share):
    """``share`` of 255 parts of each of two channels, rounded."""
    parts = pair * share + _u(0x00800080)
    return ((parts + ((parts >> _u(8)) & _PAIR)) >> _u(8)) & _PAIR
