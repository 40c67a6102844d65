"""RGBA pixels to the planes that H.264 encodes, in one pass."""

from __future__ import annotations

import av
import numpy as np
from numba import njit

# BT.709, limited range, as players assume for HD: luma 16 to 235, chroma 16 to 240, in 1/65536.
# Y' = 16 + 219 (0.2126 R + 0.7152 G + 0.0722 B) / 255, and so on (ITU-R BT.709-6, 3.2 to 3.5).
_SCALE = 1 << 16
_KR, _KG, _KB = 0.2126, 0.7152, 0.0722
_Y = np.rint(_SCALE * 219 / 255 * np.array([_KR, _KG, _KB])).astype(np.int32)
_U = np.rint(_SCALE * 112 / 255 * np.array([-_KR, -_KG, 1 - _KB]) / (1 - _KB)).astype(np.int32)
_V = np.rint(_SCALE * 112 / 255 * np.array([1 - _KR, -_KG, -_KB]) / (1 - _KR)).astype(np.int32)
Y_R, Y_G, Y_B = (int(c) for c in _Y)
U_R, U_G, U_B = (int(c) for c in _U)
V_R, V_G, V_B = (int(c) for c in _V)


def to_frame(pixels: np.ndarray) -> av.VideoFrame:
    """A yuv420p frame of ``pixels``, (h, w, 4) uint8 with even h and w; alpha is ignored."""
    height, width = pixels.shape[:2]
    frame = av.VideoFrame(width, height, "yuv420p")
    planes = [
        np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[:, : plane.width]
        for plane in frame.planes
    ]
    _convert(pixels, *planes)
    frame.colorspace, frame.color_range = av.video.reformatter.Colorspace.ITU709, 1
    return frame


@njit(nogil=True, cache=True, boundscheck=False)
def _convert(pixels, luma, blue, red):
    """Fill the planes; the chroma of four pixels is that of their mean."""
    half, rounding = np.int32(1 << 15), np.int32(1 << 17)
    for row in range(blue.shape[0]):
        for column in range(blue.shape[1]):
            r_sum = g_sum = b_sum = np.int32(0)
            for corner in range(4):
                y, x = 2 * row + corner // 2, 2 * column + corner % 2
                r, g, b = (
                    np.int32(pixels[y, x, 0]),
                    np.int32(pixels[y, x, 1]),
                    np.int32(pixels[y, x, 2]),
                )
                r_sum, g_sum, b_sum = r_sum + r, g_sum + g, b_sum + b
                luma[y, x] = 16 + ((Y_R * r + Y_G * g + Y_B * b + half) >> 16)
            u = U_R * r_sum + U_G * g_sum + U_B * b_sum
            v = V_R * r_sum + V_G * g_sum + V_B * b_sum
            blue[row, column] = 128 + ((u + rounding) >> 18)
            red[row, column] = 128 + ((v + rounding) >> 18)
