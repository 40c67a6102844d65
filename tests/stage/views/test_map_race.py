"""The race on one map: what is there before anyone races."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from manim import Camera, ManimColor, Mobject, VMobject

from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.race_file import load
from optanim.race_file.presentation import Presentation
from optanim.runs.problem import surface
from optanim.runs.run import Run
from optanim.stage.charts.loss_chart import LossCurve
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.plates import PAD, half_size
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.type import Type
from optanim.stage.map.walker import Head, NameTag, Trail
from optanim.stage.views.map_race import MapRace
from optanim.studies.racing import Race


@pytest.mark.parametrize("racers", [1, 4])
def test_the_losses_formula_stands_clear_of_the_colour_bar(racers: int) -> None:
    """One racer's row is too low for a fraction."""
    optimizers = [make("GD", label=f"GD {k}", lr=0.01 * (k + 1)) for k in range(racers)]
    race = Race.of(surface("quadratic"), optimizers, 5)
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    view = MapRace(canvas, Sheet.of(canvas), race, Presentation().settled(race))
    _, formula = view.before()
    assert not any(over(formula, part) for part in view.scales)


@pytest.mark.parametrize("start", [(4.34, -1.42), (4.97, 4.81), (0.3, -5.0)])
def test_the_word_at_the_start_hides_no_number_and_no_minimum(start: tuple[float, float]) -> None:
    """From the first two it did, where it stood beside the start."""
    problem = replace(surface("himmelblau"), start=np.array(start))
    race = Race.of(problem, [make("GD", lr=1e-3)], 3)
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    view = MapRace(canvas, Sheet.of(canvas), race, Presentation().settled(race))
    _, word, _ = view.before()[0]
    assert not any(over(word, part) for part in (*view.map.labels, *view.map.minimum))


def test_the_line_that_escapes_cross_is_where_the_loss_is_so_low() -> None:
    """Dashes end on it, and its name hides no number of the map."""
    race = Race.of(surface("saddle"), [make("GD", lr=0.05), make("Adam", lr=0.05)], 40)
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    view = MapRace(canvas, Sheet.of(canvas), race, Presentation(tolerance=0.25).settled(race))
    (line,) = [part for part in view.map.get_family()
             if isinstance(part, VMobject) and len(part.points)
               and part.get_stroke_color() == ManimColor(DARK.limit)]  # fmt: skip
    shares = (line.points[:, :2] - view.map.region.low) / view.map.region.size
    low, high = view.map.window.corners
    x, y = (low + shares * (high - low)).T
    assert np.allclose(x**2 - y**2, -0.25, atol=0.02) and (y > 0).any() and (y < 0).any()
    (name,) = [part for part in view.map.get_family() if isinstance(part, Type)
               and part.words.replace(" ", "") == "escaped:L<−0.25"]  # fmt: skip
    *numbers, _, last = view.map.labels  # the name's plate and the name are the last of them
    assert last is name and numbers
    assert not any(over(name, part) for part in numbers)
    members = view.map.get_family()
    assert members.index(line) < members.index(view.map.labels)
    assert (shares > -1e-9).all() and (shares < 1.0 + 1e-9).all()  # no tick is behind it


@pytest.mark.parametrize("size", [(1920, 1080), (1440, 1080)])
def test_where_the_film_stands_no_name_hides_another_or_leaves_the_map(size) -> None:
    """Four set off from one place, where the map is narrow, too."""
    request = load("saddle", {"steps": 60})
    race = request.race()
    camera = Camera(frame_width=8.0 * size[0] / size[1], frame_height=8.0)
    canvas = Canvas.of(camera, DARK, Words.load("en"))
    shown, held = request.presentation.settled(race), (3, 9)
    view = MapRace(canvas, Sheet.of(canvas), race, shown, held=held)
    for step in (0, *held):
        view.clock.show_at(Moment(float(step)))
        tags = [each[0] for each in view.clock.submobjects if isinstance(each, NameTag)]
        tags = [board for board in tags if len(board.points)]
        assert len(tags) >= 3
        for one, other in combinations(tags, 2):  # their plates' edges may
            halves = half_size(one) + half_size(other) - 2.0 * PAD * canvas.px
            assert (np.abs(one.get_center() - other.get_center())[:2] > halves).any()
        for board in tags:
            assert board.get_right()[0] < view.map.region.right
            assert board.get_left()[0] > view.map.region.left


def test_a_racer_and_its_control_keep_apart_at_a_saddle_and_say_who_is_who() -> None:
    """Their heads stay where they are, their trails lie side by side, and the chart shows both."""
    there = surface("saddle")
    nearer = Run(replace(there, start=np.array([-1.5, 1e-4])), make("GD", lr=0.45), steps=12)
    race = Race.of_runs({"GD": Run(there, make("GD", lr=0.45), steps=12)}, nearer)
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    presentation = Presentation().settled(race)
    view = MapRace(canvas, Sheet.of(canvas), race, presentation, versus=("far", "near"))
    parts = view.clock.submobjects
    words = {part.words for tag in parts if isinstance(tag, NameTag) for part in tag
             if isinstance(part, Type)}  # fmt: skip
    assert words == {"far", "near"}
    assert sum(isinstance(part, LossCurve) for part in parts) == 2
    trails = [part for part in parts if isinstance(part, Trail)]
    assert all(trail.lane is not None for trail in trails)
    view.clock.show_at(Moment(9.0))
    for head in (part for part in parts if isinstance(part, Head)):
        here = view.map.locate(head.run.at(9.0))
        assert len(head[0].points) == 0 or np.allclose(head.get_center(), here, atol=1e-6)


def test_names_can_be_read_while_four_heads_stand_on_one_another_at_a_saddle() -> None:
    """There heads are not set out; and they hardly part with their first steps."""
    request = load("saddle", {"steps": 70})
    race, canvas = request.race(), Canvas.of(Camera(), DARK, Words.load("en"))
    view = MapRace(canvas, Sheet.of(canvas), race, request.presentation.settled(race))
    names = [part[1] for part in view.clock.submobjects if isinstance(part, NameTag)]
    for step in (0.0, 1.0, 2.0):
        view.clock.show_at(Moment(step))
        assert len(names) == 4
        assert not any(over(one, other) for one, other in combinations(names, 2)), step


def over(one: Mobject, other: Mobject) -> bool:
    """Whether the boxes of the two share any room."""
    apart = [abs(a - b) for a, b in zip(one.get_center(), other.get_center(), strict=True)]
    return apart[0] < (one.width + other.width) / 2 and apart[1] < (one.height + other.height) / 2
