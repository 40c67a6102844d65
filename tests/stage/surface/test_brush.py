"""What a frame of the land shows: racers that can be told from any ground, and from the lost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optanim.base.window import Window
from optanim.frames.camera import SpaceCamera
from optanim.look.theme import DARK, LIGHT, Theme, rgb
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.plates import OPACITY
from optanim.stage.surface.elevation import LevelLines
from optanim.stage.surface.pose import Pose
from optanim.stage.surface.relief import Relief
from optanim.studies.racing import Race
from tests.look.test_theme import contrast
from tests.stage.places import rectangle

SIZE = (480, 270)
LOW = Pose(1.25, 0.6, 6.0, 0.95, np.array([0.0, 0.0, 0.5]), np.zeros(2))
THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])


def painted(theme: Theme, pose: Pose, step: float = 0.0, rate: float = 0.1, **state) -> np.ndarray:
    """The colours (h, w, 3) of a frame of the article's land with GD on it."""
    race = Race.of(article(), [make("GD", lr=rate)], 12)
    cam = SpaceCamera(pixel_width=SIZE[0], pixel_height=SIZE[1], background_color=theme.background)
    canvas = Canvas.of(cam, theme, Words.load("en"))
    window, ground = Window((-6.0, 3.0), (-7.0, 11.0)), rectangle(-3.0, -3.0, 3.0, 3.0)
    land = Relief(canvas, race.problem, window, ground, race.trajectories).set(step=step, **state)
    pose.apply(cam)
    cam.reset()
    cam.capture_mobjects([land])
    return cam.pixel_array[..., :3].astype(int)


@THEMES
def test_text_on_plates_and_racers_on_the_land_can_be_read_in_any_light(theme: Theme) -> None:
    """A racer by its own colour on its edge, either of which is told from whatever ground.

    Of ground half-way between both neither can be told by more than the root of their contrast.
    """
    for phi in (0.9, 1.35):
        pose = replace(LOW, phi=phi)
        land = painted(theme, pose, lit=0.0, marked=0.0, traced=0.0)[::3, ::3].reshape(-1, 3) / 255
        plates = OPACITY * np.array(rgb(theme.panel)) + (1 - OPACITY) * land
        names = "GD", "Momentum", "RMSprop", "Adam"
        meanings = theme.minimum, theme.gradient, theme.limit, theme.focus
        words = theme.text, theme.muted, *meanings, *map(theme.racer, names)
        assert min(contrast(np.array(rgb(color)), plates).min() for color in words) >= 4.5
        for name in names:
            own, edge = (np.array(rgb(it)) for it in (theme.racer(name), theme.rim))
            seen = np.maximum(contrast(own, land), contrast(edge, land))
            assert contrast(own, edge[None]).min() >= 4.5
            assert seen.min() >= 2.3 and np.median(seen) > 3.0


@THEMES
def test_a_head_throws_a_shadow_on_the_ground(theme: Theme) -> None:
    """Around the head the ground is darker than without it, on the side away from the sun."""
    theme = replace(theme, glow=0.0)
    clear = painted(theme, LOW, 1.0, traced=0.0, lit=0.0, marked=0.0).sum(axis=-1)
    shown = painted(theme, LOW, 1.0, traced=1.0, lit=0.0, marked=0.0).sum(axis=-1)
    assert ((shown < 0.9 * clear) & (shown > 0.4 * clear)).sum() > 40


def test_a_racer_that_has_left_the_land_is_marked_where_it_was_seen_last() -> None:
    """Its hollow shape, in its own colour around the background's, as far as the way is shown."""
    high = replace(LOW, phi=0.1, distance=9.0)
    image = painted(DARK, high, 12.0, rate=0.6, lit=0.0, marked=0.0)
    hollow = np.abs(image - 255 * np.array(rgb(DARK.background))).max(axis=-1) <= 2
    assert hollow.sum() > 10
    y, x = np.nonzero(hollow)
    row, column = int(y.mean()), int(x.mean())
    around = image[max(row - 8, 0) : row + 9, column - 8 : column + 9]
    own = np.abs(around - 255 * np.array(rgb(DARK.racer("GD")))).max(axis=-1) <= 70
    assert own.sum() > 10


def test_a_racer_beyond_the_frame_is_marked_where_it_left_and_the_mark_stays() -> None:
    """GD's first jump leads over the left edge and back: there its hollow shape waits for it."""
    close, black = replace(LOW, phi=0.3, distance=2.0), 255 * np.array(rgb(DARK.background))
    marks = []
    for step in (0.94, 0.96, 0.98, 0.99, 1.0, 1.01, 1.02, 1.04):
        image = painted(DARK, close, step, lit=0.0, marked=0.0)
        hollow = np.nonzero(np.abs(image - black).max(axis=-1) <= 2)
        marks.append(np.mean(hollow, axis=1) if len(hollow[0]) > 10 else None)
    assert [mark is None for mark in marks] == [True] * 2 + [False] * 5 + [True]
    assert np.ptp(marks[2:7], axis=0).max() < 1.0 and marks[2][1] < 8.0


def test_every_fifth_line_is_a_major_one_and_keeps_five_times_the_distance() -> None:
    lines = LevelLines.at(np.arange(1.0, 13.0) * 2.0, np.arange(1, 13))
    assert lines.values[lines.major].tolist() == [10.0, 20.0] and len(lines) == 12
    assert np.allclose(lines.apart, np.where(lines.major, 10.0, 2.0))


def test_lines_and_cuts_fade_without_a_shine_and_come_one_by_one_or_all_at_once() -> None:
    calm = {"marked": 0.0, "traced": 0.0}
    bare, whole, half = (painted(DARK, LOW, lined=share, **calm) for share in (0.0, 1.0, 0.5))
    assert np.abs(whole - bare).max() > 40
    assert np.abs(half - (whole + bare) / 2).max() <= 3.0
    assert np.array_equal(bare, painted(DARK, LOW, lit=0.0, **calm))
    some, lit = (painted(DARK, LOW, wave=3, lit=shown, **calm) for shown in (3.0, 4.0))
    assert np.array_equal(lit, whole)
    assert 0 < (some != bare).any(axis=-1).sum() < 0.6 * (whole != bare).any(axis=-1).sum()


def test_heads_at_one_place_are_all_seen() -> None:
    """At the start four stand on each other: the lower ones show around those above."""
    camera = SpaceCamera(pixel_width=1920, pixel_height=1080)
    race = Race.of(article(), [make(n) for n in ("GD", "Momentum", "RMSprop", "Adam")], 3)
    canvas = Canvas.of(camera, DARK, Words.load("en"))
    ground = rectangle(-3.0, -3.0, 3.0, 3.0)
    land = Relief(canvas, race.problem, race.window, ground, race.trajectories).set(front="GD")
    replace(LOW, phi=0.6, distance=9.0).apply(camera)
    camera.reset()
    camera.capture_mobjects([land])
    image = camera.pixel_array[..., :3].astype(int)
    own = {name: np.abs(image - 255 * np.array(rgb(DARK.racer(name)))).max(axis=-1) <= 8
           for name in race.trajectories}  # fmt: skip
    assert all(shown.sum() > 20 for shown in own.values()), {n: s.sum() for n, s in own.items()}


@pytest.mark.parametrize("name", ["traced", "others"])
def test_who_comes_or_leaves_fades_as_one_picture(name: str) -> None:
    """Half-way the frame is the mean of those with and without: no trail shines through a head."""
    none, half, all_ = (painted(DARK, LOW, 1.0, **{name: share}) for share in (0.0, 0.5, 1.0))
    assert np.abs(2 * half - none - all_).max() <= 3
    assert np.abs(all_ - none).max() > 100
