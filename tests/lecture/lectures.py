"""Small lectures to make decks and papers of, and names that must stay text in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

from optanim.lecture.records import Caption, Film, Lecture, Slide
from optanim.look.theme import DARK, Theme

FPS, RATE = 10, 48_000
NASTY = (
    "<b>x</b>",
    "</script><script>alert(1)</script>",
    "a & b, &amp; \"q\" 's'",
    "#set page(fill: red)",
    "*x* _y_ `z`",
    "$x$ {{ 7 * 7 }} {% raw %}",
    "--> // https://example.org",
    "梯度下降 ∇ é",
)
"""What users may call a racer, a column or a file."""


def clip(path: Path, color: str, seconds: float = 1.0, size: tuple[int, int] = (320, 180)) -> Path:
    """A film that goes from ``color`` to black, with a tone of 440 Hz; its first frame is plain."""
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        shown = container.add_stream("libx264", rate=FPS, options={"crf": "10"})
        shown.width, shown.height, shown.pix_fmt = *size, "yuv420p"
        heard = container.add_stream("aac", rate=RATE)
        heard.layout = "mono"
        plain = np.asarray(Image.new("RGB", size, color), dtype=np.float64)
        count = round(seconds * FPS)
        for number in range(count):
            picture = np.rint(plain * (1.0 - number / (count - 1))).astype(np.uint8)
            container.mux(shown.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        wave = 0.3 * np.sin(2 * np.pi * 440 / RATE * np.arange(round(seconds * RATE)))
        sound = av.AudioFrame.from_ndarray(np.float32(wave)[None], format="fltp", layout="mono")
        sound.sample_rate, sound.pts, sound.time_base = RATE, 0, Fraction(1, RATE)
        container.mux(heard.encode(sound))
        container.mux(shown.encode())
        container.mux(heard.encode())
    return path


def still(path: Path, color: str, size: tuple[int, int] = (320, 180)) -> Path:
    """A picture with the ground's colour at the left and ``color`` at the right."""
    picture = Image.new("RGB", size, DARK.background)
    picture.paste(color, (size[0] // 2, 0, *size))
    picture.save(path)
    return path


def slide(folder: Path, name: str, color: str, title: str, said: Sequence[str] = ()) -> Slide:
    """A slide of a second, each sentence heard for a tenth of it."""
    captions = tuple(Caption(k / 10, (k + 1) / 10, text) for k, text in enumerate(said))
    made = clip(folder / f"{name}.mp4", color), still(folder / f"{name}.png", color)
    return Slide(title, *made, 1.0, captions)


def lecture(folder: Path, theme: Theme = DARK, language: str = "en") -> Lecture:
    """Two films of two sections each, named by all that is in `NASTY`.

    Clips have names that addresses have to be careful with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    first = (
        slide(folder, "01 50% #1?", "red", NASTY[0], NASTY),
        slide(folder, "02 größer", "green", NASTY[1], NASTY[:2]),
    )
    second = (
        slide(folder, "03", "blue", NASTY[3], NASTY[2:4]),
        slide(folder, "04", "yellow", NASTY[4]),
    )
    films = (
        Film("one", NASTY[4], NASTY[5], first[0].still, first, NASTY[:3], {NASTY[0]: "ab" * 32}),
        Film("two", NASTY[1], NASTY[2], second[0].still, second, ("GD", "Adam"), {"GD": "cd" * 32}),
    )
    return Lecture(f"{NASTY[0]} {NASTY[1]}", language, theme, films)
