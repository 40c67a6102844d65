"""What became of the racers: each sentence whole, in wide frames and upright ones."""

from __future__ import annotations

import pytest
from manim import Camera, tempconfig

from optanim.base.text import ELLIPSIS
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article, surface
from optanim.stage.boards.results import Results
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.type import Type
from optanim.studies.racing import Race


@pytest.mark.parametrize("racers", [2, 8])
@pytest.mark.parametrize("size", [(854, 480), (480, 854), (640, 480)])
def test_names_are_shortened_before_what_is_said_of_them(
    tmp_path, monkeypatch, size: tuple[int, int], racers: int
) -> None:
    monkeypatch.chdir(tmp_path)
    wide, high = size
    frame = {"pixel_width": wide, "pixel_height": high, "frame_width": 8.0 * wide / high}
    with tempconfig(frame):
        canvas = Canvas.of(Camera(), DARK, Words.load("en"))
        names = [f"a label of many words, number {index}" for index in range(racers)]
        optimizers = [make("GD", name, lr=1e-3 * (1 + i)) for i, name in enumerate(names)]
        race = Race.of(surface("quadratic"), optimizers, 20)
        sheet = Sheet.of(canvas)
        board = Results(canvas, sheet.body, race, 1e-3)
    said = [part.words for row in board for part in row if isinstance(part, Type)]
    assert len(said) == racers
    assert not any(ELLIPSIS in line for line in said)
    if high > wide:  # there is room below one another
        assert all(row[0][1].words.startswith("alabelofmanywords,number") for row in board)
    assert board.get_right()[0] <= sheet.body.right + 1e-6


def test_usual_names_are_whole_where_a_map_leaves_little_room(tmp_path, monkeypatch) -> None:
    """Above the losses beside a map in a frame of 4:3: what is said of them is smaller, but all."""
    monkeypatch.chdir(tmp_path)
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    names = ["GD", "Momentum", "RMSprop", "Adam"]
    race = Race.of(article(), [make(name, lr=0.1) for name in names], 200)
    board = Results(canvas, canvas.frame.middle(width=690.0, height=360.0), race, 1e-3)
    texts = [part for row in board for part in row.get_family() if isinstance(part, Type)]
    assert not any(ELLIPSIS in text.words for text in texts)
    assert max(text.get_right()[0] for text in texts) <= canvas.frame.at(0.5, 0.5, 345.0)[0] + 1e-6


def test_only_who_arrives_has_a_bar_that_ends_early(tmp_path, monkeypatch) -> None:
    """A rate of 3 on |p|^2 / 2 diverges from the first step on: no short bar for that."""
    monkeypatch.chdir(tmp_path)
    racers = [make("GD", name, lr=rate) for name, rate in {"large": 3.0, "quick": 0.5}.items()]
    race = Race.of(surface("quadratic", condition=1.0), racers, 40)
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    quick, large = (row[2] for row in Results(canvas, Sheet.of(canvas).body, race, 1e-3))
    assert quick.get_fill_opacity() == 1.0 and large.get_fill_opacity() == 0.0
    assert large.width > 3.0 * quick.width


def test_those_whose_path_ends_come_last_in_the_order_of_the_race(tmp_path, monkeypatch) -> None:
    """On |p|^2 / 2 a rate of 3 doubles the distance: how far one has got makes it no better."""
    monkeypatch.chdir(tmp_path)
    rates = {"huge": 1e9, "large": 3.0, "slow": 1e-4, "slower": 1e-5, "quick": 0.5}
    racers = [make("GD", name, lr=rate) for name, rate in rates.items()]
    race = Race.of(surface("quadratic", condition=1.0), racers, 40)
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    board = Results(canvas, Sheet.of(canvas).body, race, 1e-3)
    names = [row[0][1].words for row in board]
    assert names == ["quick", "slow", "slower", "huge", "large"]


def test_one_order_gives_way_to_another_and_leaves_it_on_stage() -> None:
    """Bars of both are as long as their steps, on one scale, however many steps they took."""
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    old, new = (
        Results(
            canvas,
            Sheet.of(canvas).body,
            Race.of(article(), [make(name, lr=lr) for name, lr in lrs.items()], steps),
            1e-3,
            300,
        )
        for lrs, steps in (({"RMSprop": 0.1, "GD": 0.1}, 200), ({"RMSprop": 0.341, "GD": 0.1}, 300))
    )
    assert [*old.rows] == [*new.rows][::-1] == ["GD", "RMSprop"]
    assert old.rows["GD"][2].width == pytest.approx(new.rows["GD"][2].width)
    assert old.rows["GD"][2].width / old.rows["RMSprop"][2].width == pytest.approx(22 / 83)
    changes = old.give_way_to(new)
    left = [change.target_mobject or change.mobject for change in changes]
    parts = {id(part) for shown in left for part in shown.get_family()}
    assert {id(part) for row in new.rows.values() for part in row} <= parts
