"""The conditioning film: its bowls are those of the data in every frame, its numbers NumPy's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import smooth, tempconfig

from optanim.films.reading import frames, probe, timeline
from optanim.look.theme import DARK, rgb
from optanim.stage.draw.reshape import Reshape
from tests.conftest import QUIET, load_scene
from tests.references import article_data, design
from tests.scenes.inspect import ASPECTS, inspected, restless, unreadable
from tests.scenes.test_truth import BOUND, core, project

pytestmark = pytest.mark.film
TRIALS = {"raw": (0, 0), "centred": (1, 1), "same rate": (2, 1), "scaled": (2, 2)}
"""By trial: the phase of its data, and the phase whose best rate it uses."""


class _Noting:
    """Notes which phase each frame of a change of x shows."""

    def play(self, *args: Any, **kwargs: Any) -> None:
        began = self.timeline.frames
        super().play(*args, **kwargs)
        if isinstance(args[0], Reshape):
            count = self.timeline.frames - began
            shares = np.array([smooth(frame / count) for frame in range(count)])
            phases = args[0].start + shares * (args[0].end - args[0].start)
            self.noted |= dict(zip(range(began, began + count), phases, strict=True))


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[int, float]]:
    """The film at 1080p, ten frames a second, and the phases of its frames while x changes."""
    folder = tmp_path_factory.mktemp("conditioning")
    size = {"pixel_width": 1920, "pixel_height": 1080, "frame_rate": 10}
    base, noted = load_scene("conditioning").Conditioning, {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("OPTANIM_THEME", raising=False)
        with tempconfig({**size, **QUIET, "media_dir": folder, "disable_caching": True}):
            made = type("Conditioning", (_Noting, base), {"noted": noted})()
            made.render()
    return made.renderer.file_writer.movie_file_path, noted


def data(phase: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """x and y (1000,) and the start (2,) at ``phase``, made here."""
    x, y = article_data()
    x = x + 5
    zero, unit = min(phase, 1) * x.mean(), x.std() ** max(phase - 1, 0)
    return (x - zero) / unit, y, np.array([-43 + 9 * zero, 9 * unit])


def bowl(phase: float) -> tuple[np.ndarray, np.ndarray, float]:
    """The Hessian (2, 2), the minimizer (2,) and the start's loss above the minimum."""
    x, y, start = data(phase)
    hessian = 2 / 1000 * design(x).T @ design(x)
    best = np.linalg.lstsq(design(x), y, rcond=None)[0]
    return hessian, best, float((start - best) @ hessian @ (start - best) / 2)


def kappa(phase: float) -> float:
    low, high = np.linalg.eigvalsh(bowl(phase)[0])
    return high / low


def rate(phase: int) -> float:
    return 2 / np.linalg.eigvalsh(bowl(phase)[0]).sum()


def walk(phase: int, lr: float, steps: int = 600) -> np.ndarray:
    """Gradient descent (steps + 1, 2) in plain NumPy."""
    x, y, params = data(phase)
    path = [params]
    for _ in range(steps):
        miss = y - params[0] - params[1] * x
        params = params + 2 * lr * np.array([miss.mean(), (miss * x).mean()])
        path.append(params)
    return np.array(path)


def arrival(phase: int, lr: float) -> int:
    (x, y, _), (_, best, _) = data(phase), bowl(phase)
    least = np.mean((y - best[0] - best[1] * x) ** 2)
    away = [np.mean((y - a - b * x) ** 2) - least >= 1e-3 for a, b in walk(phase, lr)]
    return int(np.flatnonzero(away)[-1]) + 1


@pytest.fixture(scope="module")
def arrivals() -> dict[str, int]:
    return {name: arrival(phase, rate(best)) for name, (phase, best) in TRIALS.items()}


def test_captions_tell_what_numpy_finds(shown: tuple, arrivals: dict[str, int]) -> None:
    told = [finding["sentence"] for finding in timeline(shown[0])["events"]]
    factor = (kappa(0) - 1) / (kappa(0) + 1)
    before, after = ([f"{kappa(phase):.1f}" for phase in pair] for pair in ((0, 1), (1, 2)))
    expected = [
        f"√κ = {np.sqrt(kappa(0)):.1f} times as long",
        f"each swing {factor:.2f} times",
        f"From step {arrivals['raw']} on",
        f"κ falls from {before[0]} to {before[1]}, and the best rate rises "
        f"from {rate(0):.3f} to {rate(1):.3f}",
        f"κ falls from {after[0]} to {after[1]}, and the best rate rises "
        f"from {rate(1):.3f} to {rate(2):.3f}",
        f"At the unchanged rate {rate(1):.3f} nothing is gained: "
        f"{arrivals['centred']} steps before, {arrivals['same rate']} now",
        f"bears η = {rate(2):.3f}",
    ]
    assert len(told) == len(expected)
    for sentence, part in zip(told, expected, strict=True):
        assert part in sentence
    last = timeline(shown[0])["captions"][-1]["text"]
    numbers = [arrivals[name] for name in ("raw", "centred", "scaled")]
    assert [int(number) for number in re.findall(r"\d+", last)] == numbers
    assert numbers[0] > numbers[1] > numbers[2] == 1


@pytest.mark.parametrize("name", TRIALS)
def test_the_walker_is_where_numpys_step_is(shown: tuple, arrivals: dict, name: str) -> None:
    film, (phase, best) = shown[0], TRIALS[name]
    declared, path = timeline(film), walk(phase, rate(best))
    (view,) = [view for view in declared["views"] if view["racer"] == f"GD, {name}"]
    found = {declared["steps"][frame]: frame for frame in range(view["from"], view["to"])}
    whole = [step for step in found if step == int(step)]
    assert {0, arrivals[name]} <= set(whole)
    pictures = dict(frames(film, [found[step] for step in whole]))
    for step in whole:
        expected = project(view, path[int(step)])
        centroid, _ = core(pictures[found[step]], DARK.racer("GD"), expected)
        assert np.hypot(*(centroid - expected)) < BOUND, f"{name}, step {step}"


def test_the_ellipse_is_the_hessians_in_every_frame_of_the_change(shown: tuple) -> None:
    """Where x is changed in part, the level line of the start is that of x changed in part."""
    film, noted = shown
    declared = timeline(film)
    view, (_, middle, _) = declared["views"][0], bowl(0)
    wanted = [frame for frame, phase in noted.items() if frame % 4 == 0 and phase < 1.97]
    assert len(wanted) >= 10
    accent = np.array(rgb(DARK.accent))
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False) + 0.1
    for frame, picture in frames(film, wanted):
        hessian, _, excess = bowl(noted[frame])
        values, directions = np.linalg.eigh(hessian)
        circle = np.column_stack([np.cos(angle), np.sin(angle)]) * np.sqrt(2 * excess / values)
        for column, row in project(view, circle @ directions.T + middle):
            part = picture[int(row) - 2 : int(row) + 3, int(column) - 2 : int(column) + 3] / 255
            nearest = np.linalg.norm(part - accent, axis=-1).min()
            assert nearest < 0.3, f"frame {frame}, phase {noted[frame]:.2f}"


def test_it_lasts_as_declared_and_ends_its_acts_still(shown: tuple) -> None:
    film, _ = shown
    declared = timeline(film)
    assert probe(film).frames == declared["frames"]
    assert 40 <= probe(film).seconds <= 70
    assert set(declared["fingerprints"]) == {f"GD, {name}" for name in TRIALS}
    assert not restless(film)


def test_subcaptions_can_be_read(shown: tuple) -> None:
    assert not unreadable(shown[0])


@pytest.mark.parametrize("aspect", ASPECTS)
def test_texts_stay_in_the_frame_and_apart_and_the_table_is_numpys(
    aspect: str, arrivals: dict[str, int], tmp_path: Path
) -> None:
    watched = inspected("conditioning", "Conditioning", aspect, tmp_path)
    assert watched.inspected > 200
    assert not watched.wrong, "\n".join(sorted(set(watched.wrong)))
    for name, (phase, best) in TRIALS.items():
        cells = {f"{kappa(phase):.1f}", f"{rate(best):.3f}", str(arrivals[name])}
        assert cells <= watched.seen
    for phase in (0, 1, 2):
        low, high = np.linalg.eigvalsh(bowl(phase)[0])
        told = {f"κ = {high / low:.1f}", f"λ₁ = {low:.2f}", f"λ₂ = {high:.2f}"}
        assert told <= watched.seen
