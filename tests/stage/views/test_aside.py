"""What stands beside a race leaves room for the losses, however much there is to say."""

from __future__ import annotations

import pytest
from manim import Camera, Group

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
    *scales, chart = view.beside
    assert chart.region.height > LEGIBLE
    assert chart.get_top()[1] < Group(*scales).get_bottom()[1] + 20.0 * canvas.px


def test_rules_too_large_for_a_row_of_their_own_leave_it_to_the_maps() -> None:
    """Adadelta's has three fractions; it is shown where its map is to be."""
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    views = []
    for other in ("Adam", "Adadelta"):
        race = Race.of(surface("beale"), [make("GD", lr=1e-3), make(other)], 2)
        views.append(PanelRace(canvas, Sheet.of(canvas), race, Presentation().settled(race)))
    beside, within = views
    assert all(len(rule) for view in views for rule in view.rules)
    assert beside.rules_stay and not within.rules_stay
    assert within.maps[0].region.height > beside.maps[0].region.height + 150.0


def test_notes_beside_six_names_are_whole_in_a_frame_of_four_to_three() -> None:
    camera = Camera(pixel_width=640, pixel_height=480, frame_width=8.0 * 4 / 3, frame_height=8.0)
    canvas, race = Canvas.of(camera, DARK, Words.load("en")), racing(6)
    view = PanelRace(canvas, Sheet.of(canvas), race, Presentation().settled(race))
    note = view.note("GD 1", "diverges from 100").animations[-1].mobject
    assert note.words == "divergesfrom100"
    assert canvas.width_of(note) <= view.places["GD 1"].width + 1e-6
