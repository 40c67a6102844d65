"""Both directions' charts are equally high, and what they show is said once, beside both."""

from __future__ import annotations

import pytest

from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.stage.charts.power_chart import PowerChart
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.type import Type
from optanim.stage.views.descent_view import DescentView
from optanim.stage.views.directions_view import DirectionsView
from optanim.studies.racing import Race
from tests.stage.formats import SIZES, canvas_of


@pytest.mark.parametrize("aspect", SIZES)
def test_two_charts_have_one_height_and_one_title(aspect: str) -> None:
    canvas = canvas_of(aspect)
    race = Race.of(article(), [make("GD", lr=0.1)], 30)
    view = DescentView(canvas, Sheet.of(canvas), race, 5, 1e-3)
    parts = DirectionsView(view, view.run, 14)
    shown = [part for share in parts.shares for part in share.get_family()]
    along, across = (part.region for part in shown if isinstance(part, PowerChart))
    assert along.height == pytest.approx(across.height) and along.height > 120.0
    (title,) = (part for part in shown if isinstance(part, Type) and part.words == "shareleft")
    assert across.bottom < title.get_bottom()[1] and title.get_top()[1] < along.top
    for part in shown:
        if isinstance(part, Type) and part is not title:
            assert part.get_left()[0] > title.get_right()[0]
