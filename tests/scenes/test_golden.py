"""Stills of the surface without any text, against pictures that were looked at and kept.

The pictures lie in tests/golden. They differ a little from machine to machine, by rounding, hence
the thresholds. Where one differs more, what was drawn and the difference are written beside each
other into the folder that the failure names. OPTANIM_GOLDEN=write keeps the new pictures.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from optanim.frames.camera import SpaceCamera
from optanim.look.theme import THEMES
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.surface.pose import fit, upright
from optanim.stage.surface.relief import Relief
from optanim.studies.racing import Race
from tests.stage.places import rectangle

GOLDEN = Path(__file__).parent / "golden"
SIZE, GROUND = (480, 270), rectangle(-3.0, -3.0, 3.0, 3.0)
MEAN, FAR, FAR_SHARE = 0.5, 24, 0.0007
STILLS = {
    "race-dark": ("dark", (30.0, 35.0), 12.5, 1.0),
    "race-light": ("light", (42.0, 75.0), 80.0, 1.0),
    "behind": ("dark", (78.0, 200.0), 5.0, 1.0),
    "flat": ("dark", None, 30.0, 0.0),
}


def drawn(theme: str, angles: tuple[float, float] | None, step: float, risen: float) -> np.ndarray:
    """The picture (h, w, 3) of the article's race on its surface at ``step``."""
    colors = THEMES[theme]
    camera = SpaceCamera(
        pixel_width=SIZE[0], pixel_height=SIZE[1], background_color=colors.background
    )
    canvas = Canvas.of(camera, colors, Words.load("en"))
    race = Race.of(article(), [make(n) for n in ("GD", "Momentum", "RMSprop", "Adam")], 100)
    relief = Relief(canvas, race.problem, race.window, GROUND, race.trajectories).rise(risen)
    relief.show_at(Moment(step))
    pose = upright(canvas.frame, GROUND)
    if angles is not None:
        phi, theta = np.radians(angles)
        rim = relief.box.place(relief.rim)
        (pose,) = fit(canvas, rim, canvas.frame.inset(67.5, 67.5), phi, [theta])
    pose.apply(camera)
    camera.reset_rotation_matrix()
    camera.capture_mobjects([relief])
    return camera.pixel_array[..., :3].copy()


@pytest.mark.parametrize("name", STILLS)
def test_a_still_looks_as_it_was_approved(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = GOLDEN / f"{name}.png"
    monkeypatch.chdir(tmp_path)
    picture = drawn(*STILLS[name])
    if os.environ.get("OPTANIM_GOLDEN") == "write":
        Image.fromarray(picture).save(kept, optimize=True)
    with Image.open(kept) as image:
        expected = np.asarray(image.convert("RGB")).astype(int)
    difference = np.abs(picture.astype(int) - expected)
    far = float(np.mean(difference.max(axis=-1) > FAR))
    if difference.mean() > MEAN or far > FAR_SHARE:
        loud = np.clip(4 * difference, 0, 255).astype(np.uint8)
        side_by_side = np.concatenate([expected.astype(np.uint8), picture, loud], axis=1)
        Image.fromarray(side_by_side).save(tmp_path / f"{name}-differs.png")
        pytest.fail(
            f"{name}: mean difference {difference.mean():.3f} (bound {MEAN}), share of pixels off "
            f"by more than {FAR}: {far:.4f} (bound {FAR_SHARE}); see {tmp_path}"
        )


def test_the_thresholds_notice_one_step_and_a_quarter_of_a_degree() -> None:
    """What must not pass unnoticed does not."""
    theme, (phi, theta), step, risen = STILLS["race-dark"]
    with Image.open(GOLDEN / "race-dark.png") as image:
        expected = np.asarray(image.convert("RGB")).astype(int)
    for other in (
        (theme, (phi, theta + 0.25), step, risen),
        (theme, (phi, theta), step + 1, risen),
    ):
        difference = np.abs(drawn(*other).astype(int) - expected)
        assert np.mean(difference.max(axis=-1) > FAR) > FAR_SHARE
