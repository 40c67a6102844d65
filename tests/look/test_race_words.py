"""The words of any race: the right entry for what happened, with values from the rows."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.base.window import Window
from optanim.look import race_words
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.race_file import load
from optanim.runs.outcome import Ending, Outcome
from optanim.runs.problem import from_data, own, surface
from optanim.runs.run import Run
from optanim.runs.schedule import Schedule
from optanim.stories.findings.story import endings, headlines
from optanim.stories.findings.story import told as told_of
from optanim.studies.racing import Race

WORDS = Words.load("en")
WIDE = Window((-6.0, 6.0), (-6.0, 6.0))


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)


def race(name: str, *optimizers, steps: int = 30, **settings: float) -> Race:
    return Race.of(surface(name, **settings), optimizers, steps)


def told(kind: str, entry: tuple[str, dict]) -> str:
    name, values = entry
    return WORDS(f"{kind}.{name}", **values)


def test_every_outcome_has_a_note_and_a_sentence() -> None:
    run = race("quadratic", make("GD"), steps=2)
    for outcome in Outcome:
        end = Ending(outcome, 7)
        assert race_words.note(WORDS, end) == WORDS(f"note.{told_of(end).split()[0]}", step=7)
        assert race_words.outcome(WORDS, run, "GD", end)


def test_a_loss_is_told_at_the_place_that_was_reached() -> None:
    """Away from any place it is that of the last row, to three digits."""
    run = race("quadratic", make("GD", lr=0.01), steps=3)
    loss = run.trajectories["GD"].losses[-1]
    said = race_words.outcome(WORDS, run, "GD", Ending(Outcome.ON_ITS_WAY))
    assert said == f"not there after 3 steps (loss {loss:.3g})"


def test_one_step_is_no_steps() -> None:
    one = race("quadratic", make("GD"), steps=1)
    assert race_words.outcome(WORDS, one, "GD", Ending(Outcome.CYCLING)).startswith(
        "moving to and fro after 1 step ("
    )


def test_a_title_names_the_problem_or_the_only_racer() -> None:
    two = race("beale", make("GD", lr=1e-3), make("Adam"), steps=2)
    title = told("title", race_words.title(WORDS, two, "tuned"))
    assert title == "Beale: each at its best rate"
    alone = race("beale", make("Adam", "a very long label, much too long for any title"), steps=2)
    title = told("title", race_words.title(WORDS, alone, "as-given"))
    assert title.startswith("Beale: a very long") and "…" in title


@pytest.mark.parametrize(
    ("name", "columns", "said"),
    [("students.csv", "x,y", "Mean squared error on students"),
     ("a very long name of a file.csv", "x,y", "Mean squared error on a very lon…of a file"),
     ("🚀.csv", "x,y", "Mean squared error"), (None, "x,y", "Mean squared error"),
     (None, "hours,exam score", "Mean squared error on exam score")],
)  # fmt: skip
def test_a_title_names_the_data(name: str | None, columns: str, said: str, tmp_path) -> None:
    """By their file; those in memory, and a file whose name no font has, by a column's if any."""
    x, y = columns.split(",")
    if name is None:
        problem = from_data({x: [1.0, 2.0, 4.0], y: [1.0, 3.0, 2.0]}, x=x, y=y)
    else:
        (tmp_path / name).write_text(f"{columns}\n1,1\n2,3\n4,2\n", "utf-8")
        problem = from_data(tmp_path / name)
    run = Race.of(problem, [make("GD", lr=0.01), make("Adam")], 2)
    assert told("title", race_words.title(WORDS, run, "as-given")) == f"{said}: settings as given"


@pytest.mark.parametrize(
    ("name", "window", "part"),
    [
        ("quadratic", WIDE, "Cross: the minimum"),
        ("himmelblau", WIDE, "Crosses: 4 minima"),
        ("himmelblau", Window((0.0, 6.0), (0.0, 6.0)), ""),
        ("saddle", WIDE, "It falls without bound"),
    ],
)
def test_what_is_said_of_minima_is_what_is_in_the_window(name, window, part) -> None:
    run = race(name, make("GD", lr=1e-3), steps=2)
    said = told("caption", race_words.opening(run, window))
    assert said.startswith("Start: x = ") and part in said
    assert ("Cross" in said) == ("Cross" in part)


def test_a_start_far_from_zero_is_told_to_the_digit() -> None:
    run = Race.of(own(f"{__name__}:bowl", (1000003.0, -0.5)), [make("GD", lr=0.01)], 2)
    near, far = Window((1e6, 1e6 + 8.0), (-4.0, 4.0)), Window((-1e6, 2e6), (-4.0, 4.0))
    assert "x = 1000003, y = −0.5" in told("caption", race_words.opening(run, near))
    assert "x = 10⁶, y = −0.5" in told("caption", race_words.opening(run, far))


def test_who_diverges_to_the_end_and_whose_numbers_end_are_told_apart() -> None:
    """The larger rate runs out of numbers at a later step than that from which the other rises."""
    run = race("quadratic", make("GD", "large", lr=50.0), make("GD", "huge", lr=1e6), steps=40)
    found = [(race_words.headline(finding), finding.step) for finding in headlines(run)]
    said = [told("caption", (name, {**values, "step": at})) for (name, values), at in found]
    assert said == ["large diverges from step 1 on", "huge diverged at step 22"]


def line(x, y):
    return (x + 2.0 * y - 1.0) ** 2


def wells(x, y):
    return (x**2 - 1.0) ** 2 + y**2


def bowl(x, y):
    return (x - 1.0) ** 2 + (y - 1.0) ** 2


@pytest.mark.parametrize(
    ("loss", "window", "part"),
    [(line, WIDE, "The line marks the lowest minima that a search found."),
     (wells, WIDE, "The crosses mark the lowest minima that a search found."),
     (wells, Window((0.0, 6.0), (-3.0, 3.0)),
      "The cross marks 1 of 2 equally low minima that a search found."),
     (bowl, WIDE, "The cross marks the lowest minimum that a search found.")],
)  # fmt: skip
def test_what_a_search_has_found_is_said_to_be_found(loss, window, part) -> None:
    problem = own(f"{__name__}:{loss.__name__}", (3.0, 2.0))
    run = Race.of(problem, [make("GD", lr=0.01)], 2)
    assert told("say", race_words.opening(run, window)).endswith(part)


def test_what_is_fair_is_what_the_rates_are() -> None:
    same = race("quadratic", make("GD", lr=0.02), make("Adam", lr=0.02), steps=2)
    assert told("caption", race_words.fairness(same, "as-given")) == (
        "One learning rate for all: η = 0.02"
    )
    other = race("quadratic", make("GD", lr=0.02), make("Adam", lr=0.5), steps=2)
    assert "from 0.02 to 0.5" in told("caption", race_words.fairness(other, "as-given"))
    assert "best learning rate tried" in told("caption", race_words.fairness(other, "tuned"))


def test_a_rate_that_a_schedule_changes_is_not_called_one_rate() -> None:
    """Over three steps at 0.8 and a factor of one half the rates are 0.8, 0.4 and 0.2."""
    halved = {"decaying": Schedule.parse("ExponentialLR:gamma=0.5")}
    runs = {
        label: Run(surface("quadratic"), make("Adam", label, lr=0.8), halved.get(label), steps=3)
        for label in ("decaying", "constant")
    }
    both, alone = Race.of_runs(runs), Race.of_runs({"decaying": runs["decaying"]})
    assert told("caption", race_words.fairness(both, "same-lr")) == (
        "η from 0.2 to 0.8, some changing"
    )
    assert "one learning rate" not in told("title", race_words.title(WORDS, both, "same-lr"))
    assert "best learning rate tried" in told("caption", race_words.fairness(both, "tuned"))
    assert told("caption", race_words.fairness(alone, "as-given")) == (
        "decaying: η from 0.2 to 0.8, 3 steps"
    )


def test_the_film_ends_on_who_was_first() -> None:
    """On an isotropic bowl L = |p|^2 / 2 a rate of 0.5 halves the distance at each step."""
    racers = make("GD", "slow", lr=1e-4), make("GD", "quick", lr=0.5)
    run = race("quadratic", *racers, condition=1.0, rotation=0.0)
    assert told("say", race_words.closing(WORDS, run, 1e-3)) == (
        "quick is first to stay at the minimum. Not all of them arrive."
    )
    twice = race("quadratic", *racers, make("GD", "as quick", lr=0.5), condition=1.0, rotation=0.0)
    assert told("say", race_words.closing(WORDS, twice, 1e-3)) == (
        "2 racers are first to stay at the minimum. Not all of them arrive."
    )
    alone = race("quadratic", racers[0], condition=1.0, rotation=0.0)
    assert told("caption", race_words.closing(WORDS, alone, 1e-3)).startswith("slow: not there")
    stuck = race("saddle", make("GD", lr=1e-6), make("Adam", lr=1e-6), steps=3)
    assert told("say", race_words.closing(WORDS, stuck, 1e-3)) == (
        "After 3 steps none of them is more than 0.001 below the saddle."
    )


def test_who_ends_where_is_said_where_there_are_several_minima() -> None:
    """Himmelblau's, as the literature has them, to three digits; the nearest is the one meant."""
    minima = {(3.0, 2.0), (-2.81, 3.13), (-3.78, -3.28), (3.58, -1.85)}
    race = load("himmelblau").race()
    meant = set()
    for name, end in endings(race).items():
        last = race.trajectories[name].params[-1]
        place = min(minima, key=lambda one: float(np.hypot(*(last - one))))
        at = ", ".join(f"{number:g}" for number in place).replace("-", "−")
        assert race_words.outcome(WORDS, race, name, end).startswith(f"at the minimum ({at}) from")
        meant.add(place)
    closing = told("say", race_words.closing(WORDS, race, 1e-3))
    assert closing.endswith(f"All of them arrive, at {len(meant)} different ones.")


def test_an_escape_is_told_with_what_counts_as_one() -> None:
    """On x^2 - y^2 a rate of 0.5 leads to x = 0 and doubles y in one step."""
    run = race("saddle", make("GD", lr=0.5), make("Adam", lr=1e-6), steps=9)
    (finding,) = headlines(run, tolerance=0.002)
    assert finding.step == next(k for k in range(9) if (0.01 * 2.0**k) ** 2 > 0.002)
    name, values = race_words.headline(finding)
    said = told("say", (name, {**values, "step": finding.step}))
    assert said == "From step 3 on GD stays more than 0.002 below the saddle: it has escaped."
    end = run.trajectories["GD"].ending(0.002)
    assert race_words.outcome(WORDS, run, "GD", end) == (
        f"more than 0.002 below the saddle from step {finding.step} on"
    )
    assert told("say", race_words.closing(WORDS, run, 0.002)) == (
        "GD is first to stay more than 0.002 below the saddle, at step 3. 1 of 2 does."
    )


def test_what_starts_at_the_minimum_is_not_told_as_an_arrival() -> None:
    run = race("quadratic", make("GD"), make("Adam", lr=30.0), steps=4)
    tolerance = 2.0 * float(run.trajectories["GD"].losses[0])
    end = run.trajectories["GD"].ending(tolerance)
    assert race_words.note(WORDS, end) == "starts there"
    assert race_words.outcome(WORDS, run, "GD", end) == "at the minimum from the start"
    assert "GD" not in [finding.racer for finding in headlines(run, tolerance=tolerance)]
    said = told("say", race_words.closing(WORDS, run, tolerance))
    assert (
        said
        == f"All of them start within {tolerance:g} of the minimum already. 1 of 2 stays there."
    )


def test_who_comes_back_has_not_stayed() -> None:
    """On |p|^2 / 2 a rate of 2.5 leads to 1.5 times the distance, half of it to a quarter."""
    bowl, halving = surface("quadratic", condition=1.0), Schedule.parse("ExponentialLR:gamma=0.5")
    runs = {"stays": Run(bowl, make("GD", lr=0.5)), "back": Run(bowl, make("GD", lr=2.5), halving)}
    run = Race.of_runs(runs)
    tolerance = 2.0 * float(run.trajectories["stays"].losses[0])
    said = told("say", race_words.closing(WORDS, run, tolerance))
    assert said.endswith("1 of 2 stays there.")


def test_what_no_search_has_found_is_not_said_not_to_be_there(tmp_path, monkeypatch) -> None:
    (tmp_path / "planes.py").write_text(
        "def plane(x, y): return x + y\ndef row(x, y): return (x - 1) ** 2\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    run = Race.of(own("planes:plane"), [make("GD"), make("Adam")], 5)
    said = told("say", race_words.opening(run, WIDE))
    assert "For x from −320 to 320" in said and said.endswith("a search has found no minimum.")
    assert told("say", race_words.closing(WORDS, run, 1e-3)) == (
        "After 5 steps GD is lowest, at a loss of −1. No minimum was found."
    )
    row = Race.of(own("planes:row"), [make("GD"), make("Adam")], 5)
    beside = told("say", race_words.opening(row, Window((2.0, 6.0), (0.0, 4.0))))
    assert "The line marks the lowest" in told("say", race_words.opening(row, WIDE))
    assert "no point but a line" in beside
    title = told("title", race_words.title(WORDS, row, "as-given"))
    assert title == "row: settings as given", "of a function's place its name is enough"


@pytest.mark.parametrize(
    ("x", "y", "said"),
    [
        ((0, 0, 1, 1), (0, 2, 1, 3), "The minimum is no point but an area."),
        ((4, 0, 0, 1, 0, 3), (3, 7, 2, 2, 2, 1), "The line marks the minima, all equally deep."),
    ],
)
def test_minima_that_are_known_without_a_search_are_told_so(x, y, said: str) -> None:
    problem = from_data((np.array(x, float), np.array(y, float)), loss="mae")
    run = Race.of(problem, [make("GD"), make("Adam")], 2)
    assert told("say", race_words.opening(run, WIDE)).endswith(said)


def test_numbers_have_three_digits_and_a_true_minus() -> None:
    assert race_words.written(-1234.56) == "−1230"
    assert race_words.written(0.0123456) == "0.0123"


@pytest.mark.parametrize("name", ["LBFGS", "Rprop", "GD"])
def test_what_is_proven_less_strictly_is_said_as_the_proof_says_it(name: str) -> None:
    proof = race("beale", make(name, lr=1e-3), steps=2).verified[name]
    assert race_words.marks(WORDS, proof) == list(proof.marks)
    assert bool(proof.marks) == (name != "GD")


def test_who_took_fewer_steps_is_not_lowest_after_all_of_them(tmp_path) -> None:
    """Adam's loss is that of a plain loop in torch: far above where SGD's numbers overflowed."""
    (tmp_path / "endless_fall.py").write_text("def cubic(x, y): return x**3 + y**2\n")
    racers = make("GD", lr=0.05), make("Adam", lr=0.1), make("SGD", lr=0.01, momentum=0.9)
    run = Race.of(own("endless_fall:cubic", (1.0, 1.0)), racers, 120)
    assert len(run.trajectories["SGD"].losses) < 121
    said = told("say", race_words.closing(WORDS, run, 1e-3))
    assert said == "After 120 steps Adam is lowest, at a loss of −4520. No minimum was found."
