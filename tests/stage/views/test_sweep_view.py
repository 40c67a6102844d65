"""What is read off a sweep, and what is said of its map, find room in every format."""

from __future__ import annotations

from itertools import pairwise

import pytest

from optanim.base.text import ELLIPSIS
from optanim.base.window import Window
from optanim.runs.outcome import TOLERANCE
from optanim.runs.problem import article
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.sheet import Sheet
from optanim.stage.map.sweep_walker import Source
from optanim.stage.views.sweep_view import AIR, Reading, SweepView
from optanim.studies import stability
from tests.stage.formats import SIZES, canvas_of

RATES = 14


@pytest.mark.parametrize("aspect", SIZES)
def test_readings_have_air_and_the_source_is_said_in_full(aspect: str) -> None:
    canvas, problem = canvas_of(aspect), article()
    sweep = stability.across(problem, (0.02, 1.08), RATES, 500, TOLERANCE, 20)
    runs = stability.confirmed(sweep, (0.5, 1.05), [0])
    window = Window((-6.0, 4.0), (-6.0, 10.0))
    view = SweepView(canvas, Sheet.of(canvas), sweep, runs, "GD", window, [0])
    reading, source, *_ = view.clock
    assert isinstance(reading, Reading) and isinstance(source, Source)
    for index in range(RATES):
        reading.show_at(Moment(float(index)))
        edges = [(part.get_left()[0], part.get_right()[0]) for part in reading]
        assert all(
            after[0] - before[1] > 0.9 * AIR * canvas.px for before, after in pairwise(edges)
        )
        assert edges[-1][1] <= view.chart.region.right + 1e-6
    assert not [line.words for line in source if ELLIPSIS in line.words]
    assert any("offthemap" in line.words for line in source)


@pytest.mark.parametrize("aspect", SIZES)
def test_the_axis_title_is_shorter_than_the_axis(aspect: str) -> None:
    canvas = canvas_of(aspect)
    sweep = stability.across(article(), (0.02, 1.08), 3, 500, TOLERANCE, 20)
    runs = stability.confirmed(sweep, (0.5,), [0])
    window = Window((-6.0, 4.0), (-6.0, 10.0))
    chart = SweepView(canvas, Sheet.of(canvas), sweep, runs, "GD", window, [0]).chart
    title = canvas.text(canvas.words("sweep.steps", tolerance=TOLERANCE), 34.0)
    assert canvas.width_of(title) < 0.85 * chart.region.height
