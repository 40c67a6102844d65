"""A software rasteriser for height fields: arrays in, pixels out, on NumPy and numba alone.

`Painter` draws a `HeightField`, lines and markers, seen through a `View`, into an (h, w, 4) uint8
image of premultiplied RGBA. It knows nothing of Manim or of optimizers. The same input gives the
same pixels on the same machine; elsewhere they may differ by the rounding of float32.
"""

from optanim.raster.height_field import HeightField
from optanim.raster.marker import Marker
from optanim.raster.painter import Air, IsoLines, Light, Painter, Painters, Pen
from optanim.raster.view import Box, View

__all__ = [
    "Air",
    "Box",
    "HeightField",
    "IsoLines",
    "Light",
    "Marker",
    "Painter",
    "Painters",
    "Pen",
    "View",
]
