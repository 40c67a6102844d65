"""Axes say of what they are: the data's columns, with their units, as far as there is room."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Camera

from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.runs.problem import article, from_data
from optanim.stage.charts.data_plot import DataPlot
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.notation import Notation
from optanim.stage.draw.type import Type
from tests.stage.places import rectangle

TABLE = {"day": ["2020-01-31", "2020-02-02", "2020-02-03"], "speed (km/h)": [1.0, 3.0, 2.0]}
LONG = {"x": [1, 2, 4], "a very long name of a column that no axis has room for (km/h)": [1, 3, 2]}


@pytest.fixture(scope="module")
def canvas() -> Canvas:
    return Canvas.of(Camera(), DARK, Words.load("en"))


def test_a_map_says_of_what_its_parameters_are(canvas: Canvas) -> None:
    problem = from_data(TABLE, x="day", y="speed (km/h)")
    assert axes.titles(canvas, problem, (1e4, 1e4)) == (
        "Intercept a: speed (km/h)",
        "Slope b: speed (km/h) per day (days since 2020-01-31)",
    )
    standardized = from_data(TABLE, True, x="day", y="speed (km/h)")
    assert axes.titles(canvas, standardized, (1e4, 1e4))[1].endswith("01-31), standardised")
    assert axes.titles(canvas, article(points=9), (1e4, 1e4)) == ("Intercept a", "Slope b")


def test_long_names_are_shortened_to_the_room_or_left_out(canvas: Canvas) -> None:
    problem = from_data(LONG, y=list(LONG)[1])
    first, second = axes.titles(canvas, problem, (900.0, 200.0))
    assert first.startswith("Intercept a: a very") and first.endswith("(km/h)") and "…" in first
    assert canvas.width_of(canvas.text(first, SMALL)) <= 900.0
    assert second == "Slope b"
    narrow = from_data(TABLE, x="day", y="speed (km/h)")
    assert axes.titles(canvas, narrow, (230.0, 1e4))[0] == "Intercept a", "its name stays whole"


def test_a_plot_of_the_data_names_its_columns(canvas: Canvas) -> None:
    plot = DataPlot(
        canvas, from_data(TABLE, x="day", y="speed (km/h)"), rectangle(-4.0, -2.0, 4.0, 3.0)
    )
    shown = {part.words for part in plot.get_family() if isinstance(part, Type)}
    assert {"day(dayssince2020-01-31)", "speed(km/h)"} <= {"".join(w.split()) for w in shown}


def test_numbers_below_one_map_stay_clear_of_those_below_the_next(canvas: Canvas) -> None:
    left, right = canvas.frame.middle(524.0, 100.0).columns(None, None, gap=24.0)
    rows = [
        axes.plane(canvas, region, [(-5.0, 5.0), (0.0, 1.0)], ["x", ""], overhang=8.0)
        for region in (left, right)
    ]
    one, other = (row.family_members_with_points() for row in rows)
    end = max(part.get_right()[0] for part in one)
    assert end < min(part.get_left()[0] for part in other)


def test_a_number_that_is_moved_in_does_not_touch_the_next(canvas: Canvas) -> None:
    """At an edge where none may stand out: it is left out there, and its tick stays."""
    region = canvas.frame.middle(160.0, 100.0)
    ends = np.array([0.0, 0.3, 0.65, 1.0])
    ticks, *texts = axes.below(canvas, region, ends, ["−8", "−6", "−4", "−2"], "", overhang=0.0)
    assert len(ticks.points) == 4 * len(ends)
    assert [text.words for text in texts] == ["−6", "−4"]
    free = axes.below(canvas, canvas.frame.middle(400.0, 100.0), ends, list("1234"), "", 0.0)
    assert [text.words for text in free[1:]] == list("1234")


@pytest.mark.parametrize(
    ("span", "title", "first"),
    [
        ((-3.0, 5.0), "y", "−3"),
        ((1000001.0, 1000006.5), "y, above 1000000", "1"),
        ((-2000000.25, -1999999.75), "y, above −2000000", "−0.2"),
        ((2e-12, 9e-12), "y, in 10⁻¹²", "2"),
        ((-4e9, 1e9), "y, in 10⁹", "−4"),
        ((5.0, 5.0000002), "y, above 5, in 10⁻⁷", "0"),
    ],
)
def test_numbers_along_an_axis_are_short_and_differ(
    canvas: Canvas, span: tuple[float, float], title: str, first: str
) -> None:
    region = canvas.frame.inset(200.0)
    drawn = axes.plane(canvas, region, [(0.0, 1.0), span], ["", "y"])
    texts = [part for part in drawn.get_family() if isinstance(part, Type)]
    *labels, name = ("".join(text.words.split()) for text in texts)
    assert name == "".join(title.split()) and labels[0] == first
    assert len(set(labels)) == len(labels) > 2
    assert region.left - texts[-1].get_left()[0] < axes.LEFT_MARGIN * canvas.px


def test_a_title_leaves_room_for_what_its_numbers_are(canvas: Canvas) -> None:
    notation, problem = Notation(1e6, 1e6 + 1.0), from_data(LONG, y=list(LONG)[1])
    lengths = 900.0 - notation.room(canvas), 0.0
    told = notation.title(canvas, axes.titles(canvas, problem, lengths)[0])
    assert told.endswith("(km/h), above 1000000") and "…" in told
    assert 800.0 < canvas.width_of(canvas.text(told, SMALL)) <= 905.0
