"""Several rates side by side: each heading keeps to its own map, and what is noted to the map."""

from __future__ import annotations

from itertools import pairwise

import pytest
from manim import Camera

from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.runs.problem import article
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.sheet import Sheet
from optanim.stage.views.rate_panels import RatePanels
from optanim.studies import stability
from optanim.studies.racing import Race

SIZES = {"16:9": (1920, 1080, 8.0), "4:3": (1440, 1080, 10.66), "9:16": (1080, 1920, 25.3)}
AIR = 40.0  # design pixels between neighbours' headings, at least


@pytest.mark.parametrize("aspect", SIZES)
def test_headings_have_air_and_notes_stay_on_their_maps(aspect: str) -> None:
    width, height, high = SIZES[aspect]
    camera = Camera(pixel_width=width, pixel_height=height, frame_width=14.2, frame_height=high)
    canvas, race = Canvas.of(camera, DARK, Words.load("en")), _race()
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


def _race() -> Race:
    return stability.at_shares(article(), (0.1, 0.5, 0.95, 1.05), 30)
