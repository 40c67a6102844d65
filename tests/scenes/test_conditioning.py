"""The conditioning film: its bowls are those of the data in every frame, its numbers NumPy's."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.look.theme import DARK
from tests.references import article_data, design
from tests.scenes.films import ASPECTS, Film
from tests.scenes.pixels import BOUND, distance, miss, project

pytestmark = pytest.mark.film("conditioning")
TRIALS = {"raw": (0, 0), "centred": (1, 1), "same rate": (2, 1), "scaled": (2, 2)}
"""By trial: the phase of its data, and the phase whose rate it uses."""


def data(phase: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """x and y (1000,) and the start (2,) at ``phase``, made here."""
    x, y = article_data()
    x = x + 5
    zero, unit = min(phase, 1) * x.mean(), x.std() ** max(phase - 1, 0)
    return (x - zero) / unit, y, np.array([-43 + 9 * zero, 9 * unit])


def bowl(phase: float) -> tuple[np.ndarray, np.ndarray, float]:
    """The Hessian (2, 2), the minimizer (2,) and the start's loss above the minimum."""
    x, y, start = data(phase)
    hessian = 2 / len(x) * design(x).T @ design(x)
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


def test_captions_tell_what_numpy_finds(film: Film, arrivals: dict[str, int]) -> None:
    told = film.seen.told
    steep = [np.linalg.eigvalsh(bowl(phase)[0])[1] for phase in (0, 1)]
    assert told == told | {
        "elongated": f"A valley {np.sqrt(kappa(0)):.1f} times as long as wide",
        "kappa": f"Condition number κ = {kappa(0):.1f}",
        "long way": f"There after {arrivals['raw']} steps",
        "short way": f"Now there after {arrivals['centred']} steps",
        "creeps": f"Each step leaves {(kappa(0) - 1) / (kappa(0) + 1):.1%} of the way",
        "rounder": f"It bends {steep[1]:.0f} across, not {steep[0]:.0f}: η {rate(1):.3f}",
        "yet rounder": f"κ = {kappa(2):.1f}: a round bowl",
        "nothing_gained": (
            f"At the same η: {arrivals['same rate']} steps, {arrivals['centred']} before"
        ),
        "every start": f"How many steps at η = {rate(2):.3f}?",
        "own rate": f"{arrivals['raw']}, {arrivals['centred']}, 1 steps",
        "one line": "In the raw x: one and the same line",
    }
    assert f"Kappa falls to {kappa(1):.1f}" in film.seen.spoken["rounder"]
    assert arrivals["raw"] > arrivals["centred"] > arrivals["scaled"] == 1
    assert arrivals["same rate"] >= arrivals["centred"] and kappa(2) < 1.01


def test_nothing_has_a_number_before_it_is_spoken_of(film: Film) -> None:
    """The first frame shows the bowl and the walker, but no board of numbers yet."""
    spoken = next(line["start"] for line in film.timeline["captions"] if "kappa" in line["text"])
    frames = [0, round((spoken - 0.5) * film.timeline["fps"]), film.timeline["frames"] - 1]
    lit = [
        int((distance(picture[640:760, 1150:1900], DARK.focus) < 0.15).sum())  # ticks are 0.2 off
        for _, picture in film.frames(frames)
    ]
    assert lit[0] == lit[1] == 0 and lit[2] > 200


@pytest.mark.parametrize("name", TRIALS)
def test_the_walker_is_where_numpys_step_is(film: Film, arrivals: dict, name: str) -> None:
    phase, best = TRIALS[name]
    path, (view,) = walk(phase, rate(best)), film.views(f"GD, {name}")
    found = {film.timeline["steps"][frame]: frame for frame in range(view["from"], view["to"])}
    whole = [step for step in found if step == int(step)]
    assert {0, arrivals[name]} <= set(whole)
    pictures = dict(film.frames(found[step] for step in whole))
    for step in whole:
        expected = project(view, path[int(step)])
        error = miss(pictures[found[step]], DARK.racer("GD"), expected)
        assert error < BOUND, f"{name}, step {step}"


def test_the_ellipse_is_the_hessians_in_every_frame_of_the_change(film: Film) -> None:
    """Where x is changed in part, the level line of the start is that of x changed in part."""
    view, (_, middle, _), phases = film.timeline["views"][0], bowl(0), film.seen.reshaped
    wanted = [frame for frame, phase in phases.items() if frame % 2 == 0 and phase < 1.97]
    assert len(wanted) >= 10
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False) + 0.1
    for frame, picture in film.frames(wanted):
        hessian, _, excess = bowl(phases[frame])
        values, directions = np.linalg.eigh(hessian)
        circle = np.column_stack([np.cos(angle), np.sin(angle)]) * np.sqrt(2 * excess / values)
        for column, row in project(view, circle @ directions.T + middle):
            part = picture[int(row) - 2 : int(row) + 3, int(column) - 2 : int(column) + 3]
            nearest = distance(part, DARK.focus).min()
            assert nearest < 0.3, f"frame {frame}, phase {phases[frame]:.2f}"


def test_the_same_line_is_seen_where_x_is_raw(film: Film) -> None:
    """While it is said, the plot has the raw x, and nothing but that line lies on the best one."""
    (said,) = (line for line in film.timeline["captions"] if "on top of each other" in line["text"])
    last = round(said["end"] * film.timeline["fps"]) - 1
    phases = film.seen.reshaped
    assert phases[max(frame for frame in phases if frame <= last)] < 0.5
    ((_, picture),) = film.frames([last])
    amber = distance(picture[200:560, 1240:1840], DARK.racer("GD")) < 0.2
    rows, columns = np.nonzero(amber)
    slope, height = np.polyfit(columns, rows, 1)
    assert len(rows) > 1000 and np.abs(rows - slope * columns - height).max() < 12


def test_it_lasts_about_a_minute_and_holds_four_runs(film: Film) -> None:
    assert 70 <= film.info.seconds <= 110
    assert set(film.timeline["fingerprints"]) == {f"GD, {name}" for name in TRIALS}


@pytest.mark.parametrize("aspect", ASPECTS)
def test_the_table_is_numpys(film: Film, aspect: str, arrivals: dict[str, int]) -> None:
    words = film.seen_at(aspect).words
    for name, (phase, best) in TRIALS.items():
        cells = {f"{kappa(phase):.1f}", f"{rate(best):.3f}", str(arrivals[name])}
        assert cells <= words
    for phase in (0, 1, 2):
        low, high = np.linalg.eigvalsh(bowl(phase)[0])
        told = {f"κ = {high / low:.1f}", f"along {low:.3f}", f"across {high:.3f}"}
        assert told <= words
