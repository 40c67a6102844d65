"""Several rates side by side: each heading keeps to its own map, and what is noted to the map."""

from __future__ import annotations

from itertools import pairwise

import pytest

from optanim.runs.problem import article
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.sheet import Sheet
from optanim.stage.map.zoom import Zoom
from optanim.stage.views.rate_panels import RatePanels
from optanim.studies import stability
from optanim.studies.racing import Race
from tests.stage.formats import SIZES, canvas_of

AIR = 40.0  # design pixels between neighbours' headings, at least


@pytest.mark.parametrize("aspect", SIZES)
def test_headings_have_air_and_notes_stay_on_their_maps(aspect: str) -> None:
    canvas, race = canvas_of(aspect), _race()
    view = RatePanels(canvas, Sheet.of(canvas), race, "GD", 30, "1.05", 24)
    headings = view.submobjects[:4]
    rows = [[line.get_left()[0], line.get_right()[0]] for line in headings]
    tops = [heading.get_top()[1] for heading in headings]
    for (before, after), (upper, lower) in zip(pairwise(rows), pairwise(tops), strict=True):
        assert abs(upper - lower) > 0.1 or after[0] - before[1] >= AIR * canvas.px
    for name, chart in view.grounds.items():
        note, region = view.note(name, "✓ step 137").mobject, chart.region
        assert region.left < note.get_left()[0] and note.get_right()[0] < region.right
        assert region.bottom < note.get_bottom()[1] and note.get_top()[1] < region.top
        heading = headings[list(view.grounds).index(name)]
        assert heading.get_bottom()[1] >= region.top + 4 * canvas.px


@pytest.mark.parametrize("aspect", SIZES)
def test_maps_are_higher_than_wide_and_their_growth_is_clear_of_the_headings(aspect: str) -> None:
    canvas = canvas_of(aspect)
    view = RatePanels(canvas, Sheet.of(canvas), _race(), "GD", 30, "1.05", 24)
    assert all(chart.region.aspect < 0.8 for chart in view.maps)
    (zoom,) = (part for part in view.clock if isinstance(part, Zoom))
    zoom.show_at(Moment(24.0))
    share, rate = view.submobjects[3]
    assert zoom.get_right()[0] <= view.growing.region.right + 1e-6
    for line in share, rate:
        aside = zoom.get_left()[0] - line.get_right()[0]
        assert aside > 12 * canvas.px or zoom.get_bottom()[1] > line.get_top()[1]


def _race() -> Race:
    return stability.at_shares(article(), (0.1, 0.5, 0.95, 1.05), 30)
