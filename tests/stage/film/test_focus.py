"""Whom a sentence speaks of: their heads pulse once, the ways of all others recede."""

from __future__ import annotations

import pytest
from manim import Animation, Camera

from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.stage.charts.loss_chart import LossChart, LossCurve
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Clock, Moment
from optanim.stage.film.emphasis import RECEDED, SWOLLEN
from optanim.stage.film.focus import EVERYBODY, Focus, pulses, spoken_of
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.walker import Head, Trail
from optanim.stage.surface.relief import Relief
from optanim.studies.racing import Race

CANVAS = Canvas.of(Camera(), DARK, Words.load("en"))
NAMES = ["GD", "Momentum", "Adam"]


@pytest.fixture
def race() -> Race:
    return Race.of(article(), [make(name, lr=0.05) for name in NAMES], 10)


def clock_of(race: Race) -> Clock:
    """Heads, trails and losses of all of ``race``, and the land they are on, at step 4.5."""
    chart = ContourMap(CANVAS, race.problem, race.window, CANVAS.frame.inset(200))
    losses = LossChart(CANVAS, CANVAS.frame.inset(300), race.trajectories, race.steps)
    runs = race.trajectories.items()
    views = [
        *(LossCurve(CANVAS, losses, run, name) for name, run in runs),
        *(Trail(CANVAS, chart, run, DARK.racer(name)) for name, run in runs),
        *(Head(CANVAS, chart, run, name) for name, run in runs),
    ]
    land = Relief(CANVAS, race.problem, race.window, CANVAS.frame.inset(200), race.trajectories)
    clock = Clock(*views, beside=[land])
    clock.show_at(Moment(4.5))
    return clock


def play(animations: list[Animation], until: float = 1.0) -> None:
    for animation in animations:
        animation.begin()
        animation.interpolate(until)


def seen(clock: Clock, kind: type) -> dict[str, float]:
    """The opacity of each one's way, on a map or in the chart."""
    ways = [view for view in clock if isinstance(view, kind)]
    return {way.run.label: way.family_members_with_points()[0].stroke_rgbas[0, 3] for way in ways}


def heads(clock: Clock) -> dict[str, Head]:
    return {view.run.label: view for view in clock if isinstance(view, Head)}


def test_the_ways_of_others_recede_and_come_back(race: Race) -> None:
    clock, focus = clock_of(race), Focus()
    land = clock.beside[0]
    before = {kind: seen(clock, kind) for kind in (Trail, LossCurve)}
    play(focus.move_to(clock, "Adam runs on", {}))
    for kind, was in before.items():
        now = seen(clock, kind)
        assert now == pytest.approx({n: was[n] * (1 if n == "Adam" else RECEDED) for n in NAMES})
    assert land.shares == pytest.approx({"GD": RECEDED, "Momentum": RECEDED, "Adam": 1.0})
    play(focus.move_to(clock, "", {"racer": "GD"}))
    assert seen(clock, Trail)["Adam"] == pytest.approx(before[Trail]["Adam"] * RECEDED)
    play(focus.release())
    assert {kind: seen(clock, kind) for kind in before} == {
        kind: pytest.approx(was) for kind, was in before.items()
    }
    assert land.shares == pytest.approx(dict.fromkeys(NAMES, 1.0))
    assert not focus.release()


def test_heads_pulse_once_where_they_are(race: Race) -> None:
    clock = clock_of(race)
    usual = {name: (head.width, head.get_center()) for name, head in heads(clock).items()}
    pulsing = Focus().move_to(clock, "Momentum passes", {})
    play(pulsing, 0.5)
    clock.show_at(clock.moment)  # whatever redraws it meanwhile
    for name, head in heads(clock).items():
        width, center = usual[name]
        assert head.width == pytest.approx(width * (1 + SWOLLEN * (name == "Momentum")), rel=1e-6)
        assert head.get_center() == pytest.approx(center)
    assert clock.beside[0].swells["Momentum"] == pytest.approx(1 + SWOLLEN)
    play(pulsing)
    assert {name: head.width for name, head in heads(clock).items()} == pytest.approx(
        {name: width for name, (width, _) in usual.items()}
    )
    assert clock.beside[0].swells == pytest.approx(dict.fromkeys(NAMES, 1.0))


def test_who_is_mentioned_on_the_way_only_pulses(race: Race) -> None:
    clock = clock_of(race)
    before = seen(clock, Trail)
    play(pulses(clock, "GD is there", {}), 0.5)
    assert heads(clock)["GD"].width > heads(clock)["Adam"].width
    assert seen(clock, Trail) == before and set(clock.beside[0].shares.values()) == {1.0}


@pytest.mark.parametrize("said", ["nobody is there", "GD, Momentum and Adam are there"])
def test_nothing_is_done_where_nobody_is_told_from_anybody(race: Race, said: str) -> None:
    clock = clock_of(race)
    before = seen(clock, Trail)
    play(Focus().move_to(clock, said, {}))
    assert seen(clock, Trail) == before
    assert {head.swell for head in heads(clock).values()} == {1.0}
    assert not pulses(clock, said, {})


@pytest.mark.parametrize(
    ("said", "values", "named"),
    [
        ("GD escapes at step 3", {"step": 3}, {"GD"}),
        ("is there", {"racer": "RMSprop"}, {"RMSprop"}),
        ("Adam 0.1 passes Momentum", {}, {"Adam 0.1", "Momentum"}),
        ("Momentum2 is there", {}, set()),
        ("it walks on a slope", {}, set()),
        ("it walks on", {"racer": "a"}, {"a"}),
        ("GDs", {}, set()),
        ("slow walks on", {"racer": "Adam", "fast": "GD"}, {"Adam"}),
        ("it is slow", {}, set()),
        ("slow walks on", {"who": "slow"}, {"slow"}),
        ("Adam is still away", {"racer": "Adam", "focus": EVERYBODY}, set()),
        ("No memory takes longer than Adam", {"focus": ["GD"]}, {"GD", "Adam"}),
    ],
)
def test_who_is_named(said: str, values: dict, named: set[str]) -> None:
    assert (
        spoken_of(["GD", "Momentum", "RMSprop", "Adam", "Adam 0.1", "a", "slow"], said, values)
        == named
    )
