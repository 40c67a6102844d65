"""Every shot of any race: clear of the ground, smooth, never fast, with everybody in the frame."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.frames.camera import SpaceCamera
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.race_file.presentation import Presentation
from optanim.runs.problem import article
from optanim.runs.problem import surface as problem_of
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Pace
from optanim.stage.surface.flight import Route, above, gently
from optanim.stage.surface.pose import eyes, sights
from optanim.stage.surface.relief import Relief
from optanim.stage.surface.shots import Shots
from optanim.stage.surface.sights import CLEARANCE
from optanim.stage.surface.viewpoint import Viewpoint
from optanim.studies.racing import Race
from tests.references import article_minimizer
from tests.stage.surface.test_space import camera

RATES = {"GD": 1e-3, "Momentum": 1e-3, "Adam": 0.2}
LOSSES = ("article", "diverging", "rosenbrock", "himmelblau", "beale", "saddle", "rastrigin")
SHOTS = ("orbit", "race", "approach", "gather", "chase", "valley", "rim", "drift", "crane")
RACED = LOSSES[2:]
HEIGHT = 8.0  # of the frame
HIGHEST = np.radians(33.0)  # phi of the highest overview


@cache
def shots(name: str) -> Shots:
    if name in ("article", "diverging"):
        rate = 0.1 if name == "article" else 0.5
        race = Race.of(article(), [make("GD", lr=rate), make("Momentum", lr=0.1)], 40)
    else:
        racers = [make(kind, lr=rate) for kind, rate in RATES.items()]
        race = Race.of(problem_of(name), racers, 60)
    return staged(race)


def staged(race: Race, seen: SpaceCamera | None = None) -> Shots:
    settled = Presentation().settled(race)
    canvas = Canvas.of(seen or camera(), DARK, Words.load("en"))
    place = canvas.frame.middle(810, 810)
    relief = Relief(
        canvas, race.problem, settled.shown_window, place, race.trajectories, **settled.heights
    )
    beside = 560 if seen is None else 0
    return Shots(canvas, relief, canvas.frame.cut(left=beside, top=110, bottom=130))


def flown(made: Shots, shot: str, seconds: float, degrees: float = 40.0) -> Route:
    """The ``shot`` in about so many seconds."""
    orbit, racer = made.orbit(degrees, seconds), next(iter(made.relief.runs))
    if shot == "orbit":
        return orbit
    if shot == "race":
        return made.race(degrees, seconds)
    if shot == "approach":
        return made.approach(orbit.at(0.0), seconds)
    if shot == "gather":
        return made.gather(orbit.at(np.inf), 120.0, seconds)
    if shot == "chase":
        return made.chase(racer, Pace.even(0, 1, rest=0.25 * seconds, move=0.75 * seconds))
    if shot == "drift":
        return made.drift(seconds, orbit.at(np.inf))
    if shot == "crane":
        return made.crane(orbit.at(np.inf), seconds)
    valley = made.valley(seconds)
    return valley if shot == "valley" else made.rim(seconds, valley.at(np.inf))


def check_is_clear_and_calm(made: Shots, flight: Route) -> None:
    """Never near the ground, never fast and without a jerk, at any frame and before and after.

    Between two frames the acceleration changes by less than a third of its greatest.
    """
    times = np.linspace(-0.1, flight.end + 0.1, round(60 * flight.end) + 13)
    numbers = flight.numbers(times)
    places, ways, step = eyes(numbers, HEIGHT), sights(numbers), times[1] - times[0]
    ground = np.nan_to_num(made.relief.ground(places)[:, 2], nan=np.inf)
    assert (places[:, 2] > ground + 0.8 * CLEARANCE * made.side).all()
    assert np.linalg.norm(np.diff(ways, axis=0), axis=1).max() / step <= np.radians(30.0)
    for path, least in ((places, 0.01 * made.side), (ways, 0.01)):
        pushes = np.diff(path, n=2, axis=0) / step**2
        jerks = np.linalg.norm(np.diff(pushes, axis=0), axis=1)
        assert jerks.max() < np.linalg.norm(pushes, axis=1).max() / 3 + least


@pytest.mark.parametrize("name", LOSSES)
def test_every_shot_of_every_race_is_clear_of_the_ground_and_calm(name: str) -> None:
    made = shots(name)
    for shot in SHOTS:
        route = flown(made, shot, 9.0)
        check_is_clear_and_calm(made, route)


@given(
    st.sampled_from(LOSSES), st.lists(st.sampled_from(SHOTS), min_size=1, max_size=2),
    st.floats(2.0, 12.0), st.floats(-90.0, 120.0),
)  # fmt: skip
def test_so_are_shots_of_any_length_and_ways_from_one_to_another(
    name: str, kinds: list[str], seconds: float, degrees: float
) -> None:
    made = shots(name)
    routes = [flown(made, shot, seconds, degrees) for shot in kinds]
    between = made.route([routes[0].at(np.inf), routes[-1].at(0.0)], seconds)
    for route in (*routes, between):
        check_is_clear_and_calm(made, route)


@pytest.mark.parametrize("name", LOSSES)
def test_so_is_any_way_from_one_place_close_to_the_ground_to_another(name: str) -> None:
    """Also through a hill: the way goes over it."""
    made, random = shots(name), np.random.default_rng(0)
    up, middle = 0.09 * made.side, made.relief.ground(made.relief.region.center)
    for u, v in random.uniform(0.0, 1.0, (12, 2, 2)):
        ends = made.relief.ground(made.relief.region.points(u, v)) + up * np.eye(3)[2]
        route = made.route([made.looking(eye, middle) for eye in ends], 6.0)
        check_is_clear_and_calm(made, route)


@pytest.mark.parametrize("name", LOSSES)
def test_land_fills_the_frame_and_all_ways_lie_on_the_stage(name: str) -> None:
    """Land is what has a depth: only the loss's own values are drawn with one."""
    made = shots(name)
    relief, stage, frame, cam = made.relief, made.stage, made.canvas.frame, camera(320, 180)
    for shot in ("orbit", "race", "approach", "gather"):
        route = flown(made, shot, 9.0)
        for share in (0.0, 0.5, 1.0):
            route.at(share * route.times[1]).apply(cam)
            cam.reset()
            cam.capture_mobjects([relief])
            assert (relief.painters.of((320, 180)).depth > 0.0).mean() > 0.6, f"{shot} at {share}"
    orbit, ends = made.orbit(32.0, 9.0), [flown(made, s, 9.0) for s in ("race", "gather")]
    moments = [orbit.at(seconds) for seconds in (0.0, 3.0, 6.0, 9.0)]
    for number, pose in enumerate([*moments, *(route.at(np.inf) for route in ends)]):
        pixels = pose.view(frame, (1000, 1000)).project(made.ways())
        places = (pixels[:, :2] / 1000 - 0.5) * [1, -1] * frame.size
        assert (pixels[:, 2] > 0.0).all()
        room = (0.04 if number < len(moments) else 0.0) * frame.size
        assert (places > stage.low - room).all() and (places < stage.high + room).all()


@pytest.mark.parametrize("name", LOSSES)
def test_who_gathers_is_seen_from_closer_and_nobody_is_lost(name: str) -> None:
    """At the flight's end the racers' last places are nearer, by much where they are together."""
    made = shots(name)
    relief = made.relief
    lasts = relief.locate(np.array([run.params[-1] for run in relief.runs.values()]))
    lasts = lasts[np.isfinite(lasts).all(axis=1)]
    route = flown(made, "gather", 9.0)
    start, end = (route.at(time).eye(HEIGHT) for time in (0.0, np.inf))
    near = [(1.0 / np.linalg.norm(lasts - eye, axis=1)).mean() for eye in (start, end)]
    assert near[1] > near[0] * (0.999 if name == "himmelblau" else 1.2)
    heads = made.ways() + np.array([0.0, 0.0, 0.012 * made.side])
    seen = Viewpoint.of(relief).seen(heads, np.array([start, end])).mean(axis=1)
    assert seen[1] > 0.9 * seen[0]


@pytest.mark.parametrize("name", LOSSES)
def test_who_comes_closer_from_another_side_rises_over_the_land_on_the_way(name: str) -> None:
    """As high as any overview on the way to the opposite side, and ever less for less of a turn."""
    made = shots(name)
    start = made.orbit(40.0, 9.0).at(np.inf)
    for degrees in (30.0, 120.0, 180.0):
        route = made.gather(start, degrees, 9.0)
        phi, theta, *_ = route.numbers(np.linspace(0.0, route.end, 101)).T
        middle = (phi[0] + phi[-1]) / 2
        lift = (middle - HIGHEST) * np.sin((theta[-1] - theta[0]) / 2) ** 2
        assert phi[50] == pytest.approx(middle - max(lift, 0.0), abs=0.03)
        moves = np.diff(phi[::10])
        falls = moves[np.abs(moves) > 1e-3] > 0.0
        assert (np.diff(falls.astype(int)) >= 0).all()  # up, and then down


@pytest.mark.parametrize("name", LOSSES)
def test_heads_are_seen_most_of_the_time(name: str) -> None:
    """Of those in the window, told of at a film's pace: a ghost is the exception."""
    made = shots(name)
    land, tracks = Viewpoint.of(made.relief), made.relief.tracks.values()
    pace, route = Pace.within(60 if name in RACED else 40, 20.0), made.race(32.0, 20.0)
    told = []
    for time in np.linspace(0.0, 20.0, 25):
        heads = np.array([track.until(pace.at(time).step)[0][-1] for track in tracks])
        near = (np.abs(heads[:, :2] - 0.5) < 0.5).all(axis=1)
        heads = made.relief.box.place(heads[near]) + np.array([0.0, 0.0, 0.01 * made.side])
        told.extend(land.seen(heads, route.at(time).eye(HEIGHT)[None])[0])
    assert np.mean(told) > 0.85


def test_the_camera_draws_back_after_those_who_leave_and_the_film_hurries_on() -> None:
    """On the saddle, where none stays: in the frame long after they left the window."""
    race = Race.of(problem_of("saddle"), [make("Adam", lr=0.05), make("GD", lr=0.05)], 120)
    made = staged(race)
    track, route = made.relief.tracks["Adam"], made.race(32.0, 20.0)
    pace, frame = Pace.within(120, 20.0), made.canvas.frame
    outside = 0
    for time in np.linspace(0.0, 20.0, 41):
        head = track.until(pace.at(time).step)[0][-1]
        reach = np.abs(head[:2] - 0.5).max()
        if 0.55 < reach < 1.2:
            place = made.on_frame(made.relief.box.place(head[None]), route.at(time))
            outside += 1
            assert (np.abs(place[0]) < frame.size / 2).all()
    assert outside > 3
    left = np.flatnonzero((np.abs(track.rows - 0.5) < 2.0).all(axis=1))[-1]
    assert made.stirring == min(left + 1, 120)


@pytest.mark.parametrize("name", ["article", *RACED])
def test_a_chase_keeps_its_racer_in_the_frame_and_ends_with_all_its_way(name: str) -> None:
    """The first step of the first racer, which stays in the window; and the lowest place."""
    made = shots(name)
    racer = next(iter(made.relief.runs))
    pace = Pace.even(0, 1, rest=1.0, move=5.0)
    chase = made.chase(racer, pace)
    half = np.array(made.canvas.frame.size) / 2
    for time in np.linspace(0.0, chase.end, 25):
        walked = made.relief.tracks[racer].until(pace.at(min(time, pace.seconds)).step)[0]
        start, head = made.on_frame(made.relief.box.place(walked[[0, -1]]), chase.at(time))
        assert (np.abs(head) < 0.95 * half).all() and (np.abs(start) < 1.02 * half).all(), time
    way = made.relief.tracks[racer].until(1.0)[0]
    lowest = made.relief.minima[:1] if len(made.relief.minima) == 1 else way[:0]
    seen = made.on_frame(made.relief.box.place(np.vstack([way, lowest])), chase.at(chase.end))
    assert (np.abs(seen) < half).all()


def test_a_chase_in_a_narrow_frame_begins_with_the_lowest_place_in_it() -> None:
    """Of the article's loss, where its minimum is, on a frame of 9:16."""
    narrow = SpaceCamera(pixel_width=180, pixel_height=320, frame_width=4.5, frame_height=HEIGHT)
    made = staged(Race.of(article(), [make("GD", lr=0.1)], 4), narrow)
    start = made.chase("GD", Pace.even(0, 1, rest=1.0, move=5.0)).at(0.0)
    seen = made.on_frame(made.relief.locate(article_minimizer()[None]), start)
    assert (np.abs(seen) < np.array(made.canvas.frame.size) / 2).all()


@pytest.mark.parametrize("name", LOSSES)
def test_soon_after_a_chase_all_heads_are_in_the_frame(name: str) -> None:
    """On the way up to an orbit that begins on the nearer side."""
    made, frame = shots(name), shots(name).canvas.frame
    here = flown(made, "chase", 6.0).at(np.inf)
    orbit = made.orbit(80.0, 9.0, here)
    facing = [np.cos(orbit.at(time).theta - here.theta) for time in (0.0, np.inf)]
    assert facing[0] >= facing[1] - 1e-9
    middle = made.orbit(80.0, 9.0).at(4.0)  # from within: round to one side, never to and fro
    turns = np.diff(
        [made.orbit(80.0, 9.0, middle).at(time).theta for time in np.linspace(0, 9, 40)]
    )
    assert (turns <= 1e-9).all() or (turns >= -1e-9).all()
    up = made.route([here, orbit.at(0.0)], 3.0)
    heads = np.array([run.params[1] for run in made.relief.runs.values()])
    near = (np.abs(made.relief.share(heads) - 0.5) < 0.55).all(axis=1)
    heads = made.relief.locate(heads[near])
    for share in (0.8, 0.9, 1.0):
        pixels = up.at(share * up.end).view(frame, (1000, 1000)).project(heads)
        assert (pixels[:, 2] > 0.0).all() and ((pixels[:, :2] > 0) & (pixels[:, :2] < 1000)).all()


def test_a_hill_hides_what_is_behind_it_from_low_and_nothing_from_above() -> None:
    made = shots("himmelblau")
    relief, side = made.relief, made.side
    places = relief.locate(np.array([[3.0, 2.0], [-0.27, -0.92]]))  # a minimum, the hill's top
    up, far = np.array([0.0, 0.0, side]), places[1] - places[0]
    low, high = places[1] + 0.4 * far + 0.01 * up, places[0] + up
    seen = Viewpoint.of(relief).seen(places + 0.01 * up, np.array([low, high]))
    assert seen.tolist() == [[False, True], [True, True]]


def test_a_crane_ends_where_the_land_covers_its_map() -> None:
    made = shots("himmelblau")
    last = made.crane(made.orbit(40.0, 20.0).at(20.0), 6.0)
    view = last.at(last.times[1]).view(made.canvas.frame, (640, 360))
    corners = made.relief.region.corners
    flat = view.project(np.column_stack([corners, np.zeros(4)]))[:, :2]
    places = (flat / [640, 360] - 0.5) * [1, -1] * made.canvas.frame.size
    assert np.allclose(places, corners, atol=1e-6)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_who_goes_gently_never_goes_back_and_comes_to_rest(one: float, other: float) -> None:
    low, high = sorted([one, other])
    assert 0.0 <= gently(low) <= gently(high) <= 1.0
    assert gently(1.0 - one) == pytest.approx(1.0 - gently(one), abs=1e-12)
    assert gently(1e-3) < 1e-7


@given(st.lists(st.floats(0.0, 2.0), min_size=60, max_size=200))
def test_a_lift_is_nowhere_less_than_needed_but_close_to_its_ends(needed: list[float]) -> None:
    times = np.linspace(0.0, 1.0, len(needed))
    lift = above(np.array(needed))
    if lift is None:
        assert not any(needed)
        return
    inner = (times > 0.1) & (times < 0.9)
    assert (lift(times) >= np.array(needed) - 1e-9)[inner].all()
    assert lift(np.array([0.0, 1.0])) == pytest.approx(0.0, abs=1e-12)


def test_from_where_ways_lead_to_none_is_hidden_and_land_fills_the_frame() -> None:
    """On the saddle, whose other overviews see its far slopes end in haze."""
    race = Race.of(problem_of("saddle"), [make("GD", lr=0.05), make("RMSprop", lr=0.05)], 70)
    made = staged(race)
    flight = made.facing(seconds=12.0)
    check_is_clear_and_calm(made, flight)
    viewpoint = Viewpoint.of(made.relief)
    for share in (0.0, 0.5, 1.0):
        pose = flight.at(share * flight.end)
        eye = pose.eye(made.height)
        assert viewpoint.seen(made.ways(), eye[None]).mean() > 0.97
        assert viewpoint.land(pose.view(made.canvas.frame, (64, 36))) > 0.75
        start = made.relief.locate(race.problem.start)
        away = np.linalg.norm(np.vstack([start, made.ways().mean(axis=0)]) - eye, axis=1)
        assert away[0] > away[1], "they come towards the camera"
