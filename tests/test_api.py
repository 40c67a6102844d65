"""A race from Python: what people pass is understood or refused, and what comes back travels."""

from __future__ import annotations

import copy
import functools
import html
import logging
import multiprocessing
import os
import pickle
import sys
import threading
import time
import warnings
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import is_dataclass
from enum import Enum
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

import optanim
import optanim.page
from optanim.base.errors import OptanimError
from optanim.losses import Loss
from optanim.race_file import load

OWN = """
import sys
import time
import warnings

import torch

bowl = lambda x, y: x**2 + 3 * (y - 1) ** 2

class Mine(torch.optim.SGD):
    pass

class Loud(torch.optim.SGD):
    def step(self, closure=None):
        print("its own")
        warnings.warn("its own warning")
        time.sleep(0.01)
        return super().step()

def loud(x, y):
    sys.stdout.write("its own")
    sys.stdout.flush()
    return x**2 + y**2
"""


class Column:
    """As pandas' Series: its keys are its rows."""

    ndim = 1

    def keys(self) -> list[str]:
        return ["x", "y"]

    def __getitem__(self, key: str) -> float:
        return 1.0


class Indexed(dict[str, Any]):
    """As a data frame of pandas with an index that has a name."""

    index = SimpleNamespace(names=["day"])


def beale() -> optanim.Run:
    return optanim.Run(optanim.surface("beale"), optanim.make("Adam"), steps=2)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    Path("own_of_api.py").write_text(OWN)


def keywords(optimizers: Any, **keys: Any) -> dict[str, dict[str, Any]]:
    """The racers of a short race, each with its keywords."""
    report = optanim.race(problem="beale", optimizers=optimizers, **{"steps": 3, **keys})
    return {name: dict(t.optimizer.keywords) for name, t in report.race.trajectories.items()}


def test_racers_are_texts_tables_classes_and_records() -> None:
    import own_of_api

    assert keywords("Adam:lr=0.5") == keywords(["Adam:lr=0.5"]) == {"Adam": {"lr": 0.5}}
    assert keywords({"optimizer": "Adam", "lr": 0.5}) == {"Adam": {"lr": 0.5}}
    assert keywords([torch.optim.SGD, own_of_api.Mine]) == {"SGD": {"lr": 0.1}, "Mine": {}}
    assert keywords([{"optimizer": torch.optim.SGD, "lr": 0.5}]) == {"SGD": {"lr": 0.5}}
    records = [
        optanim.make("Momentum", lr=0.01),
        optanim.make("Adafactor", label="A", eps=(None, 0.1)),
    ]
    assert keywords(records) == {
        "Momentum": {"lr": 0.01, "momentum": 0.2}, "A": {"eps": (None, 0.1)}
    }  # fmt: skip
    step = optanim.Schedule("StepLR", {"step_size": 2})
    kind = {"scheduler": torch.optim.lr_scheduler.StepLR, "step_size": 2}
    parts = {"scheduler": "SequentialLR", "schedulers": [step, "ConstantLR"], "milestones": [3]}
    for plan in (step, kind, parts):
        report = optanim.race(optimizers=[{"optimizer": "GD", "lr_scheduler": plan}], steps=3)
        (made,) = report.race.trajectories.values()
        assert np.allclose(made.lrs, [0.1, 0.1, 0.01])


def test_numbers_of_other_libraries_are_numbers() -> None:
    racer = {"optimizer": "Adam", "lr": np.float32(0.25), "betas": np.array([0.5, 0.75])}
    assert keywords(racer, steps=np.int64(4), start=np.array([1.0, 2.0]), seed=np.uint8(3)) == {
        "Adam": {"lr": 0.25, "betas": (0.5, 0.75)}
    }
    assert keywords({"optimizer": "Adam", "lr": Fraction(1, 4)}) == {"Adam": {"lr": 0.25}}
    assert keywords({"optimizer": "Adam", "lr": torch.tensor(0.25)}) == {"Adam": {"lr": 0.25}}
    made = optanim.make("Adam", betas=np.array([0.0, 0.75]))
    assert made.keywords["betas"] == (0.0, 0.75)
    assert optanim.Schedule("MultiStepLR", {"milestones": np.array([2])}).keywords == {
        "milestones": (2,)
    }


DEEP: list[Any] = []
DEEP.append(DEEP)


def test_a_base_is_given_as_a_racer_is() -> None:
    wrapper = {"optimizer": "pytorch_optimizer:Lookahead", "k": 3}
    made = optanim.make(torch.optim.Adam, lr=0.2, betas=(0.8, 0.9))
    table = {"optimizer": torch.optim.Adam, "lr": 0.2, "betas": (0.8, 0.9)}
    for base in (made, table, "Adam:lr=0.2,betas=0.8/0.9"):
        [given] = keywords([{**wrapper, "base": base}]).values()
        assert given == {"base": ("Adam:lr=0.2,betas=0.8/0.9",), "k": 3}
    with pytest.raises(OptanimError, match="must be an optimizer"):
        keywords([{**wrapper, "base": {"lr": 0.1}}])


def test_classes_of_one_name_are_told_apart_by_their_packages() -> None:
    both = keywords(["Adam:lr=0.1", "torch.optim:Adam:lr=0.1"])
    assert list(both) == ["Adam", "torch.optim:Adam"]


def test_a_packages_class_races_beside_ones_own_that_imports_the_package() -> None:
    Path("own_free.py").write_text(
        "import schedulefree\n\nclass Mine(schedulefree.SGDScheduleFree):\n    pass\n"
    )
    for _ in range(2):
        both = keywords(["schedulefree:SGDScheduleFree:lr=0.01", "own_free:Mine:lr=0.01"])
        assert list(both) == ["SGDScheduleFree", "Mine"]


def test_texts_of_a_racer_stand_in_brackets_on_one_line() -> None:
    [racer] = optanim.race(
        problem="beale",
        optimizers="Adam:label=[my Adam],color=[#FFAA00],lr_scheduler=[ExponentialLR:gamma=0.9]",
        steps=3,
    ).race.trajectories.values()
    assert racer.optimizer.label == "my Adam" and racer.lrs[2] == pytest.approx(0.081)
    with pytest.raises(OptanimError, match="a text stands in brackets"):
        keywords("Adam:lr_scheduler=ExponentialLR:gamma=0.9")


def planned(plan: Any) -> dict[str, Any]:
    return {"optimizer": "SGD", "lr_scheduler": plan}


def inside() -> tuple[Any, Any]:
    def bowl(x: Any, y: Any) -> Any:
        return x**2 + y**2

    class Inner(torch.optim.SGD):
        pass

    return bowl, Inner


@pytest.mark.parametrize(
    "asked",
    [
        lambda: optanim.Run("himmelblau", optanim.make("Adam")),
        lambda: optanim.Run(optanim.article(), "Adam"),
        lambda: optanim.Run(optanim.article(), optanim.make("Adam"), "StepLR:step_size=3"),
        lambda: optanim.parse(None),
        lambda: optanim.race(optimizer="Adam"),
    ],
)
def test_what_is_of_the_wrong_kind_is_said(asked: Any) -> None:
    with pytest.raises(OptanimError):
        asked()


@pytest.mark.parametrize(
    ("optimizers", "said"),
    [
        ({"Adam": 0.5}, "optimizers={'Adam': 0.5} must be a list"),
        (3, "optimizers=3 must be a list"),
        ([3], "3 is no racer"),
        (torch.optim.SGD([torch.zeros(2)]), "must be a list"),
        ([torch.optim.SGD([torch.zeros(2)])], "is made already, of other parameters"),
        ("SGD:optimizer=Adam", "the optimizer is SGD, and stands first"),
        ("Adam:lr=1e-3,lr=1e-2", "lr is given twice"),
        ("Adam:lr=1_000", "'1_000' is neither a number nor a word"),
        ("Adam:lr", "'Adam:lr': 'lr' is not written key=value"),
        ("SGD:momentum=0.9,nesterov", "'nesterov' is not written key=value"),
        ("Adam:lr=0.1 eps=1", "commas stand between keywords"),
        ("torch.optim.Adam", "Did you mean 'Adam'?"),
        (
            planned(torch.optim.lr_scheduler.StepLR),
            'lr_scheduler = "StepLR": StepLR needs step_size',
        ),
        (planned(lambda step: 0.9**step), "must be a class of torch.optim.lr_scheduler, written"),
        (planned(["StepLR", 3]), 'must be written "StepLR:step_size=30", or { scheduler'),
        (planned("StepLR:3"), "'3' is not written key=value"),
        (inside()[1], "inside.<locals>.Inner cannot be found by a name: write it"),
        ({"optimizer": "SGD:lr=0.1"}, "must be a name alone"),
        ({"optimizer": "Adam", "lr": 10**5000}, "racers[1].lr = int that cannot be written"),
        ({"optimizer": "Adam", "lr": "9" * 5000}, "must be a number, 0 or more"),
        ({"optimizer": "LBFGS", "tolerance_grad": 10**400}, "is too large a number"),
        ({"optimizer": "Adam", "betas": DEEP}, "racers[1].betas"),
        ({"optimizer": "Adam", "betas": tuple(range(100_000))}, "must be two numbers"),
        ({"optimizer": "Adam", "lr": lambda step: 0.1}, "no function"),
        ({"optimizer": "Adam", "lr": float("inf")}, "must be a number, 0 or more"),
    ],
)
def test_what_is_no_racer_is_said(optimizers: Any, said: str) -> None:
    with pytest.raises(OptanimError) as caught:
        optanim.race(optimizers=optimizers)
    assert said in str(caught.value) and "\n" not in str(caught.value)
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: optanim.article(points=0), "points=0 must be a whole number from 2"),
        (lambda: optanim.article(points=10**12), "must be a whole number from 2 to 10000000"),
        (lambda: optanim.article(seed=-1), "seed=-1 must be a whole number from 0"),
        (lambda: optanim.article(loss="huber", delta="a"), "delta=a must lie between"),
        (lambda: optanim.make(3), "3 is no name of an optimizer"),
        (lambda: optanim.make("adam"), "Did you mean 'Adam'?"),
        (lambda: optanim.make("Adam:lr=0.1"), "must be a name alone"),
        (lambda: optanim.race(3), "3 is no name of a race file"),
        (lambda: optanim.race(optimizers="GD", theme=""), "theme"),
        (lambda: optanim.race(optimizers="GD", steps=object()), "no object"),
        (lambda: optanim.sweep(optanim.article(), optanim.make("GD"), []), "no value of lr"),
        (lambda: optanim.Run(optanim.article(), optanim.make("GD"), steps=2.5), "steps=2.5"),
        (lambda: optanim.Run(optanim.article(), optanim.make("GD"), start="a"), "start=a"),
        (lambda: optanim.trace(3), "run=3 must be as optanim.Run("),
        (lambda: optanim.fetch("Adam"), "run=Adam must be as optanim.Run("),
        (lambda: optanim.fetch(beale(), 7), "7 is no path of a file"),
        (lambda: optanim.load(None), "None is no path of a file"),
        (lambda: optanim.load("a.npz", loss="mse"), "loss=mse must be a loss"),
        (lambda: optanim.save(beale(), "a.npz"), "must be what optanim.fetch"),
        (lambda: optanim.own("own_of_api:bowl", 3), "start=3 must be two finite numbers"),
        (lambda: optanim.own("own_of_api:bowl", window=((1, 0), (0, 1))), "the lower end"),
        (lambda: optanim.own(lambda x, y: x * y), "<lambda> cannot be found by a name"),
        (lambda: optanim.own(inside()[0]), "at the top level of a module or a cell"),
        (lambda: optanim.from_data("a.csv", "ridge"), "standardize=ridge must be true or false"),
        (lambda: optanim.from_data("\0"), "is no path of a file"),
        (lambda: optanim.from_data("a\nb"), "a b: cannot be read"),
        (lambda: optanim.surface([]), "unknown surface '[]'"),
        (lambda: optanim.Schedule.parse(3), "schedule=3 must be a text"),
        (lambda: optanim.Schedule("StepLR", 3), "keywords=3 must be a mapping"),
        (lambda: optanim.Batches("a"), "batch_size=a must be a whole number"),
        (lambda: optanim.make("Adam", matrix="a\nb"), "matrix=a b must be true or false"),
        (lambda: optanim.make("Adam", label=3), "label=3 must be a text"),
        (lambda: optanim.sweep(optanim.article(), "GD", [0.1]), "optimizer=GD must be"),
        (lambda: optanim.sweep(optanim.article(), optanim.make("GD"), 0.1), "values=0.1 must"),
        (lambda: optanim.race(optimizers="GD", steps=int), "no type"),
        (lambda: optanim.race(optimizers="GD", levels=[]), "levels = []: must be at least 1 long"),
        (lambda: optanim.race(optimizers="GD", start=[]), "race: start = []: must be two numbers"),
        (lambda: optanim.race(problem="beale", optimizers="GD", steps=2).film(7), "7 is no path"),
        (lambda: optanim.race(data=Column(), optimizers="GD"), "Column is no data"),
        (
            lambda: optanim.from_data(Indexed(), x="day"),
            "day is its index: give data.reset_index()",
        ),
    ],
)
def test_what_cannot_be_is_said_in_a_line(call: Any, said: str) -> None:
    with pytest.raises(OptanimError) as caught:
        call()
    assert said in str(caught.value) and "\n" not in str(caught.value)


def here(x: Any, y: Any) -> Any:
    return x**2 + 3 * (y - 1) ** 2


def test_a_loss_may_be_given_as_a_function() -> None:
    mine, named = (
        optanim.race(problem=problem, optimizers="GD:lr=0.1", start=(1, 0), steps=5)
        for problem in (here, f"{__name__}:here")
    )
    (t,), (other,) = (each.race.trajectories.values() for each in (mine, named))
    assert np.array_equal(t.params, other.params)
    assert t.params[1] == pytest.approx([0.8, 0.6], abs=1e-12)


def test_what_lies_in_no_file_stays_what_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell of a notebook is edited and run again: what came of the one before is as it was."""
    cell = sys.modules["__main__"]

    def run(factor: float) -> None:
        kind = type("Mine", (torch.optim.SGD,), {"__module__": "__main__"})
        kind.__init__ = lambda self, params, lr=factor: torch.optim.SGD.__init__(self, params, lr)
        monkeypatch.setattr(cell, "Mine", kind, raising=False)
        monkeypatch.setattr(cell, "bowl", lambda x, y: factor * (x**2 + y**2), raising=False)

    run(0.25)
    report = optanim.race(problem="__main__:bowl", optimizers="__main__:Mine", start=(1, 1))
    [before] = report.race.trajectories.values()
    packed = pickle.dumps(report)
    run(0.125)
    assert before.optimizer.settings["lr"] == 0.25
    assert np.array_equal(optanim.trace(before.run).params, before.params)
    [again] = pickle.loads(packed).race.trajectories.values()
    assert again.problem.loss.value(np.ones(2)) == before.problem.loss.value(np.ones(2)) == 0.5
    assert optanim.make("__main__:Mine").settings["lr"] == 0.125
    with pytest.raises(OptanimError, match="needs __main__:bowl in a module of its own"):
        report.request.save("mine.toml")


def test_what_a_cell_has_made_twice_by_one_name_is_not_taken_for_another(monkeypatch) -> None:
    made = []
    for size in (1.0, 2.0):
        exec(
            f"def dish(x, y, a={size}): return a * (x**2 + y**2)",
            {"__name__": "__main__"},
            cell := {},
        )
        monkeypatch.setattr(sys.modules["__main__"], "dish", cell["dish"], raising=False)
        made.append(cell["dish"])
    assert optanim.own(made[1]).loss.value(np.ones(2)) == 4.0
    with pytest.raises(OptanimError, match="dish is another by now, in __main__: give each"):
        optanim.own(made[0])


def test_what_a_cell_calls_by_a_name_is_found_by_it(monkeypatch) -> None:
    cell, factor = sys.modules["__main__"], [3.0]
    mine, fast = lambda x, y: factor[0] * (x**2 + y**2), functools.partial(torch.optim.SGD, lr=0.1)
    monkeypatch.setattr(cell, "mine", mine, raising=False)
    monkeypatch.setattr(cell, "fast", fast, raising=False)
    report = optanim.race(problem=mine, optimizers=[fast, "SGD"], start=(1, 1), steps=3)
    one, other = report.race.trajectories.values()
    assert np.array_equal(one.params, other.params) and one.losses[0] == 6.0
    assert [*report.race.trajectories] == ["fast", "SGD"]
    factor[0] = 5.0
    with pytest.raises(OptanimError, match="__main__:mine: its code, or what it uses, has changed"):
        report.film()


def test_a_variable_that_is_set_where_a_file_counts_is_said(caplog) -> None:
    Path("set_later.py").write_text("A = 1.0\ndef cup(x, y): return A * (x**2 + y**2)\n")
    import set_later

    set_later.A = 2.0
    optanim.own(set_later.cup)
    for problem in (set_later.cup, "set_later:cup"):
        report = optanim.race(problem=problem, optimizers="GD", start=(1, 1), steps=2)
        assert report.race.trajectories["GD"].losses[0] == 2.0
    said = "set_later.A is 2.0 here and 1.0 in its file, which counts: change it there, or reload"
    assert [said in record.getMessage() for record in caplog.records] == [True] * 3


def test_a_film_that_is_gone_or_elsewhere_leaves_the_table(monkeypatch, tmp_path: Path) -> None:
    report = optanim.race(problem="beale", optimizers="Adam", steps=2)
    monkeypatch.setattr("optanim.stage.film.rendering.render", lambda *given: given[2])
    Path("a.mp4").write_bytes(b"film")
    report.film("a.mp4", force=True)
    Path("sub").mkdir()
    monkeypatch.chdir("sub")
    assert "base64" in report._repr_html_()
    (tmp_path / "a.mp4").unlink()
    assert "<table>" in report._repr_html_()


def short_race() -> optanim.api.RaceReport:
    return optanim.race(problem="beale", optimizers=["GD:lr=0.01", "Adam"], steps=2)


def test_a_page_is_written_and_shown_in_a_frame_of_its_own() -> None:
    page = short_race().page()
    assert page.path == Path("beale.html").absolute() and repr(page) == f"<Page: {page.path}>"
    text = page.path.read_text("utf-8")
    assert '"slider": {"keyword": "lr"' in text and '<html lang="en">' in text
    frame = page._repr_html_()
    head, _, source = frame.partition(' srcdoc="')
    assert head.startswith('<iframe sandbox="allow-scripts" ')  # and so without the notebook's
    assert source.endswith('"></iframe>') and '"' not in source.removesuffix('"></iframe>')
    shown = html.unescape(source.removesuffix('"></iframe>'))
    assert shown.replace('<base href="about:srcdoc">\n', "") == text != shown


def test_a_page_has_the_slider_and_the_language_that_are_asked_for() -> None:
    report = short_race()
    betas = report.page("deep/a.html", slider="betas=0.5/0.9,0.9/0.99").path.read_text("utf-8")
    assert '"keyword": "betas"' in betas and '"values": ["0.5/0.9", "0.9/0.99"]' in betas
    none = report.page("b.html", slider="none", language="zh").path.read_text("utf-8")
    assert '"slider": null' in none and '<html lang="zh">' in none


def test_a_page_is_refused_before_anything_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    report = short_race()
    Path("theirs.html").write_text("somebody's")
    for asked, said in (
        ({"output": "theirs.html"}, "theirs.html: is there already"),
        ({"output": "a.htm"}, "a.htm: must end in .html"),
        ({"output": 7}, "7 is no path"),
        ({"slider": "gamma"}, "hyperparameter of a racer 'gamma'"),
        ({"slider": "lr=-1"}, "lr=-1"),
        ({"language": "xx"}, "unknown language 'xx'"),
    ):
        with pytest.raises(OptanimError, match=said):
            report.page(**asked)
    monkeypatch.setattr(optanim.page, "find_spec", lambda name: None)
    with pytest.raises(OptanimError, match=r"pages need Jinja, plotly: pip install 'optanim"):
        report.page()
    assert [path.name for path in Path().glob("*.htm*")] == ["theirs.html"]
    assert Path("theirs.html").read_text() == "somebody's"


def test_threads_leave_the_process_as_it_was() -> None:
    def race(steps: int) -> np.ndarray:
        asked = {"problem": "own_of_api:bowl", "optimizers": ["own_of_api:Mine:lr=0.1", "Adam"]}
        made = optanim.race(**asked, start=(1, 2), steps=steps).race.trajectories
        return np.concatenate([t.params for t in made.values()])

    before = sys.stdout, torch.get_default_dtype(), [*sys.meta_path]
    with ThreadPoolExecutor(4) as pool:
        made = [*pool.map(race, range(2, 8))]
    assert (sys.stdout, torch.get_default_dtype(), [*sys.meta_path]) == before
    for steps, rows in zip(range(2, 8), made, strict=True):
        assert np.array_equal(rows, race(steps))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")
def test_a_forked_worker_does_not_wait_for_threads_that_it_has_not() -> None:
    problem = optanim.own(here)  # looked for on a grid, by all of torch's threads
    with multiprocessing.get_context("fork").Pool(1) as pool:
        made = pool.apply_async(optanim.own, (f"{__name__}:here",)).get(timeout=60)
    assert np.array_equal(made.minimizers, problem.minimizers)


def test_what_other_threads_print_and_warn_of_meanwhile_is_theirs(
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Once Manim is loaded, its handler prints what is logged.
    monkeypatch.setattr(logging.getLogger(), "handlers", [caplog.handler])
    run = optanim.Run(
        optanim.own("own_of_api:loud"), optanim.make("own_of_api:Loud", lr=0.01), steps=20
    )
    capsys.readouterr()
    said = 0
    with warnings.catch_warnings(record=True) as warned, ThreadPoolExecutor(1) as other:
        warnings.simplefilter("always")
        tracing = other.submit(optanim.trace, run)
        while not tracing.done():
            sys.stdout.write("theirs\n")
            warnings.warn(f"theirs {(said := said + 1)}", stacklevel=1)
            time.sleep(0.001)
    assert tracing.result().steps == 20
    assert said and capsys.readouterr().out == "theirs\n" * said
    assert len(warned) == said
    assert [each.getMessage() for each in caplog.records] == ["own_of_api:Loud: its own warning"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")
def test_a_fork_waits_until_no_other_thread_has_changed_the_process() -> None:
    run = optanim.Run(optanim.surface("beale"), optanim.make("Adam"), steps=20)
    within, dtype = threading.Event(), torch.get_default_dtype()

    def progress(done: int) -> None:
        within.set()
        time.sleep(0.01)

    with ThreadPoolExecutor(1) as other:
        tracing = other.submit(optanim.trace, run, progress)
        assert within.wait(30)
        with multiprocessing.get_context("fork").Pool(1) as pool:
            assert pool.apply_async(torch.get_default_dtype).get(30) is dtype
            found = pool.apply_async(optanim.trace, (run,)).get(30)
        assert np.array_equal(found.params, tracing.result().params)


def test_a_report_shows_its_table_where_there_is_no_notebook() -> None:
    report = optanim.race(problem="beale", optimizers=["GD:lr=0.01", "Adam"], steps=2)
    head, *rows = repr(report).splitlines()
    assert head.split()[:2] == ["racer", "optimizer"]
    assert [row.split()[:2] for row in rows] == [["GD", "SGD:lr=0.01"], ["Adam", "Adam:lr=0.1"]]
    assert {row.index("still on its way") for row in rows} == {head.index("ends")}


def test_the_error_that_users_cause_is_among_the_public_names() -> None:
    with pytest.raises(optanim.OptanimError, match="nowhere"):
        optanim.race(problem="nowhere", optimizers="GD")


def test_a_quality_that_is_not_known_is_said_before_anything_is_rendered() -> None:
    report = optanim.race(problem="beale", optimizers="Adam", steps=2)
    with pytest.raises(OptanimError, match="unknown quality 'x'"):
        report.film(quality="x")
    assert not Path("media/races").exists()


def parts(thing: Any, place: str = "") -> dict[str, Any]:
    """Every number, text and array within a record, by where it lies; not what it remembers."""
    if is_dataclass(thing) or isinstance(thing, Loss | optanim.api.RaceReport):
        kind = type(thing)
        remembered = {k for k in vars(thing) if isinstance(getattr(kind, k, None), cached_property)}
        left_out = {"_last", *remembered}
        thing = {key: part for key, part in vars(thing).items() if key not in left_out}
    if isinstance(thing, Mapping):
        return {k: v for key in thing for k, v in parts(thing[key], f"{place}.{key}").items()}
    if isinstance(thing, tuple | list):
        return {
            k: v for i, each in enumerate(thing) for k, v in parts(each, f"{place}.{i}").items()
        }
    return {place: thing}


def assert_same(one: Any, other: Any) -> None:
    mine, theirs = parts(one), parts(other)
    assert mine.keys() == theirs.keys()
    for place, value in mine.items():
        if isinstance(value, np.ndarray):
            assert np.array_equal(value, theirs[place], equal_nan=True), place
            assert value.flags.writeable == theirs[place].flags.writeable, place
        elif isinstance(value, str | int | float | Enum | Path | None):
            assert value == theirs[place], place


RACES: dict[str, dict[str, Any]] = {
    "surface": {"problem": "beale", "optimizers": ["SGD:lr=0.01", "Adam:betas=0/0.9"]},
    "own": {"problem": "own_of_api:bowl", "start": (1, 2), "optimizers": ["own_of_api:Mine"]},
    "arrays": {"data": (np.arange(9.0), np.arange(9.0) ** 2), "optimizers": "GD:lr=0.001"},
    "tuned": {
        "loss": "huber", "delta": 2, "fair": "tuned", "batch_size": 30,
        "optimizers": {"optimizer": "Adam", "lr_scheduler": "MultiStepLR:milestones=3/"},
    },
}  # fmt: skip


@pytest.mark.parametrize("name", RACES)
def test_results_can_be_pickled_and_copied(name: str) -> None:
    report = optanim.race(**RACES[name], steps=6)
    for again in (pickle.loads(pickle.dumps(report)), copy.deepcopy(report)):
        assert_same(report, again)
        assert again.request.problem.loss is again.race.problem.loss
        assert [row.cells for row in again.table] == [row.cells for row in report.table]
        with pytest.raises(TypeError):
            next(iter(again.race.trajectories.values())).state["new"] = 1
        assert_same(again.request.race(), report.race)


def test_a_saved_race_of_odd_values_loads_again() -> None:
    racer = {"optimizer": "Adam", "betas": np.array([0.0, 0.5]), "lr": np.float64(0.25)}
    report = optanim.race(problem=Path("beale"), optimizers=racer, steps=np.int16(2))
    report.request.save("again.toml")
    again = load("again.toml")
    assert [run.fingerprint for run in again.runs.values()] == [
        run.fingerprint for run in report.request.runs.values()
    ]


def test_mistakes_travel_too() -> None:
    with pytest.raises(OptanimError) as caught:
        optanim.race(steps=0, seed=-1, optimizers="Adam")
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value) and again.mistakes == caught.value.mistakes


def test_workers_take_requests_and_give_results() -> None:
    """Two processes that share nothing, as on every system but Linux."""
    runs = [
        optanim.Run(optanim.surface("beale"), optanim.make(name), steps=4)
        for name in ("GD", "Adam")
    ]
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        made = pool.map(optanim.trace, runs)
    for run, t in zip(runs, made, strict=True):
        assert np.array_equal(t.params, optanim.trace(run).params)
        assert t.run.fingerprint == run.fingerprint and not t.params.flags.writeable
