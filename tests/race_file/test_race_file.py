"""Race files: read as written, every mistake said at once, tuned by a stated sweep."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from optanim import race_file
from optanim.base.errors import OptanimError
from optanim.optimizers.optimizer import make
from optanim.proof.verification import verify
from optanim.race_file import checked, from_environment, load
from optanim.race_file.mistakes import Mistakes
from optanim.race_file.model import RaceModel
from optanim.race_file.presentation import Presentation
from optanim.race_file.results import fairness, of_sweep
from optanim.runs.outcome import Outcome
from optanim.runs.problem import article
from optanim.runs.tracing import trace
from optanim.studies.sweeping import sweep
from optanim.studies.tuning import RATES

RACER_KEYS = st.sampled_from(
    ["optimizer", "label", "color", "lr", "lr_scheduler", "momentum", "betas", "eps", "nesterov",
     "foreach", "amsgrad", "max_iter", "x"]
)  # fmt: skip
RACES = sorted((Path(__file__).parents[2] / "races").glob("*.toml"))

WHOLE = """
problem = "quadratic"
condition = 20
rotation = 30
start = [-4, 1.5]
steps = 60
seed = 3
tolerance = 0.01
fair = "as-given"
lr = 0.02
view = "surface"
window = [[-5, 5], [-4, 4]]
levels = [1, 10, 100]
transform = "log1p"
seconds = 30
theme = "light"

[[racers]]
optimizer = "SGD"
momentum = 0.5
label = "mit Schwung <b>"
color = "#12AB34"
lr_scheduler = "StepLR:step_size=20,gamma=0.5"

[[racers]]
optimizer = "Adam"
lr = 0.3
betas = [0.8, 0.99]

[[racers]]
optimizer = "Adam"
lr = 0.1

[[racers]]
optimizer = "lion_pytorch:Lion"
label = "狮子"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, "utf-8")
    return path


def mistakes(raw: dict) -> dict[str, str]:
    with pytest.raises(Mistakes) as caught:
        checked(raw, "here")
    return {mistake.key: mistake.reason for mistake in caught.value.mistakes}


def test_every_key_reaches_the_race(tmp_path: Path) -> None:
    spec = load(written(tmp_path, WHOLE))
    assert list(spec.runs) == [
        "mit Schwung <b>",
        "Adam lr 0.3, betas 0.8/0.99",
        "Adam lr 0.1",
        "狮子",
    ]
    sgd, adam, _, lion = spec.runs.values()
    assert dict(sgd.optimizer.keywords) == {"lr": 0.02, "momentum": 0.5}
    assert sgd.schedule.name == "StepLR" and adam.schedule is None
    assert dict(adam.optimizer.keywords) == {"lr": 0.3, "betas": (0.8, 0.99)}
    assert lion.optimizer.keywords["lr"] == 0.02 and lion.optimizer.is_own
    assert {run.steps for run in spec.runs.values()} == {60}
    assert np.allclose(sgd.start, [-4, 1.5]) and np.allclose(spec.problem.start, [-4, 1.5])
    assert np.allclose(np.linalg.eigvalsh(spec.problem.loss.hessian), [1, 20])
    shown = spec.presentation
    assert shown.window.intercept == (-5, 5) and shown.window.slope == (-4, 4)
    assert (shown.view, shown.levels, shown.height_scale) == ("surface", (1, 10, 100), "log1p")
    assert (shown.seconds, shown.theme, shown.tolerance) == (30, "light", 0.01)
    assert shown.colors == {"mit Schwung <b>": "#12AB34"} and spec.name == "mine"


def test_a_saved_race_is_the_same_race(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("x,y\n1,2\n2,3\n3,5\n")
    (tmp_path / "deep").mkdir()
    for text in (WHOLE, 'data = "points.csv"\n[[racers]]\noptimizer="GD"\nlr=0.01\n'):
        spec = load(written(tmp_path, text))
        spec.save(tmp_path / "deep" / "again.toml")
        again = load(tmp_path / "deep" / "again.toml")
        assert {label: run.fingerprint for label, run in again.runs.items()} == {
            label: run.fingerprint for label, run in spec.runs.items()
        }
        assert {**again.keys, "data": ""} == {**spec.keys, "data": ""}
        for field in dataclasses.fields(Presentation):
            given, kept = (getattr(r.presentation, field.name) for r in (spec, again))
            assert given == kept, field.name


@pytest.mark.parametrize(
    ("others", "labels"),
    [
        ([{"lr_scheduler": "StepLR:step_size=5"}], ["SGD", "SGD StepLR:step_size=5"]),
        ([{"momentum": 0.9}], ["SGD", "SGD momentum 0.9"]),
        ([{"lr": 0.1, "momentum": 0.9}], ["SGD", "SGD momentum 0.9"]),
        ([{"lr": 0.3}], ["SGD lr 0.1", "SGD lr 0.3"]),
        (
            [{"momentum": 0.9}, {"lr": 0.3}],
            ["SGD lr 0.1", "SGD lr 0.1, momentum 0.9", "SGD lr 0.3"],
        ),
    ],
)
def test_labels_tell_racers_apart_and_name_a_rate_only_where_rates_differ(
    others: list[dict], labels: list[str]
) -> None:
    racers = [{"optimizer": "SGD"}, *({"optimizer": "SGD", **other} for other in others)]
    assert list(checked({"racers": racers}, "here").runs) == labels
    if not any("lr" in racer for racer in racers):
        assert list(checked({"racers": racers, "fair": "tuned"}, "here").runs) == labels


def test_keywords_that_no_rule_covers_are_torchs_business() -> None:
    racers = [
        {"optimizer": "Adam", "foreach": True},
        {"optimizer": "Adafactor", "eps": ["none", 0.001], "beta2_decay": -0.7},
        {"optimizer": "LBFGS", "line_search_fn": "strong_wolfe"},
    ]
    runs = list(checked({"racers": racers, "steps": 3}, "here").runs.values())
    assert [run.optimizer.rule for run in runs] == [None] * 3
    assert runs[1].optimizer.keywords["eps"] == (None, 0.001)
    assert all(verify(trace(run)).marks[0] == "without replay" for run in runs)


def test_a_mistake_of_both_ends_is_said_once() -> None:
    with pytest.raises(OptanimError) as caught:
        checked({"window": [1, 2], "racers": [{"optimizer": "GD"}]}, "here")
    assert len(str(caught.value).splitlines()) == 1


def test_all_mistakes_are_said_together() -> None:
    found = mistakes(
        {
            "problem": "rosenbrock", "stepz": 3, "steps": 0, "seed": -1, "loss": "hubert",
            "start": [1], "window": [[2, 1], [0, 1]], "levels": [3, 2], "seconds": "30",
            "fair": "tune", "tolerance": float("nan"), "delta": 0, "view": "mapp",
            "racers": [
                {"optimiser": "Adam"},
                {"optimiser": "Adam"},
                {"optimizer": "Adam", "color": "red", "label": "a\nb", "betas": [0.9, 1.5]},
                {"optimizer": "Adm"},
                {"optimizer": "SGD", "lr": -1, "mass": 2, "lr_scheduler": "Step"},
            ],
        }
    )  # fmt: skip
    for key, part in {
        "stepz": "Did you mean 'steps'?", "steps": "1 or more", "seed": "0 or more",
        "loss": "Did you mean 'huber'?", "start": "two numbers, as in [2, 9]",
        "window": "2 is not below 1", "levels": "must ascend", "seconds": "number",
        "fair": "Did you mean 'tuned'?", "tolerance": "finite", "delta": "1e-09 or more",
        "view": "Did you mean 'map'?", "racers[1].optimizer": "did you mean 'optimiser'",
        "racers[2].optimizer": "did you mean 'optimiser'",
        "racers[3].color": "#rrggbb", "racers[3].label": "one line",
        "racers[3].betas": "beta2=1.5 must be below 1", "racers[4].optimizer": "'Adam'",
        "racers[5].lr": "0 or more", "racers[5].mass": "momentum",
        "racers[5].lr_scheduler": "'StepLR'",
    }.items():  # fmt: skip
        assert part in found.pop(key), key
    assert not found


@pytest.mark.parametrize(
    ("raw", "key", "part"),
    [
        ({}, "racers", "is missing"),
        ({"racers": []}, "racers", "there are 0, it must be 1 to 8"),
        ({"racers": [{"optimizer": "GD"}] * 9}, "racers", "there are 9, it must be 1 to 8"),
        ({"racers": "GD"}, "racers", "list"),
        ({"problem": "rosenbrok"}, "problem", "'rosenbrock'"),
        ({"problem": "no_module:f"}, "problem", "cannot be imported"),
        ({"problem": "saddle", "fair": "tuned"}, "fair", "no minimum"),
        ({"problem": "saddle", "data": "a.csv"}, "data", "has no data"),
        ({"problem": "saddle", "batch_size": 3}, "batch_size", "has no data"),
        ({"problem": "saddle", "condition": 3}, "condition", "quadratic has"),
        ({"loss": "mae", "delta": 3}, "delta", "huber has"),
        ({"data": "no.csv"}, "data", "No such file"),
        ({"standardize": True}, "standardize", "there is no data"),
        ({"batch_size": 1001}, "batch_size", "1000 rows"),
        ({"steps": 100_001}, "steps", "100000 or less"),
        ({"steps": 10.5}, "steps", "whole number"),
        ({"seconds": 5}, "seconds", "20 or more"),
        ({"start": [1, float("inf")]}, "start[2]", "finite"),
        ({"fair": "same-lr", "racers": [{"optimizer": "GD", "lr": 0.1}, {"optimizer": "Adam",
          "lr": 0.2}]}, "racers[2].lr", "the same for all, 0.1"),
        ({"fair": "tuned", "racers": [{"optimizer": "GD", "lr": 0.1}]}, "racers[1].lr", "sweep"),
        ({"racers": [{"optimizer": "GD"}, {"optimizer": "GD"}]}, "racers[2].label", "racers[1]"),
        ({"racers": [{"optimizer": "SGD", "nesterov": True}]}, "racers[1]", "momentum above 0"),
        ({"racers": [{"optimizer": "GD", "lr_scheduler": "StepLR"}]}, "racers[1].lr_scheduler",
         "step_size"),
        ({"racers": [{"optimizer": "GD", "label": "x" * 81}]}, "racers[1].label", "80"),
        ({"racers": [{"optimizer": "GD", "steps": 9}]}, "racers[1].steps",
         "write it above the first [[racers]]"),
        ({"racers": [{"optimizer": "Adam", "betas": 0.8}]}, "racers[1].betas", "[0.9, 0.999]"),
        ({"racers": [{"optimizer": "Adam", "betas": "0.8/0.99"}]}, "racers[1].betas",
         "as in [0.8, 0.99]"),
        ({"racers": {"optimizer": "GD"}}, "racers", "[[racers]]"),
        ({"colour": "#ff0000"}, "colour", "Did you mean 'color'? Each racer has its own."),
        ({"problem": "bowl"}, "problem", "is no problem. Choose"),
        ({"iterations": 9}, "iterations", "Did you mean 'steps'?"),
        ({"racers": [{"optimizer": "LBFGS", "lr": 1.0}, {"optimizer": "GD", "epochs": 9}]},
         "racers[2].epochs", "keyword of GD"),
    ],
)  # fmt: skip
def test_a_single_mistake(raw: dict, key: str, part: str, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    raw = raw if "racers" in raw or not raw else {**raw, "racers": [{"optimizer": "GD"}]}
    found = mistakes(raw)
    assert list(found) == [key] and part in found[key], found


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("lr = 0,1", "a number has a point"), ("lr = .5", "on both sides of a point"),
        ("lr = 5.", "on both sides of a point"), ("strict = True", "in small letters"),
        ("problem = “saddle”", "straight quotes"), ("problem = saddle", "in quotes"),
        ("lr: 5", "a key has a ="), ("[racers]\n[racers]", "in double brackets"),
        ("standardize = yes", "true or false"), ("start = (2, 9)", "in brackets"),
        ("start = [2 9]", "commas between"), ("color = #ff8800", "in quotes"),
        ("lr 0.1", "a key has a ="), ("lr = 2.0;", "without a semicolon"),
        ("lr = 1/10", "written out"), ("lr = 0.1, seed = 2", "a line of its own"),
        ("betas = 0.9, 0.99", "in brackets"), ("steps = 4", "a key stands once"),
        ('problem = "saddle', "no closing quote"),
    ],
)  # fmt: skip
def test_what_toml_wants_instead_is_said(tmp_path: Path, line: str, wanted: str) -> None:
    with pytest.raises(OptanimError, match=rf"is no TOML: .*line [234].*; .*{wanted}"):
        load(written(tmp_path, f"steps = 3\n{line}\nseed = 1\n"))


def test_what_is_no_toml_is_said_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(OptanimError, match=r"mine\.toml: is no TOML: .*line 2"):
        load(written(tmp_path, "steps = 3\nracers = ]\n"))
    with pytest.raises(OptanimError, match="No such file"):
        load(tmp_path / "none.toml")
    (tmp_path / "mine.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(OptanimError, match="UTF-8"):
        load(tmp_path / "mine.toml")


def test_one_rate_for_all(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    racers = [{"optimizer": "SGD"}, {"optimizer": "Adam", "lr": 0.03}, {"optimizer": "LBFGS"}]
    spec = checked({"fair": "same-lr", "racers": racers}, "here")
    assert {run.optimizer.settings["lr"] for run in spec.runs.values()} == {0.03}
    assert fairness(spec.race(), spec.presentation) == "the same learning rate for all: 0.03"
    decaying = [*racers[:2], {"optimizer": "GD", "lr_scheduler": "ExponentialLR:gamma=0.5"}]
    spec = checked({"fair": "same-lr", "racers": decaying}, "here")
    assert fairness(spec.race(), spec.presentation).endswith("for all: 0.03, before schedules")
    plain = checked({"racers": racers}, "here")
    assert [run.optimizer.settings["lr"] for run in plain.runs.values()] == [0.1, 0.03, 1]


def by_hand(name: str, rate: float, **keywords: float) -> tuple[float, float]:
    """When a plain torch loop on Rosenbrock's valley arrives, and where its loss ends."""
    params = torch.tensor([-1.5, 2.0], dtype=torch.float64, requires_grad=True)
    optimizer = getattr(torch.optim, name)([params], lr=rate, **keywords)
    losses = []
    for _ in range(151):
        optimizer.zero_grad()
        loss = (1 - params[0]) ** 2 + 100 * (params[1] - params[0] ** 2) ** 2
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    away = [k for k, value in enumerate(losses) if not value < 1e-3]
    return (away[-1] + 1 if away[-1] < 150 else np.inf), losses[-1]


def test_tuning_finds_what_trying_every_rate_finds(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    racers = [
        {"optimizer": "SGD", "momentum": 0.9},
        {"optimizer": "Adam"},
        {"optimizer": "Rprop"},  # no rule: swept by torch itself
    ]
    raw = {"problem": "rosenbrock", "steps": 150, "fair": "tuned", "racers": racers}
    spec, done = checked(raw, "here"), []
    race = spec.race(done.append)
    assert done == sorted(done) and 0.0 < done[0] < done[-1] == 1.0
    assert RATES[0] == 1e-4 and RATES[-1] == 10.0 and len(RATES) == 26
    for (label, made), racer in zip(race.trajectories.items(), racers, strict=True):
        keywords = {key: value for key, value in racer.items() if key != "optimizer"}
        tried = {rate: by_hand(racer["optimizer"], rate, **keywords) for rate in RATES}
        finite = {rate: end for rate, end in tried.items() if np.isfinite(end[1])}
        assert made.optimizer.keywords["lr"] == min(finite, key=finite.get)
        sweep = race.sweeps[label]
        assert sweep.arrivals[sweep.best] == tried[sweep.values[sweep.best]][0]
    assert "26 from 0.0001 to 10" in fairness(race, spec.presentation)
    assert checked({**raw, "fair": "as-given"}, "here").race().sweeps == {}


def test_the_environment_names_the_file_of_the_scenes(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv(race_file.VARIABLE, raising=False)
    assert from_environment() is None
    monkeypatch.setenv("OPTANIM_RACE", str(written(tmp_path, WHOLE)))
    assert list(from_environment().runs)[-1] == "狮子"
    monkeypatch.setenv("OPTANIM_RACE", str(tmp_path / "none.toml"))
    with pytest.raises(OptanimError, match=r"none\.toml"):
        from_environment()


def test_eight_racers_the_same_class_twice_and_one_that_diverges(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    rates = [0.001, 0.01, 0.02, 0.05, 0.08, 0.1, 0.11, 0.2]
    racers = [
        {"optimizer": "SGD", "lr": rate, "label": f"SGD {rate} " + "x" * 60} for rate in rates
    ]
    race = checked({"racers": racers}, "here").race()
    ends = [run.outcome for run in race.trajectories.values()]
    assert len(ends) == 8 and ends[-1] is Outcome.DIVERGED and ends[5] is Outcome.ARRIVED
    assert ends[0] is Outcome.ON_ITS_WAY
    assert race.window.slope[1] - race.window.slope[0] < 50.0


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 400) | st.floats() | st.text(max_size=5)
    | st.sampled_from(["ols", "beale", "tuned", "Adam", "SGD", "LBFGS", "a:b", "map", "StepLR"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(RACER_KEYS, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=150)
@given(raw=st.dictionaries(st.sampled_from([*RaceModel.model_fields, "junk"]), JUNK, max_size=5),
       racers=st.lists(st.dictionaries(RACER_KEYS, JUNK, max_size=4), max_size=3))  # fmt: skip
def test_whatever_a_file_holds_is_a_race_or_said_to_be_none(raw: dict, racers: list) -> None:
    usual = {"racers": [{"optimizer": "Adam", **racer} for racer in racers]} if racers else {}
    for keys in (raw, {**raw, **usual}):
        try:
            checked(keys, "here")
        except OptanimError as error:
            assert str(error).startswith("here: ")  # noqa: PT017  # one of two right ends


@pytest.mark.parametrize("path", RACES, ids=lambda path: path.stem)
def test_the_examples_do_what_they_say(path: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    spec = load(path)
    race, tolerance = spec.race(), spec.presentation.tolerance
    ends = {label: run.ending(tolerance) for label, run in race.trajectories.items()}
    outcomes = [end.outcome for end in ends.values()]
    assert path.read_text().startswith("# ")
    match path.stem:
        case "conditioning":
            assert outcomes.count(Outcome.DIVERGED) == 1 and "above" in list(ends)[1]
        case "himmelblau":
            assert set(outcomes) == {Outcome.ARRIVED}
            assert len({tuple(end.place) for end in ends.values()}) == 3
        case "saddle":
            assert set(outcomes) == {Outcome.ESCAPED}
            assert len({end.step for end in ends.values()}) > 1
        case "outliers":
            assert all(run.run.batches.size == 10 for run in race.trajectories.values())
        case "rosenbrock":
            assert Outcome.ARRIVED in outcomes and len(race.sweeps) == 4
        case _:
            raise AssertionError("an example that no test knows")


def test_racers_of_one_race_are_given_the_same_batches(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    racers = [{"optimizer": "GD", "lr": 1e-9}, {"optimizer": "RMSprop", "lr": 1e-9}]
    spec = checked({"batch_size": 8, "seed": 5, "steps": 20, "racers": racers}, "here")
    gd, rms = (trace(run) for run in spec.runs.values())
    assert np.allclose(gd.gradients, rms.gradients, rtol=1e-5)
    assert len(np.unique(gd.gradients[:, 0])) == 21


def test_a_schedule_is_a_text_or_a_table() -> None:
    text = "SequentialLR:schedulers=[LinearLR:total_iters=5;MultiStepLR:milestones=9/],milestones=5"
    table = {
        "scheduler": "SequentialLR", "milestones": [5],
        "schedulers": ["LinearLR:total_iters=5", {"scheduler": "MultiStepLR", "milestones": [9]}],
    }  # fmt: skip
    asked = [
        checked({"racers": [{"optimizer": "GD", "lr_scheduler": plan}]}, "here")
        for plan in (text, table)
    ]
    (one,), (other,) = (spec.runs.values() for spec in asked)
    assert one.fingerprint == other.fingerprint
    for said, wrong in {
        "StepLR:step_size=30": {"step_size": 3},
        "cannot be written as text": {"scheduler": "StepLR", "step_size": "3,gamma=1"},
        "step_size=3/ must be a whole number": {"scheduler": "StepLR", "step_size": [3]},
        "unknown keyword of StepLR": {"scheduler": "StepLR", "step_size": 3, "last_epoch": 3},
    }.items():
        found = mistakes({"racers": [{"optimizer": "GD", "lr_scheduler": wrong}]})
        assert said in found["racers[1].lr_scheduler"]


def test_a_schedule_that_is_too_short_for_the_race_is_said_at_once() -> None:
    racer = {"optimizer": "GD", "lr_scheduler": "OneCycleLR:max_lr=0.1,total_steps=20"}
    found = mistakes({"racers": [racer], "steps": 21})
    assert "specified number of total steps is 20" in found["racers[1].lr_scheduler"]
    assert checked({"racers": [racer], "steps": 20}, "here").runs


def test_the_rates_that_arrive_are_not_said_to_be_those_between() -> None:
    found = sweep(article(), make("GD"), [0.01, 0.05, 1.0, 0.1, 0.11, 2.0, 0.09], steps=100)
    arrived = [np.isfinite(arrival) for arrival in found.arrivals]
    assert arrived == [False, True, False, True, True, False, True]
    assert of_sweep("GD", found)[-1] == "0.05, 0.1 to 0.11, 0.09"
