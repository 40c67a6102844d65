"""How rates were chosen: every dot is as high as its rate is quick, a finer net's dots as well."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Camera

from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import surface
from optanim.runs.run import Run
from optanim.stage.boards.tuning_table import TuningTable
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.sheet import Sheet
from optanim.studies.tuning import rates, surveyed, tuned_race
from tests.stage.formats import SIZES, canvas_of


def test_a_finer_rate_stands_where_the_same_rate_stood_before(tmp_path, monkeypatch) -> None:
    """On |p|^2 / 2 GD arrives with some of the rates; small dots are there for those alone."""
    monkeypatch.chdir(tmp_path)
    problem = surface("quadratic", condition=1.0)
    coarse, fine = rates(-2, 1, 2, digits=4), rates(-2, 1, 8, digits=4)
    race = tuned_race(problem, [make("GD")], 60, 1e-3, coarse)
    finer = {"GD": surveyed(Run(problem, make("GD"), steps=60), 1e-3, fine)}
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    table = TuningTable(canvas, Sheet.of(canvas).body, race)
    table.finer(finer)
    tried, small = table.tried_rates["GD"], table.fine["GD"]
    middles = np.array([dot.mean(axis=0) for dot in tried.dots])[:, :2]
    assert small.spots[::4] == pytest.approx(middles, abs=0.5 * canvas.px)
    small.try_out(1.0)
    there = np.isfinite(finer["GD"].arrivals)
    assert 0 < there.sum() < len(fine)
    per_dot = len(small.dots[0])
    assert len(small.points) == there.sum() * per_dot
    small.try_out(0.5)
    half = there[: round(0.5 * len(fine))].sum()
    assert len(small.points) == half * per_dot
    quick = int(np.argmin(finer["GD"].arrivals))
    assert small.spots[quick, 1] == small.spots[:, 1].max()


@pytest.mark.parametrize("aspect", SIZES)
@pytest.mark.parametrize("count", [4, 12])
def test_all_is_said_within_the_region_and_dots_are_wide_in_an_upright_one(
    tmp_path, monkeypatch, aspect: str, count: int
) -> None:
    monkeypatch.chdir(tmp_path)
    problem = surface("quadratic", condition=1.0)
    racers = [make("GD", f"GD {number}") for number in range(count)]
    race = tuned_race(problem, racers, 60, 1e-3, rates(-4, 1, 2, digits=4))
    canvas = canvas_of(aspect)
    region = Sheet.of(canvas).body
    table = TuningTable(canvas, region, race)
    said = "".join(line.words for line in table.key)
    assert said == canvas.words("race.sooner", steps=60).replace(" ", "")
    for part in (table.key, table.axis):
        assert part.get_left()[0] >= region.left and part.get_right()[0] <= region.right
    assert table.key.get_bottom()[1] >= table.places["GD 0"].top - canvas.px
    for name, row in table.rows.items():
        entry, dots, told = row
        assert entry.get_right()[0] < told.get_left()[0]
        assert canvas.height_of(dots) > 30.0
        across = table.places[name].width
        assert across > (900.0 if aspect == "9:16" and count < 9 else 0.4 * region.width)


def test_the_ring_of_the_luckiest_rate_recedes_with_its_row(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    problem = surface("quadratic", condition=1.0)
    tried = rates(-2, 1, 2, digits=4)
    race = tuned_race(problem, [make("GD"), make("Adam")], 60, 1e-3, tried)
    canvas = canvas_of("9:16")
    table = TuningTable(canvas, Sheet.of(canvas).body, race)
    table.finer(race.sweeps)
    coming = table.soonest("GD", race.sweeps["GD"])
    ring, text = coming.mobject
    assert {ring, text} < set(table.rows["GD"].get_family())
    assert text.get_right()[0] < table.places["GD"].right
