"""What stands beside a race leaves room for the losses, however much there is to say."""

from __future__ import annotations

import pytest
from manim import Camera

from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.race_file.presentation import Presentation
from optanim.runs.problem import surface
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.sheet import Sheet
from optanim.stage.views.aside import Aside
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


def test_maps_side_by_side_in_an_upright_frame_leave_room_for_losses_and_notes() -> None:
    camera = Camera(pixel_width=270, pixel_height=480, frame_width=14.2, frame_height=25.3)
    canvas, race = Canvas.of(camera, DARK, Words.load("en")), racing(3)
    view = PanelRace(canvas, Sheet.of(canvas), race, Presentation().settled(race))
    assert view.chart.region.height > LEGIBLE
    assert view.chart.get_top()[1] < view.scales.get_bottom()[1] + 20.0 * canvas.px
