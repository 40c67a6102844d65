"""The land as films show it: lines where the loss has their level, hues kept, always the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from optanim.frames.camera import SpaceCamera
from optanim.look.theme import DARK, LIGHT, Theme
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.raster import Air, IsoLines, Light, Painter
from optanim.runs.problem import article
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.surface.pose import Pose, upright
from optanim.stage.surface.relief import Relief
from optanim.studies.racing import Race
from tests.references import article_data, article_directions, article_minimizer, design
from tests.stage.places import rectangle

SIZE, GROUND = (1280, 720), rectangle(-3.0, -3.0, 3.0, 3.0)
LOW = Pose(1.15, 0.4, 6.0, 0.95, np.array([0.0, 0.0, 0.3]), np.zeros(2))
UNLIT, EDGED = Light(0.0), Light(1.0, edge=0.3)
CLEAR = Air((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), 0.1, 1e6)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def land(theme: Theme = DARK, lift: str | None = None) -> Relief:
    camera = SpaceCamera(pixel_width=SIZE[0], pixel_height=SIZE[1])
    race = Race.of(article(), [make("GD"), make("Adam")], 20)
    canvas = Canvas.of(camera, theme, Words.load("en"))
    return Relief(canvas, race.problem, race.window, GROUND, race.trajectories, lift=lift)


def painted(relief: Relief, pose: Pose, light: Light, lines: IsoLines | None = None) -> np.ndarray:
    """The land alone (h, w, 3) from ``pose``, in air without haze."""
    image, painter = np.zeros((*SIZE[::-1], 4), np.uint8), Painter(SIZE)
    view = pose.view(relief.canvas.frame, SIZE)
    painter.surface(image, view, relief.field, relief.box, light, lines or IsoLines.none(), CLEAR)
    return image[..., :3].astype(int)


def filmed(relief: Relief, pose: Pose) -> np.ndarray:
    """What a film's camera at ``pose`` makes of ``relief`` (h, w, 4)."""
    camera = SpaceCamera(pixel_width=SIZE[0], pixel_height=SIZE[1])
    pose.apply(camera)
    camera.reset_rotation_matrix()
    camera.capture_mobjects([relief])
    return camera.pixel_array.copy()


def on_level(root: float, count: int = 200) -> np.ndarray:
    """Parameters (count, 2) around the article's minimizer, whose losses are ``root`` squared."""
    curvatures, directions = article_directions()
    lowest = np.mean((article_data()[1] - design() @ article_minimizer()) ** 2)
    turns = np.linspace(0.0, 2 * np.pi, count)
    around = np.stack([np.cos(turns), np.sin(turns)], axis=-1)
    return (
        article_minimizer()
        + around @ (directions * np.sqrt(2.0 * (root**2 - lowest) / curvatures)).T
    )


def projected(places: np.ndarray, pose: Pose) -> np.ndarray:
    """Pixels (n, 2) of ``places`` (n, 3), from the camera's angles, distance and field of view."""
    low, high = np.sin(pose.phi), np.cos(pose.phi)
    x, y = np.cos(pose.theta), np.sin(pose.theta)
    back, right = np.array([low * x, low * y, high]), np.array([-y, x, 0.0])
    from_eye = places - (pose.target + pose.distance * back)
    away = -from_eye @ back
    flat = np.stack([from_eye @ right, from_eye @ np.cross(right, back)], axis=-1)
    unit = SIZE[1] / 2 / np.tan(pose.fov / 2)
    return np.array(SIZE) / 2 + unit * flat / away[:, None]


def off_the_line(cover: np.ndarray, curve: np.ndarray) -> np.ndarray:
    """How many pixels the line in ``cover`` (h, w) runs beside ``curve`` (n, 2), at every point.

    NaN where the curve is outside of the picture, or nothing is drawn within 4 pixels.
    """
    along = np.gradient(curve, axis=0)
    across = np.stack([-along[:, 1], along[:, 0]], axis=-1) / np.hypot(*along.T)[:, None]
    offsets = np.arange(-4.0, 4.01, 0.25)
    spots = curve[:, None] + offsets[:, None] * across[:, None]
    inside = ((spots > 1.0) & (spots < np.array(SIZE) - 1.0)).all(axis=(1, 2))
    found = np.full(len(curve), np.nan)
    x, y = np.moveaxis(spots[inside] - 0.5, -1, 0)
    weight = ndimage.map_coordinates(cover.astype(float), [y, x], order=1)
    total = weight.sum(axis=1)
    shown = weight.max(axis=1) > 0.3 * cover.max()
    found[np.flatnonzero(inside)[shown]] = (weight @ offsets)[shown] / total[shown]
    return found


@pytest.mark.parametrize("lift", [None, "none"])
@pytest.mark.parametrize("low", [False, True], ids=["from above", "from low"])
def test_level_lines_run_where_the_loss_has_their_level(low: bool, lift: str | None) -> None:
    """Flat and from straight above, those of the map; from low, as loss and projection say."""
    relief = land(lift=lift).rise(1.0 if low else 0.0)
    pose = LOW if low else upright(relief.canvas.frame, GROUND)
    window, height = np.array([relief.window.intercept, relief.window.slope]).T, relief.elevation
    bare, found = painted(relief, pose, UNLIT), []
    for number in (1, 4, 7):
        root = relief.landscape.levels[number]
        value = relief.levels.values[number]
        one = (np.array([number]) for number in (value, 1.2, 1.0, np.inf))
        lines = IsoLines((255.0, 255.0, 255.0), *one)
        cover = np.abs(painted(relief, pose, UNLIT, lines) - bare).sum(axis=-1)
        shares = (on_level(root) - window[0]) / (window[1] - window[0])
        part = root**2 / height.top if lift else (
            (np.sqrt(root**2 + height.offset) - np.sqrt(height.offset))
            / (np.sqrt(height.top + height.offset) - np.sqrt(height.offset))
        )  # fmt: skip
        up = np.full(len(shares), part * relief.tall if low else 0.0)
        curve = projected(np.column_stack([6.0 * shares - 3.0, up]), pose)
        found.append(off_the_line(cover, curve))
    assert all(np.isfinite(one).mean() > 0.3 for one in found)
    assert all(np.nanmax(np.abs(one)) < 0.6 for one in found)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_light_changes_how_bright_a_colour_is_and_never_its_hue(theme: Theme) -> None:
    relief = land(theme)
    own, lit = painted(relief, LOW, UNLIT), painted(relief, LOW, EDGED)
    most = own.max(axis=-1), lit.max(axis=-1)
    assert (most[0] > 0).mean() > 0.6, "of land there is too little to judge by"
    expected = own * (most[1] / np.maximum(most[0], 1))[..., None]
    assert np.abs(lit - expected).max() <= 4.0
    ratio = (most[1] / np.maximum(most[0], 1))[most[0] > 40]
    assert np.ptp(np.quantile(ratio, [0.02, 0.98])) > 0.1, "the light is too even to judge by"


def test_the_same_race_is_the_same_to_the_pixel() -> None:
    for pose, step in ((LOW, 7.3), (upright(GROUND, GROUND), 20.0)):
        one, other = (land() for _ in range(2))
        for relief in (one, other):
            relief.show_at(Moment(step))
        assert np.array_equal(filmed(one, pose), filmed(other, pose))
