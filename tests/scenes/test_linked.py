"""The linked film: walker and line agree, in the same decoded frames, with torch's own steps."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.look.theme import DARK, rgb
from tests.references import article_loop, article_minimizer, article_stays
from tests.scenes.films import Film
from tests.scenes.pixels import BOUND, between, distance, miss, project

pytestmark = pytest.mark.film("linked")
STEPS = 180
INSIDE = 0.05  # of the plot's width: from the border to where a line is looked for
APART = 14  # pixels: between two lines, and from a line to the border


@pytest.fixture(scope="module")
def paths() -> dict[str, np.ndarray]:
    """Parameters (STEPS + 1, 2) by racer."""
    return {name: article_loop(name, STEPS).params for name in ("GD", "Adam")}


def line_height(frame: np.ndarray, color: str, column: int, expected: float) -> float:
    """The height in pixels at which a line of ``color`` crosses a column, near ``expected``."""
    top = max(round(expected) - 12, 0)
    part = frame[top : top + 25, column] / 255.0
    background = np.array(rgb(DARK.background))
    axis = np.array(rgb(color)) - background
    share = np.clip((part - background) @ axis / (axis @ axis), 0, 1)
    off_axis = np.linalg.norm(part - background - share[:, None] * axis, axis=-1)
    share[off_axis > 0.25] = 0.0
    assert share.max() > 0.7, f"no line of {color} near row {expected:.0f} in column {column}"
    return float(share @ (top + np.arange(len(share)) + 0.5) / share.sum())


def height(view: dict, y: float) -> float:
    """The row in pixels at which the view of the data has ``y``."""
    (low, high), box = view["window"]["y"], view["pixels"]
    return box["bottom"] - (y - low) / (high - low) * (box["bottom"] - box["top"])


def alone(declared: dict) -> list[dict]:
    """The views in which one racer walks alone, before both walk at once."""
    both = next(act["start"] for act in declared["sections"] if act["name"] == "two ways")
    return [view for view in declared["views"] if view["from"] < both * declared["fps"]]


def sightings(declared: dict, name: str) -> dict[float, int]:
    """By step of a racer's walk, whole or between two rows: the last frame that shows it."""
    view = [view for view in alone(declared) if view["racer"] == name][-1]
    return {declared["steps"][frame]: frame for frame in range(view["from"], view["to"])}


@pytest.mark.parametrize(("name", "rests"), [("GD", {0, 1, 2, 6, 22}), ("Adam", {0, 53, 157})])
def test_walker_and_line_are_where_the_step_is(
    film: Film, paths: dict, name: str, rests: set[int]
) -> None:
    declared = film.timeline
    places = {view["racer"]: view for view in alone(declared)}
    on_map, in_data = places[name], places[f"{name}'s line"]
    box, window = in_data["pixels"], in_data["window"]
    found = sightings(declared, name)
    assert rests | {STEPS} <= set(found)
    wanted = [*sorted(rests), *list(found)[::5], STEPS]
    pictures, checked = dict(film.frames([found[step] for step in wanted])), 0
    for step in wanted:
        picture, params = pictures[found[step]], between(paths[name], step)
        a, b = params
        expected = project(on_map, params)
        assert miss(picture, DARK.racer(name), expected) < BOUND, f"{name}'s head at step {step}"
        beside = INSIDE * (box["right"] - box["left"])  # of the data, where no residuals are
        for column in (round(box["left"] + beside), round(box["right"] - beside)):
            share = (column + 0.5 - box["left"]) / (box["right"] - box["left"])
            x = window["x"][0] + share * (window["x"][1] - window["x"][0])
            row, best = (height(in_data, y) for y in (a + b * x, -2 + 2 * x))
            if 1 < abs(row - best) < APART:
                continue  # the best line's dashes run into this one
            if step == 1 and column > box["left"] + box["right"] - column:
                continue  # the words that point at it
            if not box["top"] + APART < row < box["bottom"] - APART:
                continue  # it leaves the plot
            checked += 1
            error = abs(line_height(picture, DARK.racer(name), column, row) - row)
            assert error < BOUND, f"{name}'s line at step {step}, column {column}"
    assert checked >= 10


def test_the_film_points_at_the_overshoot(film: Film, paths: dict) -> None:
    """Half way between the best slope and the walker's, above it, stands the focus's arrow."""
    declared = film.timeline
    (finding,) = [finding for finding in declared["events"] if finding["name"] == "tilts_past"]
    view = next(view for view in declared["views"] if view["racer"] == "GD")
    a, b = paths["GD"][1]
    column, row = np.round(project(view, np.array([a, (b + 2.0) / 2]))).astype(int)
    ((_, picture),) = film.frames([round((finding["time"] + 0.4) * declared["fps"])])
    assert distance(picture[row, column], DARK.focus) < 0.2


def test_it_opens_with_a_swinging_line_and_asks(film: Film) -> None:
    (question,) = film.timeline["questions"]
    first = film.timeline["captions"][0]
    assert first["start"] <= 4.0 and first["text"] == question["question"]
    steps = film.timeline["steps"][: int(question["start"] * film.timeline["fps"])]
    assert steps[0] == 0.0 and 20 < steps[-1] <= 22 and len(set(steps)) > 0.8 * len(steps)


def test_lines_that_nearly_fit_can_be_told_apart(film: Film, paths: dict) -> None:
    """At step 6 the line's right end is still ten pixels or more from where the best line's is."""
    view = next(view for view in film.timeline["views"] if view["racer"] == "GD's line")
    a, b = paths["GD"][6]
    end = view["window"]["x"][1]
    assert abs(height(view, a + b * end) - height(view, -2 + 2 * end)) > 10


def test_the_line_falls_for_as_long_as_that_is_heard(film: Film, paths: dict) -> None:
    (line,) = (line for line in film.timeline["captions"] if "the line falls" in line["text"])
    heard = line["text"].index(":") / len(line["text"]) * (line["end"] - line["start"])
    rate = film.timeline["fps"]
    steps = film.timeline["steps"][int(line["start"] * rate) : int((line["start"] + heard) * rate)]
    assert max(np.interp(steps, range(STEPS + 1), paths["GD"][:, 1])) < 0.0


def test_sentences_tell_the_numbers_of_the_steps(film: Film, paths: dict) -> None:
    said = [line["text"] for line in film.timeline["captions"]]
    told = [(finding["name"], finding["step"]) for finding in film.timeline["events"]]
    best = article_minimizer()
    assert dict(told)["tilts_past"] == 1 and paths["GD"][1, 1] < 0 < best[1]
    assert "At step 1 the line falls, and the points rise: the tilt has gone past its best." in said
    left = {name: np.abs(path - best) / np.abs(path[0] - best) for name, path in paths.items()}
    step = next(k for k in range(STEPS + 1) if (left["GD"][k:, 1] <= 0.1).all())
    assert dict(told)["tilt_close"] == step
    assert (
        f"From step {step} on at most 10% of the tilt's way is left, of the height's still "
        f"{left['GD'][step, 0]:.0%}." in said
    )
    step = next(k for k in range(STEPS + 1) if paths["Adam"][k, 0] < best[0])
    assert dict(told)["height_past"] == step
    told_then = f"At step {step} Adam's height is right, and goes past. The tilt has "
    assert f"{told_then}{left['Adam'][step, 1]:.0%} to go." in said
    fits = [step for name, step in told if name == "fits"]
    assert fits == [article_stays(path) for path in paths.values()]
    assert said[-1].endswith("in the end one and the same line.")


def test_a_point_that_is_no_racer_shows_what_a_and_b_do(film: Film) -> None:
    """First b goes to its best alone, then a; the disc stands where both are on the map."""
    declared, view = film.timeline, film.views("GD")[0]
    said = {line["text"]: line for line in declared["captions"]}
    best = article_minimizer()
    ends = {"Its b is the tilt": [2.0, best[1]], "At the cross": best}
    for words, params in ends.items():
        (line,) = (line for text, line in said.items() if words in text)
        ((_, picture),) = film.frames([round(line["end"] * declared["fps"]) + 1])
        assert miss(picture, DARK.focus, project(view, np.array(params))) < BOUND, words


def test_both_losses_are_drawn_along_while_both_walk(film: Film) -> None:
    """The right half of their chart is dark until they get there."""
    (act,) = (act for act in film.timeline["sections"] if act["name"] == "two ways")
    fps, steps = film.timeline["fps"], film.timeline["steps"]
    frames = range(round(act["start"] * fps) + fps, round(act["end"] * fps))
    walking = [frame for frame in frames if steps[frame] and 5 < steps[frame] < 60]
    for _, picture in film.frames(walking[:: len(walking) // 5]):
        part = picture[720:960, 1500:1830]
        assert not (distance(part, DARK.racer("GD")) < 0.15).any()


def test_it_holds_two_runs(film: Film) -> None:
    assert set(film.timeline["fingerprints"]) == {"GD", "Adam"}
