"""What stands beside a race leaves room for the losses, however much there is to say."""

from __future__ import annotations

import numpy as np
import pytest
from manim import DL, UR, Camera, Mobject

from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.race_file.presentation import Presentation
from optanim.runs.problem import surface
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import contains
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.type import Type
from optanim.stage.views.aside import Aside
from optanim.stage.views.loss_race import LossRace
from optanim.stage.views.panel_race import PanelRace
from optanim.studies.racing import Race

LEGIBLE = 60.0  # design pixels


def racing(count: int) -> Race:
    """A race of ``count``, one of which has a long remark."""
    others = [make("GD", f"GD {index}", lr=1e-3 * index) for index in range(1, count)]
    return Race.of(surface("beale"), [make("LBFGS"), *others], 2)


@pytest.mark.parametrize("width", [520.0, 880.0])
def test_losses_have_room_below_eight_names_and_long_notes(width: float) -> None:
    canvas, race = Canvas.of(Camera(), DARK, Words.load("en")), racing(8)
    column = Sheet.of(canvas).body.middle(width)
    aside = Aside(canvas, column, race, Presentation().settled(race))
    assert aside.chart.region.height > LEGIBLE
    assert aside.roster.get_bottom()[1] > aside.bar.top


@pytest.mark.parametrize("size", [(480, 270), (360, 270), (270, 480)])
def test_the_chart_of_all_losses_has_room_beside_eight_names(size: tuple[int, int]) -> None:
    canvas, race = _canvas(*size), racing(8)
    view = LossRace(canvas, Sheet.of(canvas), race, Presentation().settled(race))
    assert min(view.chart.region.width, view.chart.region.height) > 500.0
    marked = [part.words for part in view.submobjects if isinstance(part, Type)]
    assert "".join(marked) == "°withoutreplay,astepofLBFGSisupto20innersteps"


def test_a_rule_that_finds_no_room_on_its_map_leaves_all_unshown() -> None:
    """Adadelta's has three fractions: it fits a map of two, but not one of eight."""
    shown = []
    for count in (1, 7):
        canvas = _canvas(480, 270)
        others = [make("GD", f"GD {index}", lr=1e-3) for index in range(count)]
        race = Race.of(surface("beale"), [make("Adadelta"), *others], 2)
        view = PanelRace(canvas, Sheet.of(canvas), race, Presentation().settled(race))
        shown.append(view.has_rules)
        for rule, chart in zip(view.rules, view.maps, strict=True):
            assert not len(rule) or contains(chart.ground, corners(rule)).all()
    assert shown == [True, False]


def test_notes_beside_six_names_are_whole_in_a_frame_of_four_to_three() -> None:
    canvas, race = _canvas(640, 480), racing(6)
    view = PanelRace(canvas, Sheet.of(canvas), race, Presentation().settled(race))
    note = view.note("GD 1", "diverges from 100").animations[-1].mobject
    assert note.words == "divergesfrom100"
    assert canvas.width_of(note) <= view.places["GD 1"].width + 1e-6


def _canvas(width: int, height: int) -> Canvas:
    """Of a frame so many pixels large, 8 units or so on its shorter side."""
    unit = min(width, height) / 8.0
    camera = Camera(
        pixel_width=width,
        pixel_height=height,
        frame_width=width / unit,
        frame_height=height / unit,
    )
    return Canvas.of(camera, DARK, Words.load("en"))


def corners(mobject: Mobject) -> np.ndarray:
    """The lower left and the upper right corner (2, 3)."""
    return np.array([mobject.get_corner(DL), mobject.get_corner(UR)])
