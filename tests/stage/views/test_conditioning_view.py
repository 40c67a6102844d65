"""The bowl and its board, in every format: what is written keeps clear of what stands beside it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from manim import VGroup

from optanim.look.theme import LIGHT
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.stage.boards.ledger import Ledger
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.type import Type
from optanim.stage.views.conditioning_view import ConditioningView
from optanim.studies import standardizing
from optanim.studies.racing import Race
from tests.stage.formats import SIZES, canvas_of
from tests.stage.places import rectangle

AIR = 24.0  # design pixels between name and rate, at least
TRIALS = ("raw", "centred", "same rate", "scaled")


@pytest.fixture(scope="module", params=SIZES)
def view(request: pytest.FixtureRequest) -> ConditioningView:
    canvas = canvas_of(request.param)
    way = standardizing.Standardizing(standardizing.measured(article(), -5.0))
    return ConditioningView(canvas, Sheet.of(canvas), way, len(TRIALS), "GD")


@pytest.mark.parametrize("trial", TRIALS)
def test_a_racers_name_has_air_to_its_rate(view: ConditioningView, trial: str) -> None:
    race = Race.of(article(), [make("GD", lr=0.05)], 1)
    (name, rate) = view.legend(race.trajectories["GD"], trial)
    assert rate.get_left()[0] - name.get_right()[0] > AIR * view.canvas.px


@pytest.mark.parametrize("phase", [0, 1, 2])
def test_the_lines_of_the_data_keep_clear_of_their_key(view: ConditioningView, phase: int) -> None:
    view.data.take(view.way.at(phase), float(phase))
    told = [part for part in view.data.submobjects[-4:] if isinstance(part, Type)]
    low, high = view.data.plot.line_ends(view.way.at(phase).start)
    assert len(told) == 2
    for name in told:
        height = name.get_center()[1]
        across = low[0] + (high[0] - low[0]) * (height - low[1]) / (high[1] - low[1])
        assert across - name.get_right()[0] > 4 * view.canvas.px


def test_numbers_keep_clear_of_the_datas_axis_and_of_each_other(view: ConditioningView) -> None:
    title = view.data.names[0].get_bottom()[1]
    kappa, first, second = view.numbers
    assert title - kappa.get_top()[1] > 30 * view.canvas.px
    assert second.get_left()[0] - first.get_right()[0] > AIR * view.canvas.px
    tops = [title, *(part.get_top()[1] for part in (kappa, view.ledger.heads))]
    assert all(upper > lower for upper, lower in pairwise(tops))


def test_a_row_is_pointed_out_in_the_focus_colour_where_it_stands() -> None:
    canvas = canvas_of("16:9", LIGHT)
    ledger = Ledger(canvas, rectangle(-3, -2, 3, 2), 1, ["x", "steps"], (1.0, 1.0))
    row = ledger.row(0, ["raw", "507"], LIGHT.text)
    extent = row.width
    animation = ledger.point_out(VGroup(*row))
    animation.begin()
    animation.interpolate(0.5)
    shown = [part.get_fill_color().to_hex() for part in animation.mobject]
    assert shown == [LIGHT.focus.upper()] * 2
    assert np.isclose(animation.mobject.width, extent)
