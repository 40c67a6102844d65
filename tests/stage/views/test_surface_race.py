"""On the plates of a race on its surface: settings only while they are told, then more land."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from optanim.frames.camera import SpaceCamera
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.race_file.presentation import Presentation
from optanim.runs.problem import article, surface
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import contains
from optanim.stage.draw.plates import half_size
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.type import Type
from optanim.stage.views.surface_race import SurfaceRace
from optanim.studies.racing import Race

SIZES = {"16:9": (14.2222, 8.0), "4:3": (10.6667, 8.0), "9:16": (4.5, 8.0)}


def made(aspect: str, count: int) -> SurfaceRace:
    """A race of ``count``, of which one has a remark on what is not proven."""
    others = [make("Adam", f"Adam {index}", lr=1e-2 * index) for index in range(1, count)]
    return seen(Race.of(surface("beale"), [make("LBFGS"), *others], 3), aspect)


def seen(race: Race, aspect: str) -> SurfaceRace:
    width, height = SIZES[aspect]
    camera = SpaceCamera(
        pixel_width=round(45 * width), pixel_height=360, frame_width=width, frame_height=height
    )
    canvas = Canvas.of(camera, DARK, Words.load("en"))
    return SurfaceRace(canvas, Sheet.of(canvas), race, Presentation().settled(race))


def words(view: SurfaceRace) -> set[str]:
    family = view.names.content.get_family()
    told = [part.words for part in family if isinstance(part, Type)]
    assert len(told) == len(set(told))
    return set(told)


@pytest.mark.parametrize("aspect", SIZES)
@pytest.mark.parametrize("count", [1, 2, 4, 8])
def test_names_and_footnotes_stay_and_settings_leave_for_land(aspect: str, count: int) -> None:
    view = made(aspect, count)
    told, before = words(view), view.names.height
    view.names.regroup(1.0)
    left, unit = told - words(view), view.canvas.px
    assert words(view) < told or not left
    assert all("η" in line for line in left)
    assert any("height" in line for line in words(view))
    assert any(line.startswith("°") for line in words(view))
    if aspect != "9:16" and count <= 4:
        assert len(left) == count
        assert before - view.names.height > (30.0 if count < 4 else 60.0) * unit
        assert view.losses.height < 360.0 * unit
    else:
        assert not left and view.names.height == pytest.approx(before)
    gap = view.names.get_bottom()[1] - view.losses.get_top()[1]
    assert gap == pytest.approx(16.0 * unit, abs=1.0 * unit)
    assert view.names.get_left()[0] == pytest.approx(view.losses.get_left()[0])


def test_notes_stand_beside_the_names_that_have_regrouped() -> None:
    view = made("16:9", 4)
    view.names.regroup(1.0)
    panel, *entries = view.names.content.submobjects[:5]
    for name, entry in zip(view.race.trajectories, entries, strict=True):
        note = view.note(name, "not yet").mobject
        assert abs(note.get_center()[1] - entry.get_center()[1]) < 10.0 * view.canvas.px
        assert entry.get_right()[0] < note.get_left()[0]
        assert note.get_right()[0] < panel.get_right()[0]
    assert np.ptp([entry.get_left()[0] for entry in entries]) < 10.0 * view.canvas.px


def test_several_minima_are_named_by_their_places() -> None:
    """Himmelblau's function has four: (3, 2), and others to two digits as everybody knows them."""
    canvas = Canvas.of(SpaceCamera(), DARK, Words.load("en"))
    race = Race.of(surface("himmelblau"), [make("GD", lr=0.01)], 2)
    view = SurfaceRace(canvas, Sheet.of(canvas), race, Presentation().settled(race))
    start, *signs = (sign[1].words for sign in view.signs)
    assert start == "start"
    assert set(signs) == {"(3,2)", "(−2.81,3.13)", "(−3.78,−3.28)", "(3.58,−1.85)"}


def test_the_plate_that_says_who_is_where_keeps_off_the_compass() -> None:
    """In an upright frame, where it is the smaller of the two, wherever the camera is."""
    race = Race.of(article(), [make(name, lr=0.1) for name in ("GD", "RMSprop", "Adam")], 100)
    view = seen(race, "9:16")
    compass = view.compass.place
    for theta, phi in product(np.linspace(0.0, 2.0 * np.pi, 24, endpoint=False), (0.8, 1.1)):
        board = view.whereabouts(replace(view.shots.side_on, theta=float(theta), phi=phi))
        apart = np.abs(board.get_center()[:2] - compass.center[:2])
        assert (apart - half_size(board) - compass.size / 2).max() > 0.0


def test_ways_keep_off_the_compass_in_a_narrow_frame() -> None:
    """While the camera goes round to where the racers gather, from wherever it is."""
    race = Race.of(article(), [make(name, lr=0.1) for name in ("GD", "RMSprop", "Adam")], 100)
    view = seen(race, "4:3")
    for turn in (-1.0, 0.0, 1.0):
        start = replace(view.shots.side_on, theta=view.shots.side_on.theta + turn)
        flight = view.shots.gather(start, degrees=120, seconds=10.0)
        for time in np.linspace(2.0, 10.0, 17):
            ways = view.shots.on_frame(view.shots.ways(), flight.at(float(time)))
            assert not contains(view.compass.place, ways).any()


@pytest.mark.parametrize("aspect", SIZES)
def test_all_ways_are_on_the_stage_while_the_camera_withdraws(aspect: str) -> None:
    race = Race.of(article(), [make(name, lr=0.1) for name in ("GD", "RMSprop", "Adam")], 100)
    shots = seen(race, aspect).shots
    for turn in (-2.0, 0.0, 2.0):
        close = shots.gather(
            replace(shots.side_on, theta=shots.side_on.theta + turn), degrees=120, seconds=10.0
        )
        flight = shots.withdraw(close.at(close.end), seconds=5.0)
        for time in np.linspace(0.0, flight.end, 21):
            assert contains(shots.stage, shots.on_frame(shots.ways(), flight.at(float(time)))).all()
