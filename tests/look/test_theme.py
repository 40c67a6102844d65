"""Contrast, and colours that colour-blind viewers tell apart."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from optanim.base.errors import OptanimError
from optanim.look import theme as themes
from optanim.look.shapes import SPARE, outline
from optanim.look.theme import THEMES, rgb
from optanim.optimizers.table import TABLE
from optanim.race_file.model import MOST_RACERS

# Machado, Oliveira and Fernandes (2009), "A physiologically-based model for simulation of color
# vision deficiency", severity 1.0, in linear RGB.
DEFICIENCIES = {
    "none": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(color: np.ndarray) -> np.ndarray:
    return np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)


def luminance(color: np.ndarray) -> np.ndarray:
    return linear(np.asarray(color, float)) @ [0.2126, 0.7152, 0.0722]


def contrast(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    a, b = luminance(one), luminance(other)
    return (np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05)


def oklab(color: np.ndarray) -> np.ndarray:
    """Ottosson (2020), "A perceptual color space for image processing", from linear RGB."""
    to_lms = [[0.41222, 0.53633, 0.05145], [0.21190, 0.68070, 0.10740], [0.08830, 0.28172, 0.62998]]
    to_lab = [
        [0.21045, 0.79362, -0.00407],
        [1.97800, -2.42859, 0.45060],
        [0.02590, 0.78277, -0.80868],
    ]
    return np.cbrt(np.clip(color, 0, None) @ np.array(to_lms).T) @ np.array(to_lab).T


@pytest.mark.parametrize("name", THEMES)
def test_text_is_legible_on_everything_it_stands_on(name: str) -> None:
    theme = themes.named(name)
    grounds = [rgb(theme.background), rgb(theme.panel)]
    meanings = [theme.minimum, theme.gradient, theme.limit, theme.focus]
    for color in (theme.text, theme.muted, *meanings, *theme.racers.values()):
        for ground in grounds:
            assert contrast(np.array(rgb(color)), np.array(ground)) >= 4.5, color
    scale = theme.map_colors(np.linspace(0, 1, 101)) / 255
    assert contrast(np.array(rgb(theme.text)), scale).min() >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_where_racers_are_about_as_bright_as_some_ground_trails_have_a_rim(name: str) -> None:
    """About as bright: WCAG's contrast is below 2:1. A rim costs time, so that no other has one."""
    theme = themes.named(name)
    scale = theme.map_colors(np.linspace(0, 1, 101)) / 255
    least = min(contrast(np.array(rgb(color)), scale).min() for color in theme.racers.values())
    assert (theme.casing > 0.0) == (least < 2.0)


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_the_sky_of_day_is_told_from_all_land(deficiency: str) -> None:
    """0.1 as below: no height of the land has a colour that the sky has."""
    theme = themes.named("light")

    def seen(colors: np.ndarray) -> np.ndarray:
        return oklab(np.clip(linear(colors) @ DEFICIENCIES[deficiency].T, 0, 1))

    land = seen(theme.map_colors(np.linspace(0, 1, 101)) / 255)
    for color in (theme.horizon, theme.zenith):
        assert np.linalg.norm(land - seen(np.array(rgb(color))), axis=-1).min() > 0.1, color


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_the_four_racers_keep_apart(name: str, deficiency: str) -> None:
    """0.1 in OKLab is five times a just noticeable difference of 0.02."""
    theme = themes.named(name)
    seen = {
        racer: oklab(np.clip(DEFICIENCIES[deficiency] @ linear(np.array(rgb(color))), 0, 1))
        for racer, color in theme.racers.items()
    }
    for one, other in combinations(("GD", "Momentum", "RMSprop", "Adam"), 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 0.1, (one, other)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_what_stands_beside_racers_keeps_apart_from_them(name: str, deficiency: str) -> None:
    """The minimum, gradients and limits: 0.03 in OKLab is more than a just noticeable difference.

    They have shapes of their own as well: a cross, arrows, dashes.
    """
    theme = themes.named(name)
    racers = [theme.racers[racer] for racer in ("GD", "Momentum", "RMSprop", "Adam")]
    seen = [
        oklab(np.clip(DEFICIENCIES[deficiency] @ linear(np.array(rgb(color))), 0, 1))
        for color in (theme.minimum, theme.gradient, theme.limit, *racers)
    ]
    for one, other in combinations(range(len(seen)), 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 0.03, (one, other)


def test_every_optimizer_has_a_colour_in_every_theme_and_a_shape_of_its_own() -> None:
    for theme in THEMES.values():
        assert set(theme.racers) == set(theme.shapes) == set(TABLE)
        for one, other in combinations(TABLE, 2):
            a, b = theme.outline(one), theme.outline(other)
            assert a.shape != b.shape or not np.allclose(a, b), (one, other)


def test_there_is_a_spare_shape_for_each_of_as_many_racers_as_a_race_may_have() -> None:
    assert len({outline(shape).tobytes() for shape in SPARE}) >= MOST_RACERS


def test_shapes_have_the_corners_that_their_words_say() -> None:
    """Lengths of sides, and of radii, of figures that everybody knows."""
    square = outline(("polygon", 4, 45))
    assert np.allclose(np.abs(square), np.sqrt(np.pi) / 2)
    radii = np.linalg.norm(outline(("star", 5)), axis=1)
    assert np.allclose(radii[1::2] / radii[::2], 0.5) and len(radii) == 10
    assert np.argmax(outline(("polygon", 3))[:, 1]) == 0
    assert len(outline(("plus",))) == 12


def test_an_unknown_shape_is_refused_with_the_choices() -> None:
    with pytest.raises(OptanimError, match=r"'blob'.*circle, plus, polygon, star"):
        outline(("blob", 3))


def test_an_unknown_theme_is_refused_with_the_choices() -> None:
    with pytest.raises(OptanimError, match=r"'neon'.*dark, light"):
        themes.named("neon")
