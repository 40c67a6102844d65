"""Every racer can be told from every other, whatever a race holds."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from optanim.look.cast import cast
from optanim.look.theme import THEMES, rgb
from optanim.optimizers.optimizer import make
from tests.look.test_theme import DEFICIENCIES, contrast, linear, oklab

EIGHT = [make("Adam", label=f"Adam {k}", lr=0.1 * (k + 1)) for k in range(8)]
MIXED = [
    make("GD"), make("Momentum"), make("RMSprop"), make("Adam"), make("SGD", "plain", lr=0.2),
    make("Adam", "again", lr=1.0), make("Rprop"), make("ASGD"),
]  # fmt: skip


def distance(one: str, other: str) -> float:
    """In OKLab, to the eyes that tell the two apart least."""
    seen = [
        [oklab(np.clip(eye @ linear(np.array(rgb(color))), 0, 1)) for color in (one, other)]
        for eye in DEFICIENCIES.values()
    ]
    return min(float(np.linalg.norm(a - b)) for a, b in seen)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("racers", [EIGHT, MIXED], ids=["eight Adams", "mixed"])
def test_eight_racers_differ_in_colour_and_in_shape(theme, racers) -> None:
    """0.07 in OKLab is three and a half just noticeable differences."""
    made = cast(theme, {racer.label: racer for racer in racers})
    for one, other in combinations((racer.label for racer in racers), 2):
        assert distance(made.racer(one), made.racer(other)) > 0.07, (one, other)
        a, b = made.outline(one), made.outline(other)
        assert a.shape != b.shape or not np.allclose(a, b)
    for racer in racers:
        for ground in (theme.background, theme.panel):
            color = np.array(rgb(made.racer(racer.label)))
            assert contrast(color, np.array(rgb(ground))) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_a_known_optimizer_keeps_its_colour_and_shape_under_any_label(theme) -> None:
    racers = {
        "slow": make("SGD", lr=0.01), "heavy": make("SGD", lr=0.01, momentum=0.9),
        "Adam": make("Adam", lr=3.0), "quick": make("SGD", lr=1.0),
    }  # fmt: skip
    made = cast(theme, racers)
    for label, name in (("slow", "GD"), ("heavy", "Momentum"), ("Adam", "Adam")):
        assert made.racer(label) == theme.racers[name]
        assert np.array_equal(made.outline(label), theme.outline(name))
    assert made.racer("quick") not in theme.racers.values()
    assert not np.array_equal(made.outline("quick"), theme.outline("GD"))


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("asked", ["#101418", "#FFFF00", "#E03030", "#FBFBF8"])
def test_the_users_colour_is_kept_as_far_as_it_can_be_read(theme, asked) -> None:
    made = cast(theme, {"Adam": make("Adam"), "GD": make("GD")}, {"Adam": asked})
    shown, ground = np.array(rgb(made.racer("Adam"))), np.array(rgb(theme.background))
    assert contrast(shown, ground) >= 4.5
    if min(contrast(np.array(rgb(asked)), np.array(rgb(g)))
           for g in (theme.background, theme.panel)) >= 4.5:  # fmt: skip
        assert made.racer("Adam") == asked


def test_kinds_follow_class_and_keywords() -> None:
    assert make("SGD", lr=0.1).kind.name == "GD"
    assert make("SGD", lr=0.1, momentum=0.5).kind.name == "Momentum"
    assert make("SGD", lr=0.1, momentum=0.5, nesterov=True).kind.name == "Nesterov"
    assert make("RMSprop", "mine", lr=0.1, centered=True).kind.name == "RMSprop"
    assert make("Rprop").kind is None
