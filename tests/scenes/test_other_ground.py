"""The curved valley and the saddle: what the films say and show, against loops written here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from manim import tempconfig

from optanim.film import frames, probe, timeline
from optanim.stage.theme import DARK
from tests.conftest import QUIET, load_scene
from tests.scenes.inspect import inspected
from tests.test_truth import BOUND, core, project

pytestmark = pytest.mark.film
RACERS = {
    "GD": (torch.optim.SGD, {}),
    "Momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "RMSprop": (torch.optim.RMSprop, {}),
    "Adam": (torch.optim.Adam, {}),
}


def rows(name: str, steps: int = 60) -> np.ndarray:
    """Parameters (steps + 1, 2) on x^2 - y^2 from a loop of its own."""
    params = torch.tensor([-1.5, 0.01], dtype=torch.float64, requires_grad=True)
    kind, keywords = RACERS[name]
    optimizer, path = kind([params], lr=0.05, **keywords), [params.detach().numpy().copy()]
    for _ in range(steps):
        optimizer.zero_grad()
        (params[0] ** 2 - params[1] ** 2).backward()
        optimizer.step()
        path.append(params.detach().numpy().copy())
    return np.array(path)


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
    declared, seen = timeline(saddle), 0
    for name in ("GD", "Momentum"):
        view = next(v for v in declared["views"] if v["racer"] == name and "pixels" in v)
        rivals = [rows(other) for other in RACERS if other != name]
        for frame in range(view["from"] + 4, view["to"], 6):
            step = declared["steps"][frame]
            if step is None or step != int(step) or step < 1:
                continue
            here = project(view, rows(name)[int(step)])
            others = [project(view, path[int(step)]) for path in rivals]
            on_map = view["pixels"]["top"] + 15 < here[1] < view["pixels"]["bottom"] - 15
            if not on_map or min(np.hypot(*(other - here)) for other in others) < 40:
                continue
            ((_, picture),) = frames(saddle, [frame])
            centroid, _ = core(picture, DARK.racer(name), here)
            assert np.hypot(*(centroid - here)) < BOUND, (name, step)
            seen += 1
    assert seen >= 5


@pytest.mark.parametrize(
    ("name", "scene", "aspect"),
    [("saddle", "Saddle", "16:9"), ("saddle", "Saddle", "9:16"), ("saddle", "Saddle", "4:3"),
     ("rosenbrock", "Rosenbrock", "16:9"), ("rosenbrock", "Rosenbrock", "9:16")],
)  # fmt: skip
def test_texts_stay_in_the_frame_and_apart(name, scene, aspect, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    watched = inspected(name, scene, aspect, tmp_path)
    assert watched.inspected > 100
    assert not watched.wrong, "\n".join(sorted(set(watched.wrong)))


def test_the_valley_film_counts_what_its_sweep_found(tmp_path, monkeypatch) -> None:
    """Its ratio from the Hessian at (1, 1), its rates by torch runs of the two it names."""
    monkeypatch.chdir(tmp_path)
    watched = inspected("rosenbrock", "Rosenbrock", "16:9", tmp_path)
    low, high = np.linalg.eigvalsh([[802.0, -400.0], [-400.0, 200.0]])
    said = " ".join(line.text for line in watched.timeline.narration)
    assert f"bends {high / low:,.0f} times" in said
    assert "26 learning rates were tried for each." in said
    assert f"Momentum with {_arriving('Momentum')}." in said
    assert f"Adam arrives with {_arriving('Adam')} of 26" in said


def _arriving(name: str) -> int:
    """How many of 26 rates, five to a decade from 0.0001 on, bring torch to the minimum to stay."""
    kind, keywords = RACERS[name]
    count = 0
    for lr in (float(f"{10**e:.2g}") for e in np.linspace(-4, 1, 26)):
        params = torch.tensor([-1.5, 2.0], dtype=torch.float64, requires_grad=True)
        optimizer, losses = kind([params], lr=lr, **keywords), []
        for _ in range(1001):
            loss = (1 - params[0]) ** 2 + 100 * (params[1] - params[0] ** 2) ** 2
            losses.append(float(loss))
            if not np.isfinite(losses[-1]):
                break
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        count += len(losses) == 1001 and losses[-1] < 1e-3
    return count
