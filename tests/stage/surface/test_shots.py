"""Every shot of any race: clear of the ground, smooth, never fast, with everybody in the frame."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.race_file import load
from optanim.stage.draw.canvas import Canvas
from optanim.stage.surface.flight import Route
from optanim.stage.surface.relief import Relief
from optanim.stage.surface.shots import CLEARANCE, SWING, Shots
from tests.stage.surface.test_space import camera

RACES = [path.stem for path in sorted(Path("races").glob("*.toml"))]
HEIGHT = 8.0  # of the frame


@cache
def shots(name: str) -> Shots:
    request = load(Path(f"races/{name}.toml"))
    race = request.race()
    settled = request.presentation.settled(race)
    canvas = Canvas.of(camera(), DARK, Words.load("en"))
    place = canvas.frame.middle(810, 810)
    relief = Relief(
        canvas, race.problem, settled.shown_window, place, race.trajectories, **settled.heights
    )
    return Shots(canvas, relief, canvas.frame.cut(left=560, top=110, bottom=130))


def routes(name: str) -> dict[str, Route]:
    made = shots(name)
    racer = next(iter(made.relief.runs))
    orbit, valley = made.orbit(40.0, 20.0), made.valley(6.0)
    return {
        "orbit": orbit,
        "chase": made.chase(racer, 5.0),
        "valley": valley,
        "rim": made.rim(9.0, valley.at(6.0)),
        "crane": made.crane(orbit.at(20.0), 6.0),
    }


@pytest.mark.parametrize("name", RACES)
def test_a_camera_stays_above_the_ground_and_never_jerks(name: str) -> None:
    relief, side = shots(name).relief, shots(name).side
    for shot, route in routes(name).items():
        times = np.linspace(*route.times, 301)
        poses = [route.at(time) for time in times]
        eyes = np.array([pose.eye(HEIGHT) for pose in poses])
        ground = np.nan_to_num(relief.ground(eyes)[:, 2], nan=-np.inf)
        assert (eyes[:, 2] > ground + 0.6 * CLEARANCE * side).all(), shot
        step = times[1] - times[0]
        sights = np.array([pose.rotation[2] for pose in poses])
        turns = np.arccos(np.clip((sights[1:] * sights[:-1]).sum(axis=1), -1.0, 1.0)) / step
        assert turns.max() < np.radians(30.0), f"{shot}: {np.degrees(turns.max()):.0f} a second"
        assert turns[[0, -1]].max() < 0.15 * SWING, shot
        jerk = np.diff(eyes, n=3, axis=0) / step**3
        assert np.hypot(*jerk.T[:2]).max() < 6.0 * side, f"{shot}: {np.abs(jerk).max() / side:.2f}"


@pytest.mark.parametrize("name", RACES)
def test_all_ways_lie_on_the_stage_from_every_place_of_an_orbit(name: str) -> None:
    made = shots(name)
    orbit, stage, frame = made.orbit(40.0, 20.0), made.stage, made.canvas.frame
    for seconds in (0.0, 5.0, 10.0, 15.0, 20.0):
        view = orbit.at(seconds).view(frame, (1000, 1000))
        pixels = view.project(made.ways())
        places = (pixels[:, :2] / 1000 - 0.5) * [1, -1] * frame.size
        assert (pixels[:, 2] > 0.0).all()
        room = 0.04 * frame.size
        assert (places > stage.low - room).all() and (places < stage.high + room).all()


def test_a_crane_ends_where_the_land_covers_its_map() -> None:
    made = shots("himmelblau")
    last = made.crane(made.orbit(40.0, 20.0).at(20.0), 6.0)
    view = last.at(last.times[1]).view(made.canvas.frame, (640, 360))
    corners = made.relief.region.corners
    flat = view.project(np.column_stack([corners, np.zeros(4)]))[:, :2]
    places = (flat / [640, 360] - 0.5) * [1, -1] * made.canvas.frame.size
    assert np.allclose(places, corners, atol=1e-6)
