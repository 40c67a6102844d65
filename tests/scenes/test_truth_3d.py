"""The truth test in space: heads are where the loss says, projected by formulas of its own."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy import ndimage

from optanim.look.theme import DARK
from tests.references import ARTICLE, article_data, article_loop, article_minimizer, design
from tests.scenes import space
from tests.scenes.films import RATE, Film
from tests.scenes.pixels import distance

SHOTS = {
    "surface": {"lowest", "surface", "flight", "levels", "map", "land"},
    "compare_3d": {"surface", "race.race"},
}

BECOMING = 2.0  # seconds from the words on until the line is a point


def losses(params: np.ndarray) -> np.ndarray:
    return np.mean((article_data()[1] - params @ design().T) ** 2, axis=-1)


@pytest.mark.film("compare_3d")
def test_heads_are_where_the_steps_are_in_every_frame(film: Film) -> None:
    """Wherever the camera is: every head on its own, and the one on top of several."""
    paths = {name: article_loop(name).params for name in ARTICLE}
    colors = {name: DARK.racer(name) for name in ARTICLE}
    seen = space.heads(film.timeline, film.seen.plates, film.frames, paths, colors, losses)
    for name, steps in seen.items():
        assert len(set(steps)) >= 5, name
    assert sum(step < 1.0 for step in set(seen["GD"])) >= 5, "the first jump is not seen"
    assert sum(map(len, seen.values())) > 2 * len(film.timeline["steps"])


@pytest.mark.film("compare_3d")
def test_it_opens_on_its_land_with_gd_at_the_start(film: Film) -> None:
    sight = space.Sight(film.views("GD")[0], film.timeline["camera"][0], losses)
    (pixel,) = sight.project(sight.lifted(article_loop("GD").params[:1]))
    ((_, picture),) = film.frames([0])
    assert space.found(picture, DARK.racer("GD"), pixel) < 2.0


@pytest.mark.film("compare_3d")
def test_on_its_first_jump_gd_is_alone(film: Film) -> None:
    """Where the others would be there is nothing of their colours, and later there is."""
    jump, race = (view["from"] for view in film.views("GD"))
    assert {view["from"] for name in ARTICLE for view in film.views(name)[:-1]} == {jump}
    steps, place = film.timeline["steps"], film.views("GD")[0]
    frames = [f for f in range(jump, race) if steps[f] is not None and 0.02 < steps[f] < 0.4]
    lone = 0
    for frame, picture in film.frames(frames):
        sight = space.Sight(place, film.timeline["camera"][frame], losses)
        for name in ("RMSprop", "Adam"):
            path = article_loop(name).params
            spot = sight.lifted(path[:1] + steps[frame] * (path[1:2] - path[:1]))
            (pixel,) = sight.project(spot)
            if space.within(pixel, film.seen.plates[frame]):
                assert not space.found(picture, DARK.racer(name), pixel) < 2.0
                lone += 1
    assert lone > 3


@pytest.mark.film("compare_3d")
def test_at_the_end_no_way_is_behind_a_plate_or_out_of_the_frame(film: Film) -> None:
    last, view = film.timeline["frames"] - 2, film.views("GD")[-1]
    sight = space.Sight(view, film.timeline["camera"][last], losses)
    for name in ARTICLE:
        rows = article_loop(name).params
        legs = np.concatenate([a + np.linspace(0, 1, 9)[:, None] * (b - a)
                               for a, b in pairwise(rows)])  # fmt: skip
        for pixel in sight.project(sight.lifted(legs)):
            assert space.within(pixel, film.seen.plates[last]), (name, pixel)


@pytest.mark.film("compare_3d")
def test_its_words_tell_who_ends_where(film: Film) -> None:
    ends = {name: np.hypot(*(article_loop(name).params[100] - article_minimizer()))
            for name in ARTICLE}  # fmt: skip
    assert 0.002 < max(ends[name] for name in ("GD", "Momentum", "RMSprop")) < 0.003
    jump = np.hypot(*(article_loop("GD").params[1] - article_loop("GD").params[0]))
    assert not film.seen.lacks({
        "within 0.003 of the minimum", f"{ends['Adam']:.2f} from the minimum",
        f"One step, {jump:.1f} long",
    })  # fmt: skip


@pytest.mark.film("compare_3d")
def test_it_says_what_its_height_is_before_heights_are_spoken_of(film: Film) -> None:
    """The offset is the square of the root of the first level line, which is at 2."""
    _, second, *_ = (line["text"] for line in film.timeline["captions"])
    assert "height is not the loss, L, but the root of L + 4" in second
    assert not film.seen.lacks({"Height: √(L + 4), not L", "height: √(L + 4), colour: √L"})


@pytest.mark.film("compare_3d")
def test_the_losses_of_the_first_jump_stand_at_its_ends(film: Film) -> None:
    first = losses(article_loop("GD").params[:2])
    assert not film.seen.lacks({f"L = {loss:.0f}" for loss in first})


@pytest.mark.film("surface", "compare_3d")
def test_land_fills_the_frame(film: Film) -> None:
    """In every shot, from the first frame to the last: land as high as the loss says."""
    shown = film.seen.land
    assert shown.keys() == SHOTS[film.name]
    for act, shares in shown.items():
        assert len(shares) > 5 and min(shares) >= 0.6, f"{act}: {min(shares):.2f}"


@pytest.mark.film("surface")
def test_the_first_frame_is_on_the_land(film: Film) -> None:
    """As bright and as coloured as a second later, and not a backdrop that it is faded into."""
    (_, first), (_, later) = film.frames({0, RATE})
    assert first.std(axis=(0, 1)) == pytest.approx(later.std(axis=(0, 1)), rel=0.1)
    assert abs(first.mean() - later.mean()) < 5.0


@pytest.mark.film("surface")
def test_the_point_is_on_the_land_while_its_line_is_on_the_plate(film: Film) -> None:
    """From the moment the line has become it to the cuts: a head, whole, beside the plates."""
    shown, bends = (
        next(line["start"] for line in film.timeline["captions"] if words in line["text"])
        for words in ("Every point of this plane", "Along the valley")
    )
    wanted = range(round((shown + BECOMING) * RATE), round(bends * RATE))
    assert len(wanted) > 15 * RATE
    for frame, picture in film.frames(wanted):
        head = distance(picture, DARK.focus) < 0.1
        for low, high in film.seen.plates[frame]:
            (left, bottom), (right, top) = space.pixels(low), space.pixels(high)
            if right - left < picture.shape[1] / 2:  # axes, and what is not painted yet, are wider
                head[top:bottom, left:right] = False
        assert ndimage.binary_erosion(head, iterations=8).any(), frame / RATE


@pytest.mark.film("surface", "compare_3d")
def test_no_flight_begins_or_ends_abruptly(film: Film) -> None:
    """Where the camera comes to rest it has slowed down before, and it sets out slowly."""
    camera = np.array(film.timeline["camera"])
    speed = np.abs(np.diff(camera, axis=0)).max(axis=1)
    moves = np.concatenate([[False], speed > 1e-6, [False]])
    begins, ends = np.flatnonzero(~moves[:-1] & moves[1:]), np.flatnonzero(moves[:-1] & ~moves[1:])
    flights = [
        speed[a:b] for a, b in zip(begins, ends, strict=True) if b - a > 2
    ]  # others are cuts
    assert len(flights) >= 3
    for flight in flights:
        assert max(flight[0], flight[-1]) < 0.25 * flight.max()


@pytest.mark.film("surface")
def test_the_crane_ends_straight_above_the_map_and_the_point_walks_back_on_it(film: Film) -> None:
    """When it is back, the land is flat: what is around has the colours of the map."""
    land = next(s for s in film.timeline["sections"] if s["name"] == "land")
    last = round(land["start"] * RATE) - 3
    phi, theta = film.timeline["camera"][last][:2]
    assert abs(phi) < 1e-6 and np.cos(theta + np.pi / 2) == pytest.approx(1.0)
    ((_, picture),) = film.frames({last})
    head = ndimage.binary_erosion(distance(picture, DARK.focus) < 0.1, iterations=8)
    row, column = map(round, ndimage.center_of_mass(head))
    around = picture[row - 30 : row + 31, column - 30 : column + 31]
    assert distance(around, DARK.map_anchors[0]).min() < 0.05
    for corner in (picture[:20, -20:], picture[-20:, :20], picture[-20:, -20:]):
        assert np.median(distance(corner, DARK.map_anchors[-1])) < 0.03
