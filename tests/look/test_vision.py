"""How far apart colours look, against matrices and formulas of the tests' own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.look.theme import DARK, LIGHT, rgb
from optanim.look.vision import contrast, distance, farthest, legible
from tests.look import test_theme as own

COLOR = st.integers(0, 0xFFFFFF).map("#{:06X}".format)


def apart(one: str, other: str) -> float:
    """In OKLab, to the eyes that tell the two apart least."""
    eyes = [
        [own.oklab(np.clip(eye @ own.linear(np.array(rgb(c))), 0, 1)) for c in (one, other)]
        for eye in own.DEFICIENCIES.values()
    ]
    return min(float(np.linalg.norm(a - b)) for a, b in eyes)


@given(one=COLOR, other=COLOR)
def test_distance_and_contrast_are_those_of_the_papers(one: str, other: str) -> None:
    assert distance(one, other) == pytest.approx(apart(one, other), abs=1e-3)
    wcag = own.contrast(np.array(rgb(one)), np.array(rgb(other)))
    assert contrast(one, other) == pytest.approx(float(wcag), rel=1e-3)


def test_red_and_green_look_alike_to_some() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert distance("#FF0000", "#7F7F00") < 0.5 * distance("#FF0000", "#0000FF")


@given(color=COLOR)
def test_a_colour_is_changed_no_more_than_it_needs(color: str) -> None:
    grounds = (DARK.background, DARK.panel)
    made = legible(color, DARK.text, grounds)
    assert min(contrast(made, ground) for ground in grounds) >= 4.5
    if min(contrast(color, ground) for ground in grounds) >= 4.5:
        assert made == color


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_farthest_colour_is_farther_than_any_other_racers(theme) -> None:
    taken = [theme.minimum, theme.racers["GD"], theme.racers["Adam"]]
    made = farthest(taken, (theme.background, theme.panel))
    others = [color for name, color in theme.racers.items() if name not in ("GD", "Adam")]
    nearest = min(apart(made, color) for color in taken)
    assert all(nearest >= min(apart(color, it) for it in taken) for color in others)
    assert own.contrast(np.array(rgb(made)), np.array(rgb(theme.panel))) >= 4.49
