"""The curved valley and the saddle: what the films say and show, against loops written here."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from optanim.look.theme import DARK
from tests.references import rosenbrock, torch_loop
from tests.scenes.films import Film
from tests.scenes.pixels import BOUND, CLEAR, between, miss, project

RACERS = {
    "GD": (torch.optim.SGD, {}),
    "Momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "RMSprop": (torch.optim.RMSprop, {}),
    "Adam": (torch.optim.Adam, {}),
}


START, NEARER = (-1.5, 0.01), (-1.5, 0.0001)


def rows(
    name: str, steps: int = 110, start: tuple[float, float] = START, lr: float = 0.05
) -> np.ndarray:
    """Parameters (steps + 1, 2) on x^2 - y^2 from a loop of torch."""
    kind, keywords = RACERS[name]

    def saddle(params: torch.Tensor) -> torch.Tensor:
        return params[0] ** 2 - params[1] ** 2

    return torch_loop(kind, steps, saddle, start, lr=lr, **keywords).params


def escape(path: np.ndarray) -> int:
    """From which step on the loss stays more than 1 below the saddle's."""
    losses = path[:, 0] ** 2 - path[:, 1] ** 2
    return int(np.flatnonzero(losses >= -1.0)[-1]) + 1


def spoken(film: Film) -> str:
    return " ".join(line["text"] for line in film.timeline["captions"])


@pytest.mark.film("saddle")
def test_the_saddle_film_asks_why_and_takes_its_time_to_answer(film: Film) -> None:
    declared, escaped = film.timeline, {name: escape(rows(name)) for name in RACERS}
    first, last = (which(escaped, key=escaped.get) for which in (min, max))
    (question,) = declared["questions"]
    opening, answer = declared["captions"][0], f"At step {escaped[first]} {first} has escaped"
    assert opening["text"] == question["question"] and opening["start"] < 4.0
    assert f"{first} leaves at once, {last} last of all. Why?" in opening["text"]
    (told,) = (line["start"] for line in declared["captions"] if answer in line["text"])
    assert 0.35 * film.info.seconds < told < 0.6 * film.info.seconds
    assert "Whoever stays more than 1 below the saddle" in spoken(film)
    assert "3 towards the saddle, but only 0.02 away from it" in spoken(film)
    for name in ("Momentum", "Adam", "GD"):
        assert f"{name} escapes at step {escaped[name]}." in spoken(film)
    assert not film.seen.lacks({"saddle", "start", f"escaped at {escaped['GD']}"})


@pytest.mark.film("saddle")
def test_who_has_escaped_at_the_saddle_is_seen_to_be_away_from_it(film: Film) -> None:
    """Gradient descent's head at the step it escapes at, from both starts."""
    assert not film.seen.lacks({"escaped: L < −1"})
    declared, (*_, alone, _, nearer, _) = film.timeline, film.views("GD")
    for view, path in ((alone, rows("GD")), (nearer, rows("GD", start=NEARER))):
        step = escape(path)
        span = range(view["from"], view["to"])
        frame = max(number for number in span if declared["steps"][number] == step)
        ((_, picture),) = film.frames([frame])
        here, saddle = project(view, path[step]), project(view, np.zeros(2))
        assert miss(picture, DARK.racer("GD"), here) < BOUND
        assert np.hypot(*(here - saddle)) > 100.0


@pytest.mark.film("saddle")
def test_the_saddle_film_ends_on_a_sentence_without_numbers(film: Film) -> None:
    declared = film.timeline
    assert not any(letter.isdigit() for letter in declared["captions"][-1]["text"])
    assert declared["views"][-1]["to"] == declared["frames"]


@pytest.mark.film("saddle")
def test_the_saddle_film_tells_why(film: Film) -> None:
    y = rows("GD")[:, 1]
    assert np.allclose(y[1:] / y[:-1], 1.1) and "y by no more than 1.1." in spoken(film)
    for start in (START, NEARER):
        assert np.abs(np.diff(rows("RMSprop", start=start)[:2], axis=0)) == pytest.approx(
            0.5, rel=0.01
        )
    assert "its first step is 0.5 along x and along y" in spoken(film)
    assert "That is 10 times eta" in spoken(film)
    x = rows("Momentum")[:, 0]
    beyond = int(np.argmax(x))
    assert x[beyond] > 0.5 and x[beyond:].min() < 0.0
    assert "Momentum runs straight past the saddle, up the other side and back" in spoken(film)
    told = {finding["name"]: finding["step"] for finding in film.timeline["events"]}
    assert told["carried"] == beyond


@pytest.mark.film("saddle")
def test_the_saddle_film_tells_who_is_lowest_in_the_end(film: Film) -> None:
    losses = {name: rows(name)[:, 0] ** 2 - rows(name)[:, 1] ** 2 for name in RACERS}
    others = np.min([losses[name] for name in RACERS if name != "Momentum"], axis=0)
    step = int(np.flatnonzero(losses["Momentum"] >= others)[-1]) + 1
    assert losses["RMSprop"][step - 1] == min(row[step - 1] for row in losses.values())
    assert f"at step {step}, Momentum passes RMSprop and stays the lowest" in spoken(film)
    told = {
        f"L = {losses[name][step]:.1f} at {step}".replace("-", "−")
        for name in ("Momentum", "RMSprop")
    }
    assert not film.seen.lacks(told)
    view = [view for view in film.timeline["views"] if view["racer"] == "Momentum"][2]
    for name in ("Momentum", "RMSprop"):
        x, y = project(view, rows(name)[step])
        assert view["pixels"]["left"] < x < view["pixels"]["right"]
        assert view["pixels"]["top"] < y < view["pixels"]["bottom"]


@pytest.mark.film("saddle")
def test_the_saddle_film_holds_it_against_a_nearer_start_and_a_larger_rate(film: Film) -> None:
    again = {name: escape(rows(name, start=NEARER)) for name in RACERS}
    before = {name: escape(rows(name)) for name in RACERS}
    same = [name for name in RACERS if again[name] == before[name]]
    assert same == ["RMSprop", "Adam"]
    assert before["Momentum"] < before["Adam"] < again["Momentum"]
    assert "and escape when they did before, Adam now ahead of Momentum." in spoken(film)
    assert f"But GD takes until step {again['GD']}, and not {before['GD']}." in spoken(film)
    rates = np.arange(1, 21) * 0.05
    own = min(rates, key=lambda lr: (escape(rows("GD", lr=lr, steps=70)), lr))
    here, nearer = (escape(rows("GD", 70, start, own)) for start in (START, NEARER))
    assert here > before["RMSprop"]
    said = f"The best of 20 tried, eta at {own:g}, lets gradient descent escape at step {here}."
    assert said in spoken(film)
    assert f"from only 0.0001 off the ridge it takes until step {nearer}." in spoken(film)
    assert not film.seen.lacks({"grey: the same from 0.0001 off the ridge"})
    (view,) = [view for view in film.timeline["views"] if view["racer"] == "GD"][-1:]
    frame = max(f for f in range(view["from"], view["to"]) if film.timeline["steps"][f] == here)
    ((_, picture),) = film.frames([frame])
    assert miss(picture, DARK.racer("GD"), project(view, rows("GD", lr=own)[here])) < BOUND


@pytest.mark.film("saddle")
def test_heads_on_the_saddles_map_are_where_the_steps_are(film: Film) -> None:
    declared, wanted = film.timeline, []
    (race,) = (act for act in declared["sections"] if act["name"] == "race.race")
    begin = race["start"] * declared["fps"]
    for name in ("GD", "Momentum"):
        view = next(v for v in declared["views"] if v["racer"] == name and v["from"] > begin)
        rivals = [rows(other) for other in RACERS if other != name]
        for frame in range(view["from"] + 4, view["to"], 5):
            step = declared["steps"][frame]
            here = project(view, between(rows(name), step))
            others = [project(view, between(path, step)) for path in rivals]
            on_map = view["pixels"]["top"] + 15 < here[1] < view["pixels"]["bottom"] - 15
            if on_map and min(np.hypot(*(other - here)) for other in others) > CLEAR:
                wanted.append((name, frame, here))
    assert len(wanted) >= 5
    pictures = dict(film.frames({frame for _, frame, _ in wanted}))
    for name, frame, here in wanted:
        assert miss(pictures[frame], DARK.racer(name), here) < BOUND, (name, frame)


@pytest.mark.film("rosenbrock")
def test_the_valley_film_counts_what_its_sweep_found(film: Film) -> None:
    """Its ratio from the Hessian at (1, 1), its rates by the rules written here."""
    low, high = np.linalg.eigvalsh([[802.0, -400.0], [-400.0, 200.0]])
    said = " ".join(line["text"] for line in film.timeline["captions"])
    assert f"bends {high / low:,.0f} times" in said
    assert "In the picture, height and colour: log(1 + L)." in said
    assert "Each has tried 26 learning rates." in said
    few, many = (np.linspace(-4, 1, 5 * each + 1) for each in (5, 100))
    coarse = {name: arriving(name, few, digits=2) for name in RACERS}
    fine = {name: arriving(name, many, digits=3) for name in RACERS}
    none = [name for name, there in coarse.items() if np.isinf(there).all()]
    assert f"{none[0]} and {none[1]} do not arrive with any of these within 1,000" in said
    counts = {name: int(np.isfinite(there).sum()) for name, there in fine.items()}
    assert f"Adam arrives with {counts['Adam']} of 501, Momentum with {counts['Momentum']}." in said
    assert f"Now GD arrives with {counts['GD']} of 501: they lie between 0.00195 and" in said
    assert fine["GD"].min() < min(map(np.min, coarse.values()))
    assert f"One of them is there at step {fine['GD'].min():.0f}, before all others" in said


@pytest.mark.film("rosenbrock")
def test_the_valley_film_says_what_changes_when_it_does(film: Film) -> None:
    """Who leads, arrives and comes round, against loops of torch; nothing is said twice."""
    lrs = {"GD": 0.0016, "Momentum": 0.0016, "RMSprop": 0.0063, "Adam": 1.0}
    ways = {
        name: torch_loop(kind, 1000, rosenbrock, (-1.5, 2.0), lr=lrs[name], **keywords).params
        for name, (kind, keywords) in RACERS.items()
    }
    losses = {n: (1 - w[:, 0]) ** 2 + 100 * (w[:, 1] - w[:, 0] ** 2) ** 2 for n, w in ways.items()}
    there = {n: int(np.flatnonzero(losses[n] >= 1e-3)[-1]) + 1 for n in ("Momentum", "Adam")}
    first = np.argmin(list(losses.values()), axis=0)
    last = int(np.flatnonzero(first != list(RACERS).index("Adam"))[-1]) + 1
    round_at = {n: int(np.flatnonzero(w[:, 0] <= 0)[-1]) + 1 for n, w in ways.items()}
    slowest = max(round_at, key=round_at.get)
    told = {finding["name"]: finding["step"] for finding in film.timeline["events"]}
    assert told["there_first"] == there["Momentum"] and told["there_next"] == there["Adam"]
    assert told["takes_over"] == last and told["last_around"] == round_at[slowest]
    assert told["not_there"] == 1000 and losses["GD"][-1] > 1e-3 < losses["RMSprop"][-1]
    lines = [line["text"] for line in film.timeline["captions"]]
    assert f"Only at step {round_at[slowest]} {slowest} is round the bend" in " ".join(lines)
    assert f"{min(round_at, key=round_at.get)} was at step {min(round_at.values())}." in " ".join(
        lines
    )
    assert len(lines) == len(set(lines)) and sum("is lowest" in line for line in lines) == 0


@pytest.mark.film("rosenbrock")
def test_the_valley_film_opens_with_the_race_and_asks(film: Film) -> None:
    """While all is open: nobody is near the minimum when the question has been asked."""
    (question,) = film.timeline["questions"]
    first = film.timeline["captions"][0]
    assert first["start"] <= 4.0 and first["text"] == question["question"]
    steps = film.timeline["steps"][: int(question["start"] * film.timeline["fps"])]
    assert steps[0] == 0.0 and 20 < steps[-1] < 40 and len(set(steps)) > 0.8 * len(steps)


def arriving(name: str, exponents: np.ndarray, digits: int, steps: int = 1000) -> np.ndarray:
    """From which step on each rate keeps the loss below 0.001; infinite where none does.

    Rates are ten to the ``exponents``, of so many ``digits``.
    """
    lr = np.array([float(f"{10**e:.{digits}g}") for e in exponents])[:, None]
    p, m, v = np.tile([-1.5, 2.0], (len(lr), 1)), 0.0, 0.0
    outside = np.zeros(len(lr))
    with np.errstate(all="ignore"):
        for k in range(1, steps + 1):
            x, y = p.T
            off = y - x * x
            g = np.stack([2 * (x - 1) - 400 * x * off, 200 * off], axis=-1)
            if name == "RMSprop":
                v = 0.99 * v + 0.01 * g * g
                p = p - lr * g / (np.sqrt(v) + 1e-8)
            elif name == "Adam":
                m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
                p = p - lr * (m / (1 - 0.9**k)) / (np.sqrt(v / (1 - 0.999**k)) + 1e-8)
            else:
                m = (0.9 if name == "Momentum" else 0.0) * m + g
                p = p - lr * m
            x, y = p.T
            outside[~((1 - x) ** 2 + 100 * (y - x * x) ** 2 < 1e-3)] = k
    return np.where(outside < steps, outside + 1, np.inf)
