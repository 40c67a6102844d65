"""Small print beside a race: the right lines, none over another, none outside its place."""

from __future__ import annotations

from itertools import pairwise

import pytest
from manim import Camera

from optanim.landscape.height_scale import HeightScale
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article, surface
from optanim.runs.run import Batches, Run
from optanim.stage.boards.small_print import (
    LETTER,
    LINE,
    colors,
    footnotes,
    height,
    remarks,
    unproven,
)
from optanim.stage.draw.canvas import Canvas
from optanim.studies.racing import Race


@pytest.fixture
def canvas(tmp_path, monkeypatch) -> Canvas:
    monkeypatch.chdir(tmp_path)
    return Canvas.of(Camera(), DARK, Words.load("en"))


@pytest.mark.parametrize(
    ("kind", "formula"),
    [("none", "L"), ("sqrt", "√L"), ("log1p", "log(1 + L)"), ("smooth-sqrt", "√(L + 4)")],
)
def test_colours_follow_the_height_scale(canvas: Canvas, kind: str, formula: str) -> None:
    scale = HeightScale(kind, offset=4.0)
    assert colors(canvas, scale) == f"colour: {formula}"
    assert colors(canvas, scale, scale) == f"height and colour: {formula}"


def test_where_heights_follow_another_scale_than_colours_both_are_said(canvas: Canvas) -> None:
    root, smooth = HeightScale("sqrt"), HeightScale("smooth-sqrt", offset=4.0)
    assert colors(canvas, root, smooth) == "height: √(L + 4), colour: √L"
    root, smooth = (HeightScale(kind, floor=-2.0, offset=4.0) for kind in ("sqrt", "smooth-sqrt"))
    assert colors(canvas, root, smooth) == "height: √(Δ + 4), colour: √Δ, Δ: L − min L"


def test_losses_below_zero_are_measured_from_the_minimum(canvas: Canvas) -> None:
    scale = HeightScale("sqrt", floor=-78.3)
    assert colors(canvas, scale) == "colour: √(L − min L)"
    smooth = HeightScale("smooth-sqrt", floor=-2.0, offset=4.0)
    assert colors(canvas, smooth) == "colour: √(L − min L + 4)"


def test_there_is_a_remark_for_arrows_batches_and_what_is_not_proven(canvas: Canvas) -> None:
    plain = Race.of(surface("quadratic"), [make("GD", lr=0.01)], 2)
    assert remarks(canvas, plain) == unproven(canvas, plain, 500.0) == []
    assert remarks(canvas, plain, arrows=True) == ["arrow: −η × gradient"]
    batched = Run(article(points=40), make("Rprop"), steps=2, batches=Batches(8, 1))
    race = Race.of_runs({"Rprop": batched})
    assert remarks(canvas, race) == ["batches of 8 for all"]
    assert unproven(canvas, race, 500.0) == ["° without replay"]
    assert unproven(canvas, race, 9 * LETTER) == ["° without", "replay"]


@pytest.mark.parametrize("width", [760.0, 880.0, 1000.0])
def test_two_notes_are_whole_in_one_line_or_have_two(canvas: Canvas, width: float) -> None:
    """On the height scale with the longest name, beside a loss of one's own."""
    remark = "° gradient by differences, minimum by search"
    place = canvas.frame.middle(width, height(canvas, [remark], width))
    scale = HeightScale("log1p", floor=-1.0)
    for height_scale in (None, scale):
        drawn = [note.words for note in footnotes(canvas, place, scale, [remark], height_scale)]
        assert drawn == [
            "".join(note.split()) for note in (colors(canvas, scale, height_scale), remark)
        ]


@pytest.mark.parametrize("lines", [1, 3])
def test_notes_stand_beside_each_other_in_one_line_or_below_in_several(
    canvas: Canvas, lines: int
) -> None:
    place = canvas.frame.middle(600.0, lines * LINE)
    drawn = footnotes(canvas, place, HeightScale(), ["arrow: −η × gradient", "° without replay"])
    assert len(drawn) == 3
    for note in drawn:
        assert place.left - 1e-6 <= note.get_left()[0]
        assert note.get_right()[0] <= place.right + 1e-6
    for one, other in pairwise(drawn):
        if lines == 1:
            assert one.get_right()[0] < other.get_left()[0]
        else:
            assert one.get_bottom()[1] > other.get_top()[1]
