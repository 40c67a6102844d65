"""The board of who arrives first, and how one order gives way to another."""

from __future__ import annotations

import pytest
from manim import Camera, tempconfig

from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.stage.boards.ranking import Ranking
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.sheet import Sheet
from optanim.studies.racing import Race

STEPS = 120


def board(lrs: dict[str, float], size: tuple[int, int] = (854, 480)) -> tuple[Ranking, Sheet]:
    wide, high = size
    frame = {"pixel_width": wide, "pixel_height": high, "frame_width": 8.0 * wide / high}
    race = Race.of(article(), [make(name, lr=lr) for name, lr in lrs.items()], STEPS)
    with tempconfig(frame):
        canvas = Canvas.of(Camera(), DARK, Words.load("en"))
        sheet = Sheet.of(canvas)
        return Ranking(canvas, sheet.body, race.trajectories, 1e-3, STEPS), sheet


def test_the_first_to_arrive_is_on_top_and_bars_are_as_long_as_their_steps() -> None:
    ranking, _ = board({"Adam": 0.1, "RMSprop": 0.1, "GD": 0.1})
    assert ranking.order == ["GD", "RMSprop", "Adam"]
    heights = [ranking.rows[name].get_y() for name in ranking.order]
    assert heights == sorted(heights, reverse=True)
    widths = {name: row[2].width for name, row in ranking.rows.items()}
    assert (widths["GD"] / widths["RMSprop"]) == pytest.approx(22 / 83, rel=0.05)
    assert ranking.rows["Adam"][2].get_fill_opacity() == 0.0, "it never arrives"
    assert ranking.rows["GD"][2].get_fill_opacity() == 1.0


def test_the_order_that_follows_is_what_is_left_on_stage() -> None:
    old, _ = board({"RMSprop": 0.1, "GD": 0.1})
    new, _ = board({"RMSprop": 0.58, "GD": 0.104})
    assert old.order == new.order[::-1] == ["GD", "RMSprop"]
    arriving = [change.target_mobject for change in old.give_way_to(new)]
    arriving += [change.mobject for change in old.give_way_to(new)]
    parts = {id(part) for shown in arriving if shown for part in shown.get_family()}
    assert {id(part) for row in new.rows.values() for part in row} <= parts


@pytest.mark.parametrize("size", [(854, 480), (480, 854), (640, 480)])
def test_it_stays_on_the_sheet(size) -> None:
    ranking, sheet = board({"Adam": 0.1, "RMSprop": 0.1, "Momentum": 0.1, "GD": 0.01}, size)
    assert ranking.get_left()[0] >= sheet.body.left - 1e-6
    assert ranking.get_right()[0] <= sheet.body.right + 1e-6
    for row in ranking.rows.values():
        title, rate, bar, count = row
        assert title.get_right()[0] < rate.get_left()[0]
        assert rate.get_right()[0] < bar.get_left()[0] or rate.get_bottom()[1] > bar.get_top()[1]
        assert bar.get_right()[0] < count.get_left()[0]
