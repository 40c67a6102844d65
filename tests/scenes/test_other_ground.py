"""The curved valley and the saddle: what the films say and show, against loops written here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from manim import tempconfig

from optanim.films.reading import frames, probe, timeline
from optanim.look.theme import DARK
from tests.conftest import QUIET, load_scene
from tests.references import ARTICLE, torch_loop
from tests.scenes.inspect import inspected
from tests.scenes.test_truth import BOUND, core, project

pytestmark = pytest.mark.film
RACERS = {**ARTICLE, "Momentum": (torch.optim.SGD, {"momentum": 0.9})}


def rows(name: str, steps: int = 60) -> np.ndarray:
    """Parameters (steps + 1, 2) on x^2 - y^2 from a loop of torch."""
    kind, keywords = RACERS[name]
    start = (-1.5, 0.01)
    return torch_loop(
        kind, steps, lambda p: p[0] ** 2 - p[1] ** 2, start, **{"lr": 0.05, **keywords}
    ).params


def between(path: np.ndarray, step: float) -> np.ndarray:
    """Where a racer is at ``step``: on the straight line between two rows."""
    index = np.arange(len(path))
    return np.array([np.interp(step, index, path[:, k]) for k in (0, 1)])


@pytest.fixture(scope="module")
def saddle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The film of the saddle at 1080p, four frames a second."""
    folder = tmp_path_factory.mktemp("saddle")
    size = {"pixel_width": 1920, "pixel_height": 1080, "frame_rate": 4}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("OPTANIM_THEME", raising=False)
        with tempconfig({**size, **QUIET, "media_dir": folder, "disable_caching": True}):
            made = load_scene("saddle").Saddle()
            made.render()
    return Path(made.renderer.file_writer.movie_file_path)


def test_the_saddle_film_tells_who_escapes_first_and_when(saddle: Path) -> None:
    escaped = {}
    for name in RACERS:
        losses = rows(name)[:, 0] ** 2 - rows(name)[:, 1] ** 2
        above = np.flatnonzero(losses > -1e-3)
        escaped[name] = int(above[-1]) + 1
    first = min(escaped, key=escaped.get)
    said = " ".join(line["text"] for line in timeline(saddle)["captions"])
    assert f"{first} escapes first, at step {escaped[first]}." in said
    assert f"{first} has left the saddle, at step {escaped[first]}." in said
    moves = {name: abs(rows(name)[1, 1] - rows(name)[0, 1]) for name in RACERS}
    fast, slow = max(moves, key=moves.get), min(moves, key=moves.get)
    assert f"The first step of {fast} leads {moves[fast]:.2g} further" in said
    assert f"that of {slow} {moves[slow]:.1g}." in said
    assert 40 <= probe(saddle).seconds <= 70


def test_heads_on_the_saddles_map_are_where_the_steps_are(saddle: Path) -> None:
    declared, wanted = timeline(saddle), []
    for name in ("GD", "Momentum"):
        view = next(v for v in declared["views"] if v["racer"] == name and "pixels" in v)
        rivals = [rows(other) for other in RACERS if other != name]
        for frame in range(view["from"] + 4, view["to"], 5):
            step = declared["steps"][frame]
            here = project(view, between(rows(name), step))
            others = [project(view, between(path, step)) for path in rivals]
            on_map = view["pixels"]["top"] + 15 < here[1] < view["pixels"]["bottom"] - 15
            if on_map and min(np.hypot(*(other - here)) for other in others) > 40:
                wanted.append((name, frame, here))
    assert len(wanted) >= 5
    pictures = dict(frames(saddle, {frame for _, frame, _ in wanted}))
    for name, frame, here in wanted:
        centroid, _ = core(pictures[frame], DARK.racer(name), here)
        assert np.hypot(*(centroid - here)) < BOUND, (name, frame)


@pytest.mark.parametrize(
    ("name", "scene", "aspect"),
    [("saddle", "Saddle", "16:9"), ("saddle", "Saddle", "9:16"), ("saddle", "Saddle", "4:3"),
     ("rosenbrock", "Rosenbrock", "9:16")],
)  # fmt: skip
def test_texts_stay_in_the_frame_and_apart(name, scene, aspect, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    watched = inspected(name, scene, aspect, tmp_path)
    assert watched.inspected > 100
    assert not watched.wrong, "\n".join(sorted(set(watched.wrong)))


def test_the_valley_film_counts_what_its_sweep_found(tmp_path, monkeypatch) -> None:
    """Its ratio from the Hessian at (1, 1), its rates by the rules written here."""
    monkeypatch.chdir(tmp_path)
    watched = inspected("rosenbrock", "Rosenbrock", "16:9", tmp_path)
    assert watched.inspected > 100
    assert not watched.wrong, "\n".join(sorted(set(watched.wrong)))
    low, high = np.linalg.eigvalsh([[802.0, -400.0], [-400.0, 200.0]])
    said = " ".join(line.text for line in watched.timeline.narration)
    assert f"bends {high / low:,.0f} times" in said
    assert "26 learning rates were tried for each." in said
    assert f"Momentum with {arriving('Momentum')}." in said
    assert f"Adam arrives with {arriving('Adam')} of 26" in said


def arriving(name: str, steps: int = 1000) -> int:
    """How many of 26 rates, five to a decade from 0.0001 on, lead to the minimum and stay there."""
    lr = np.array([float(f"{10**e:.2g}") for e in np.linspace(-4, 1, 26)])[:, None]
    p, m, v = np.tile([-1.5, 2.0], (26, 1)), np.zeros((26, 2)), np.zeros((26, 2))
    with np.errstate(all="ignore"):
        for k in range(1, steps + 1):
            x, y = p.T
            off = y - x * x
            g = np.stack([2 * (x - 1) - 400 * x * off, 200 * off], axis=-1)
            if name == "Momentum":
                m = 0.9 * m + g
                p = p - lr * m
            else:
                m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
                p = p - lr * (m / (1 - 0.9**k)) / (np.sqrt(v / (1 - 0.999**k)) + 1e-8)
        x, y = p.T
        return int(np.sum((1 - x) ** 2 + 100 * (y - x * x) ** 2 < 1e-3))
