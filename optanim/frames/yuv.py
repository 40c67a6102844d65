"""RGBA pixels to the planes that H.264 encodes, in one pass."""

from __future__ import annotations

import av
import numpy as np

from optanim.raster.kernel import kernel

# BT.709, limited range, as players assume for HD: luma 16 to 235, chroma 16 to 240, in 1/65536.
# Y' = 16 + 219 (0.2126 R + 0.7152 G + 0.0722 B) / 255, and so on (ITU-R BT.709-6, 3.2 to 3.5).
_SCALE = 1 << 16
_KR, _KG, _KB = 0.2126, 0.7152, 0.0722
_Y = np.rint(_SCALE * 219 / 255 * np.array([_KR, _KG, _KB])).astype(np.int32)
_U = np.rint(_SCALE * 112 / 255 * np.array([-_KR, -_KG, 1 - _KB]) / (1 - _KB)).astype(np.int32)
_V = np.rint(_SCALE * 112 / 255 * np.array([1 - _KR, -_KG, -_KB]) / (1 - _KR)).astype(np.int32)
Y_R, Y_G, Y_B = _Y
U_R, U_G, U_B = _U
V_R, V_G, V_B = _V


def to_frame(pixels: np.ndarray) -> av.VideoFrame:
    """A yuv420p frame of ``pixels``, (h, w, 4) uint8 with even h and w; alpha is ignored."""
    height, width = pixels.shape[:2]
    frame = av.VideoFrame(width, height, "yuv420p")
    planes = [
        np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[:, : plane.width]
        for plane in frame.planes
    ]
    _convert(np.ascontiguousarray(pixels).view(np.uint32)[..., 0], *planes)
    frame.colorspace, frame.color_range = av.video.reformatter.Colorspace.ITU709, 1
    return frame


@kernel()
def _convert(pixels, luma, blue, red):
    """Fill the planes from (h, w) uint32 pixels; the chroma of four pixels is that of their mean.

    Two plain loops, which LLVM turns into vector code.
    """
    half, rounding, byte = np.int32(1 << 15), np.int32(1 << 17), np.uint32(255)
    height, width = pixels.shape
    for y in range(height):
        for x in range(width):
            p = pixels[y, x]
            r, g = np.int32(p & byte), np.int32((p >> np.uint32(8)) & byte)
            b = np.int32((p >> np.uint32(16)) & byte)
            luma[y, x] = np.uint8(
                np.int32(16) + ((Y_R * r + Y_G * g + Y_B * b + half) >> np.int32(16))
            )
    for y in range(height // 2):
        for x in range(width // 2):
            # Channels 16 bits apart: four of them add up without touching each other.
            even = odd = np.uint32(0)
            for corner in range(4):
                p = pixels[2 * y + corner // 2, 2 * x + corner % 2]
                even += p & np.uint32(0x00FF00FF)
                odd += (p >> np.uint32(8)) & byte
            r, g = np.int32(even & np.uint32(0xFFFF)), np.int32(odd)
            b = np.int32(even >> np.uint32(16))
            u, v = U_R * r + U_G * g + U_B * b, V_R * r + V_G * g + V_B * b
            blue[y, x] = np.uint8(np.int32(128) + ((u + rounding) >> np.int32(18)))
            red[y, x] = np.uint8(np.int32(128) + ((v + rounding) >> np.int32(18)))
