"""Point and line in every format: the tour stays on its map, words off what they point at."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.look.theme import DARK, LIGHT
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.stage.draw.clip import contains
from optanim.stage.draw.marks import HEAD, RIM
from optanim.stage.draw.pointer import Pointer
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.type import Type
from optanim.stage.map.guides import Guides
from optanim.stage.views.linked_view import LinkedView
from optanim.studies.racing import Race
from tests.stage.formats import SIZES, canvas_of

STEPS = 24


@pytest.fixture(scope="module")
def race() -> Race:
    return Race.of(article(), [make("GD", lr=0.1)], STEPS)


@pytest.fixture(scope="module", params=SIZES)
def view(request: pytest.FixtureRequest, race: Race) -> LinkedView:
    canvas = canvas_of(request.param)
    return LinkedView(canvas, Sheet.of(canvas), race, 1e-3)


def test_the_tour_stays_on_the_map(view: LinkedView, race: Race) -> None:
    (far, _), (low, best) = race.problem.start, race.problem.known_minimizer
    ends = view.map.locate(np.array([[far, best], [2.0 * low - far, best], race.problem.start]))
    assert contains(view.map.region.inset(HEAD + RIM), ends).all()


def test_the_plate_covers_neither_its_arrow_nor_the_plots_edge(view: LinkedView) -> None:
    for pointer in view.pointers("GD", 1):
        clear_of_its_arrow(pointer)
    assert pointer.get_bottom()[1] >= view.data.region.bottom - 4 * view.canvas.px


def test_a_plate_too_wide_to_stand_aside_stands_before_the_tail(view: LinkedView) -> None:
    region = view.map.region
    tail, tip = region.at(0.5, 0.4)[:2], region.at(0.5, 0.7)[:2]
    for words in "b too high", "b is too high by far and it must be said":
        clear_of_its_arrow(Pointer(view.canvas, tail, tip, words, region))


def clear_of_its_arrow(pointer: Pointer) -> None:
    """Assert that the plate touches no part of the arrow."""
    shaft, board, _ = pointer
    aside = max(
        board.get_left()[0] - shaft.get_right()[0], shaft.get_left()[0] - board.get_right()[0]
    )
    above = max(
        board.get_bottom()[1] - shaft.get_top()[1], shaft.get_bottom()[1] - board.get_top()[1]
    )
    assert max(aside, above) > 0


def test_a_plate_stands_beyond_the_tip_where_there_is_room(view: LinkedView) -> None:
    region = view.data.region
    tail, tip = region.at(0.8, 0.9)[:2], region.at(0.8, 0.5)[:2]
    pointer = Pointer(view.canvas, tail, tip, "too flat", region, beyond=True)
    clear_of_its_arrow(pointer)
    assert pointer[1].get_top()[1] < tip[1]


def test_an_upright_frame_shows_the_data_large() -> None:
    canvas = canvas_of("9:16")
    view = LinkedView(canvas, Sheet.of(canvas), Race.of(article(), [make("GD")], 2), 1e-3)
    assert view.data.region.height > 0.35 * view.data.region.width
    assert view.data.region.height > 2 * view.chart.region.height


@pytest.mark.parametrize(("theme", "rim"), [(LIGHT, True), (DARK, False)])
def test_guides_are_opaque_and_have_a_rim_where_trails_have(race: Race, theme, rim: bool) -> None:
    canvas = canvas_of("16:9", theme)
    view = LinkedView(canvas, Sheet.of(canvas), race, 1e-3)
    guides = Guides(canvas, view.map, race.trajectories["GD"], theme.racer("GD"))
    assert guides.get_stroke_opacity() == 1.0
    assert (guides.get_stroke_width(background=True) > guides.get_stroke_width()) == rim


def test_an_upright_frames_low_chart_still_names_its_goal() -> None:
    canvas = canvas_of("9:16")
    race = Race.of(article(), [make(name, lr=0.1) for name in ("GD", "Adam")], 180)
    goal = LinkedView(canvas, Sheet.of(canvas), race, 1e-3).chart.goal
    assert any("within" in part.words for part in goal.get_family() if isinstance(part, Type))
