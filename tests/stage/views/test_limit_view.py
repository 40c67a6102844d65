"""The limit's formulas stand beside the map, or in pairs below it, apart and clear of it."""

from __future__ import annotations

from itertools import combinations

import pytest

from optanim.runs.problem import article
from optanim.stage.draw.sheet import Sheet
from optanim.stage.views.limit_view import LimitView
from optanim.studies import stability
from tests.stage.formats import SIZES, canvas_of

AIR = 20.0  # design pixels


@pytest.mark.parametrize("aspect", SIZES)
def test_formulas_have_air_and_an_upright_map_has_three_quarters(aspect: str) -> None:
    canvas = canvas_of(aspect)
    sheet, run = Sheet.of(canvas), stability.at_shares(article(), (1.05,), 6).trajectories["1.05"]
    view = LimitView(canvas, sheet, run, 5, "GD")
    for one, other in combinations(view.lines, 2):
        gaps = abs(one.get_center() - other.get_center())[:2]
        halves = (one.width + other.width) / 2, (one.height + other.height) / 2
        assert max(gaps - halves) > AIR * canvas.px
    for line in view.lines:
        assert line.get_left()[0] >= sheet.body.left and line.get_right()[0] <= sheet.body.right
        assert line.get_bottom()[1] >= sheet.body.bottom
        beside, below = line.get_left()[0] > view.map.region.right, line.get_top()[1]
        assert beside or below < view.map.axes.get_bottom()[1]
    if sheet.upright:
        assert view.map.region.height > 0.7 * sheet.body.height
