"""Names, settings and notes of a race do not touch, and all settings have one size."""

from __future__ import annotations

import pytest
from manim import Animation, AnimationGroup, Camera, Mobject

from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import Optimizer, make
from optanim.race_file.presentation import Presentation
from optanim.runs.problem import surface
from optanim.stage.boards.roster import GAP, Roster
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.views.aside import Aside
from optanim.studies.racing import Race

CANVAS = Canvas.of(Camera(), DARK, Words.load("en"))
FOUR = [make("GD", lr=0.0016), make("Momentum", lr=0.0016), make("RMSprop", lr=0.0063),
        make("Adam", lr=1.0)]  # fmt: skip


def racing(racers: list[Optimizer]) -> Race:
    return Race.of(surface("rosenbrock"), racers, 3)


def column(width: float, height: float) -> Region:
    return CANVAS.frame.middle(width, height)


def written(coming: Animation) -> Mobject:
    """The note, whatever else happens as it comes."""
    return coming.animations[-1].mobject if isinstance(coming, AnimationGroup) else coming.mobject


@pytest.mark.parametrize("width", [650.0, 690.0, 810.0, 970.0])
@pytest.mark.parametrize("rows", [56.0, 94.0])
def test_no_note_touches_a_name_or_settings(width: float, rows: float) -> None:
    for words in ("L = −69.4 at 26", "a note that is far longer than any, at 26"):
        race = racing(FOUR)
        roster = Roster(CANVAS, column(width, 4 * rows), race, 1e-3)
        for name in race.trajectories:
            coming = roster.note(name, words)
            note, gap = written(coming), (GAP - 1e-6) * CANVAS.px
            assert note.get_left()[0] - roster.entries[name].get_right()[0] >= gap
            if (line := roster.settings.get(name)) is None or rows > 56.0:
                continue
            gone = isinstance(coming, AnimationGroup)
            assert gone or note.get_left()[0] - line.get_right()[0] >= gap


@pytest.mark.parametrize("width", [650.0, 690.0, 810.0, 970.0])
@pytest.mark.parametrize("rows", [56.0, 94.0])
def test_all_settings_have_one_size(width: float, rows: float) -> None:
    roster = Roster(CANVAS, column(width, 4 * rows), racing(FOUR), 1e-3)
    (eta, *others) = [line.glyphs[0] for line in roster.settings.values()]
    for other in others:
        assert (other.max(axis=0) - other.min(axis=0))[1] == pytest.approx(
            (eta.max(axis=0) - eta.min(axis=0))[1]
        )


def test_settings_that_fit_beside_the_names_stay_there() -> None:
    race = racing([make("Adam"), make("AdamW")])
    aside = Aside(CANVAS, column(811.0, 818.0), race, Presentation().settled(race))
    assert not aside.roster.pairs
    edge = max(line.get_right()[0] for line in aside.roster.settings.values())
    for name in race.trajectories:
        assert edge < written(aside.roster.note(name, "not yet")).get_left()[0]


def test_where_settings_have_no_room_beside_the_names_they_stand_below() -> None:
    """As in a frame of 4:3; of eight racers the losses would have too little room then."""

    def shown(count: int, width: float, height: float) -> tuple[bool, Aside]:
        others = [make("Adam", f"Adam {index}", lr=0.1) for index in range(count - 4)]
        race = racing([*FOUR, *others])
        aside = Aside(CANVAS, column(width, height), race, Presentation().settled(race))
        return aside.roster.pairs, aside

    below, aside = shown(4, 690.0, 950.0)
    assert below and aside.roster.settings["Adam"].words == "η1β₁0.9β₂0.999"
    assert aside.chart_place.height >= 300.0
    assert aside.roster.get_bottom()[1] > aside.bar.top
    assert not shown(4, 810.0, 950.0)[0] and not shown(8, 690.0, 950.0)[0]
