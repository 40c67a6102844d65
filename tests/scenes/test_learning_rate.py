"""The film of the learning rate: heads, growing map and curve in decoded frames, words, texts.

What is expected comes from loops written here.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from optanim.look.theme import DARK
from tests.references import START, article_data, article_hessian, article_minimizer
from tests.scenes.films import Film
from tests.scenes.pixels import BOUND, between, distance, miss, project

pytestmark = pytest.mark.film("learning_rate")
SHARES = {"0.1": 0.1, "0.5": 0.5, "0.95": 0.95, "1.05": 1.05}
AMBER = DARK.racer("GD")


def limit() -> float:
    return 2 / float(np.linalg.eigvalsh(article_hessian())[-1])


@cache
def walk(rate: float, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows and losses of gradient descent, one step after another."""
    x, y = article_data()
    params, rows, losses = np.array(START), [], []
    for _ in range(steps + 1):
        residual = y - params[0] - params[1] * x
        rows.append(params)
        losses.append(float(residual @ residual) / 1000)
        params = params + rate * 2 / 1000 * np.array([residual.sum(), residual @ x])
    return np.array(rows), np.array(losses)


@cache
def least_loss() -> float:
    return float(_loss(article_minimizer()))


def arrival(rate: float, steps: int = 500) -> float:
    least = least_loss()
    step, losses = steps + 1, walk(rate, steps)[1]
    while step > 0 and losses[step - 1] - least < 1e-3:
        step -= 1
    return float(step) if step <= steps else np.inf


def window_at(view: dict, step: float) -> dict:
    """The view as it is at ``step``: one whose window grows does so about a point."""
    if "scales" not in view:
        return view
    scale = np.interp(step, np.arange(len(view["scales"])), view["scales"])
    sides = zip(view["about"], view["window"].items(), strict=True)
    grown = {name: [at + scale * (edge - at) for edge in side] for at, (name, side) in sides}
    return {**view, "window": grown}


def views(declared: dict) -> dict[str, dict]:
    return {view["racer"]: view for view in declared["views"]}


@pytest.mark.parametrize("name", SHARES)
def test_heads_are_where_the_steps_are(film: Film, name: str) -> None:
    """On the way between two steps too, and on the map that grows."""
    declared = film.timeline
    view, rows = views(declared)[name], walk(SHARES[name] * limit(), 70)[0]
    last = 24 if name == "1.05" else 69
    moving = [
        (number, declared["steps"][number])
        for number in range(view["from"], view["to"])
        if declared["steps"][number] is not None and declared["steps"][number] <= last
    ]
    chosen = dict(moving[:: len(moving) // 24])
    scales = set()
    for number, picture in film.frames(chosen):
        step = chosen[number]
        now = window_at(view, step)
        scales.add(round(now["window"]["slope"][1]))
        assert miss(picture, AMBER, project(now, between(rows, step))) < BOUND, (name, step)
    assert len(chosen) >= 20 and (len(scales) >= 8) == (name == "1.05")


def test_colours_mean_the_same_loss_on_every_map_and_at_every_scale(film: Film) -> None:
    declared = film.timeline
    shown = views(declared)
    top = np.sqrt(_loss(_grid(shown["0.1"], 200)).max())
    for step in (0, 6, 14, 30):
        act = range(shown["0.1"]["from"], shown["0.1"]["to"])
        number = next(n for n in act if (declared["steps"][n] or 0) >= step)
        ((_, picture),) = film.frames([number])
        for name in SHARES:
            view = window_at(shown[name], declared["steps"][number])
            params = _grid(view, 40).reshape(-1, 2)
            column, row = np.floor(project(view, params)).astype(int).T
            expected = DARK.map_colors(np.sqrt(_loss(params)) / top)
            error = np.abs(picture[row, column].astype(int) - expected).max(axis=1)
            assert np.mean(error < 12) > 0.7, (name, step)  # the rest are lines, trail and words
            assert np.ptp(expected.astype(int), axis=0).max() > 40


def test_the_one_that_diverges_leaves_its_map_and_is_said_to(film: Film) -> None:
    declared = film.timeline
    (finding,) = (finding for finding in declared["events"] if finding["name"] == "lost")
    view, rows = views(declared)["1.05"], walk(1.05 * limit(), 70)[0]
    inside = [
        all(low <= value <= high for value, (low, high) in zip(
            rows[k], window_at(view, k)["window"].values(), strict=True))
        for k in range(40)
    ]  # fmt: skip
    assert finding["step"] == inside.index(False) and view["scales"][0] == 1.0
    scale = view["scales"][finding["step"]]
    assert f"{scale:.0f} times as wide" in finding["sentence"]


def test_the_curve_is_where_the_loops_arrive(film: Film) -> None:
    """In the last frame, at sampled rates: the drawn steps against loops of their own."""
    declared = film.timeline
    chart = views(declared)["sweep"]
    assert len(chart["swept"]) >= 200
    ((_, picture),) = film.frames([declared["frames"] - 1])
    amber = distance(picture, AMBER) < 0.3
    for rate in chart["swept"][3::16]:
        x, y = _on_chart(chart, rate, arrival(rate))
        column = amber[round(y) - 14 : round(y) + 15, round(x) - 1 : round(x) + 2].any(axis=1)
        (found,) = (np.flatnonzero(column),)
        steepness = 9 if rate > 0.97 * limit() else 5  # the curve climbs within the column
        assert len(found) and abs(found.mean() - 14) < steepness, (rate / limit(), arrival(rate))
        near = amber[:, round(x)]
        top, bottom = round(chart["never"]) - 20, round(chart["pixels"]["bottom"])
        climbing = rate > 0.97 * limit()
        assert near[top:bottom].sum() < (80 if climbing else 60)  # and nowhere else


def test_cursor_and_walker_show_one_rate(film: Film) -> None:
    """The ring on the curve, and the head at the end of the first steps at the same rate."""
    declared = film.timeline
    chart, view = views(declared)["sweep"], views(declared)["GD"]
    chosen = range(view["from"] + 6, view["to"] - 3, 5)
    heads = 0
    for number, picture in film.frames(chosen):
        rate = chart["swept"][round(declared["steps"][number])]
        x, y = _on_chart(chart, rate, arrival(rate))
        white = distance(picture, DARK.text) < 0.35
        ring = white[round(y) - 24 : round(y) + 25, round(x) - 24 : round(x) + 25]
        rows, columns = np.nonzero(ring & _annulus(24, 11, 19))
        assert len(rows) > 60
        assert np.hypot(columns.mean() - 24, rows.mean() - 24) < 4.0
        end = walk(rate, 20)[0][-1]
        (left, right), (low, high) = view["window"].values()
        if left < end[0] < right and low < end[1] < high:
            assert miss(picture, AMBER, project(view, end)) < BOUND
            heads += 1
    assert heads >= 12 and len(chosen) >= 20


def said(film: Film) -> str:
    return " ".join(line["text"] for line in film.timeline["captions"])


def test_captions_tell_the_numbers_of_the_steps(film: Film) -> None:
    declared = film.timeline
    told = {finding["name"]: finding["sentence"] for finding in declared["events"]}
    rates = np.array(views(declared)["sweep"]["swept"])
    arrivals = np.array([arrival(rate) for rate in rates])
    fewest = int(arrivals.min())
    best = rates[int(np.argmin(arrivals))] / limit()
    assert told["fewest"] == f"About {best:.2f} of the limit: {fewest} steps"
    first = int(arrivals[np.isfinite(arrivals)][0])
    assert told["small_rate"] == f"A tiny rate: {first} steps"
    up_to = arrivals[np.isfinite(arrivals)][: int(np.argmin(arrivals[np.isfinite(arrivals)])) + 1]
    assert (np.diff(up_to) <= 0).all() and "Larger is quicker, for a long while" in said(film)
    cliff = int(np.argmax((rates > best * limit()) & (arrivals >= 10 * fewest)))
    share, times = rates[cliff] / limit(), arrivals[cliff] / fewest
    assert told["cliff"] == f"{share:.3f} of the limit: {times:.0f} times as many"
    assert "beyond" in told and "no longer shrinks" in said(film)
    assert np.isinf(arrivals[rates >= limit()]).all()
    assert abs(limit() - rates).min() < 1e-12
    assert 0.75 < best < 1.0 and told["edge"] == "The quickest is near the cliff"


def test_words_tell_the_data(film: Film) -> None:
    steepest = f"{2 / limit():.2f}"
    assert film.seen.told["bend"] == f"Curvature across: λmax = {steepest}" and steepest in said(
        film
    )
    assert film.seen.told["limit"] == "Only 5 % above the limit" and "5 percent" in said(film)
    assert film.seen.told["shares"] == "0.1, 0.5, 0.95, 1.05 of the limit"
    assert f"Eta, its learning rate, is {1.05 * limit():.3f}." in said(film)
    steps = [arrival(SHARES[name] * limit()) for name in ("0.95", "0.5")]
    later = "At 0.95 it took {:.0f} steps, at 0.5 only {:.0f}.".format(*steps)
    assert later in said(film) and steps[0] > steps[1]
    assert "torch" not in said(film)
    factors = {f"× {1 - 2 * share:.2f}".replace("-", "−") for share in SHARES.values()}
    assert not film.seen.lacks(factors)


def test_the_first_frame_moves_and_the_question_comes_within_four_seconds(film: Film) -> None:
    declared = film.timeline
    asked, line = declared["questions"][0], declared["captions"][0]
    assert asked["question"] == line["text"] and line["start"] <= 4.0
    assert declared["steps"][0] == 0 and declared["steps"][5] > 0


def _grid(view: dict, count: int) -> np.ndarray:
    (left, right), (low, high) = view["window"].values()
    share = (np.arange(count) + 0.5) / count
    return np.stack(np.meshgrid(left + share * (right - left), low + share * (high - low)), axis=-1)


def _loss(params: np.ndarray) -> np.ndarray:
    """The mean squared miss, multiplied out."""
    (x, y), a, b = article_data(), params[..., 0], params[..., 1]
    return (
        np.mean(y * y) + a * a + b * b * np.mean(x * x) + 2 * a * b * np.mean(x)
        - 2 * a * np.mean(y) - 2 * b * np.mean(x * y)
    )  # fmt: skip


def _on_chart(chart: dict, rate: float, steps: float) -> tuple[float, float]:
    """Pixels from the left and upper edge of a rate and its arrival."""
    box, (low, high) = chart["pixels"], chart["steps"]
    x = box["left"] + rate / chart["values"][1] * (box["right"] - box["left"])
    if np.isinf(steps):
        return x, chart["never"]
    share = np.log(steps / low) / np.log(high / low)
    return x, box["bottom"] - share * (box["bottom"] - box["top"])


def _annulus(half: int, inner: float, outer: float) -> np.ndarray:
    y, x = np.mgrid[-half : half + 1, -half : half + 1]
    return (np.hypot(x, y) > inner) & (np.hypot(x, y) < outer)
