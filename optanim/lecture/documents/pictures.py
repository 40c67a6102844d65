"""The pictures of decks and posters: what a clip begins with, what a film is announced with."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from optanim.base.errors import OptanimError
from optanim.films.reading import frames
from optanim.look.theme import Theme

LARGEST = 1280, 1280
"""Pixels that a picture in a deck has at most: clips beside it have no more."""
HEADING = 0.2
"""The share of a film's frame, from above, that its own title has."""
SHARE = 0.58
"""The share of a backdrop that its picture has, at the right, or below."""
FADED = 0.45
"""The share of the picture over which it comes out of the ground."""
QUALITY = 85


def opening(clip: Path) -> bytes:
    """The first frame of ``clip`` as a JPEG.

    It stands in the browser where the clip is about to play: the last one would give away how it
    ends, and be seen to jump.
    """
    for _, pixels in frames(clip, [0]):
        return jpeg(Image.fromarray(pixels))
    raise OptanimError(f"{clip}: there is no frame in it")


def jpeg(picture: Image.Image) -> bytes:
    """``picture`` as a JPEG, of at most `LARGEST` pixels."""
    smaller = picture.copy()
    smaller.thumbnail(LARGEST)
    target = io.BytesIO()
    smaller.save(target, "JPEG", quality=QUALITY, optimize=True)
    return target.getvalue()


def backdrop(still: Path, theme: Theme, size: tuple[int, int]) -> Image.Image:
    """The ground of a title, of ``size`` (width, height) pixels.

    At the right, or below where it is upright, stands the most colourful part of ``still``, from
    beneath the title that is in it. It comes out of the theme's background, on which the theme's
    text can be read. Raises OptanimError where ``still`` is no picture.
    """
    width, height = size
    upright = height > width
    wide, high = (width, round(SHARE * height)) if upright else (round(SHARE * width), height)
    part = _colourful(opened(still), wide / high).resize((wide, high), Image.Resampling.LANCZOS)
    ground = Image.new("RGB", size, theme.background)
    ground.paste(part, (width - wide, height - high), _coming(wide, high, upright))
    return ground


def _coming(wide: int, high: int, upright: bool) -> Image.Image:
    """How much of a picture is seen, 0 to 255, coming from the left, or ``upright`` from above."""
    along = high if upright else wide
    ramp = np.clip(np.arange(along) / (FADED * along), 0.0, 1.0)
    eased = np.rint(255 * ramp * ramp * (3.0 - 2.0 * ramp)).astype(np.uint8)
    return Image.fromarray(np.tile(eased[:, None], wide) if upright else np.tile(eased, (high, 1)))


def opened(still: Path) -> Image.Image:
    """The picture at ``still``, in RGB. Raises OptanimError where there is none."""
    try:
        with Image.open(still) as picture:
            return picture.convert("RGB")
    except FileNotFoundError:
        raise OptanimError(f"{still}: no such file") from None
    except (UnidentifiedImageError, OSError):
        raise OptanimError(f"{still}: not a picture") from None


def _colourful(picture: Image.Image, aspect: float) -> Image.Image:
    """The part of ``picture`` with the most colour: as large as fits below its own title."""
    pixels = np.asarray(picture).astype(np.int64)
    top = round(HEADING * len(pixels))
    colour = np.ptp(pixels[top:], axis=2)
    height, width = colour.shape
    high, wide = min(height, int(width / aspect)), min(width, int(height * aspect))
    sums = np.pad(colour, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
    each = sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]
    y, x = (int(place) for place in np.unravel_index(np.argmax(each), each.shape))
    return picture.crop((x, top + y, x + wide, top + y + high))
