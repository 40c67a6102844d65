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
