"""How far apart colours look, also to colour-blind viewers."""

from __future__ import annotations

import numpy as np

from optanim.look.theme import rgb

# Machado, Oliveira and Fernandes (2009), "A physiologically-based model for simulation of color
# vision deficiency", severity 1.0, in linear RGB: protanopia, deuteranopia, tritanopia.
_EYES = np.array(
    [
        np.eye(3),
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]],
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]],
    ]
)  # fmt: skip
# Ottosson (2020), "A perceptual color space for image processing".
_TO_LMS = np.array([[0.4122214708, 0.5363325363, 0.0514459929],
                    [0.2119034982, 0.6806995451, 0.1073969566],
                    [0.0883024619, 0.2817188376, 0.6299787005]])  # fmt: skip
_TO_LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468],
                    [1.9779984951, -2.4285922050, 0.4505937099],
                    [0.0259040371, 0.7827717662, -0.8086757660]])  # fmt: skip
_GRAY = 0.08  # the least chroma, in OKLab, of a colour that is made up for a racer


def contrast(one: str, other: str) -> float:
    """The contrast of two colours ``#RRGGBB`` as WCAG 2 defines it, 1 to 21."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def mixed(color: str, other: str, share: float) -> str:
    """``color`` with ``share`` of ``other`` in it."""
    channels = (1.0 - share) * np.array(rgb(color)) + share * np.array(rgb(other))
    return "#" + "".join(f"{round(255 * channel):02X}" for channel in channels)


def legible(color: str, text: str, grounds: tuple[str, ...]) -> str:
    """``color``, or as little of ``text`` in it as gives it contrast 4.5 on all ``grounds``."""
    for share in np.linspace(0.0, 1.0, 41):
        made = mixed(color, text, float(share))
        if min(contrast(made, ground) for ground in grounds) >= 4.5:
            return made
    return text


def farthest(taken: list[str], grounds: tuple[str, ...]) -> str:
    """The colour, legible on ``grounds``, that looks least like any of ``taken`` to anyone.

    The distance of two colours is that in OKLab, the least over four kinds of eyes.
    """
    names, colors = zip(*_palette(grounds), strict=True)
    lab = _seen(np.array(colors))
    near = np.min([_distance(lab, _seen(np.array([rgb(color)]))) for color in taken], axis=0)
    return names[int(np.argmax(near))]


def distance(one: str, other: str) -> float:
    """How far apart two colours look, in OKLab, to the eyes for which they look most alike."""
    return float(_distance(*(_seen(np.array([rgb(color)])) for color in (one, other)))[0])


def _palette(grounds: tuple[str, ...]) -> list[tuple[str, tuple[float, float, float]]]:
    """Colours of an even grid over RGB that are no grays and can be read on ``grounds``."""
    steps = ("00", "2A", "55", "80", "AA", "D5", "FF")
    names = [f"#{r}{g}{b}" for r in steps for g in steps for b in steps]
    lab = _seen(np.array([rgb(name) for name in names]))[0]
    vivid = np.hypot(lab[:, 1], lab[:, 2]) >= _GRAY
    return [
        (name, rgb(name))
        for name, keep in zip(names, vivid, strict=True)
        if keep and min(contrast(name, ground) for ground in grounds) >= 4.5
    ]


def _seen(colors: np.ndarray) -> np.ndarray:
    """OKLab (4, n, 3) of sRGB colours (n, 3), 0 to 1, as each kind of eyes sees them."""
    seen = np.clip(_linear(colors) @ np.swapaxes(_EYES, 1, 2), 0.0, 1.0)
    return np.cbrt(seen @ _TO_LMS.T) @ _TO_LAB.T


def _distance(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.linalg.norm(one - other, axis=-1).min(axis=0)


def _linear(colors: np.ndarray) -> np.ndarray:
    return np.where(colors <= 0.04045, colors / 12.92, ((colors + 0.055) / 1.055) ** 2.4)


def _luminance(color: str) -> float:
    return float(_linear(np.array(rgb(color))) @ [0.2126, 0.7152, 0.0722])
