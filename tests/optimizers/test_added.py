"""One file is enough: Lion, laid among the known optimizers, is proven, listed and drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.added import said_with

ADDED = Path(__file__).parent / "added" / "lion.py"
CODE = """
import json
from click.testing import CliRunner
from optanim.__main__ import main
from optanim.base.errors import OptanimError
from optanim.look.cast import cast
from optanim.look.shapes import outline
from optanim.look.theme import DARK, LIGHT
from optanim.optimizers.optimizer import make, parse
from optanim.proof.verification import verify
from optanim.runs.problem import article
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.stage.boards.legend import hyperparameters
from optanim.studies.sweeping import sweep

problem = article(points=50)
lion = make("Lion", weight_decay=0.1)
verified = verify(trace(Run(problem, lion, steps=40)))
by_class = parse("lion_pytorch:Lion:lr=0.1")
try:
    refused = str(make("Lion", betas=(0.9, 1.0)))
except OptanimError as error:
    refused = str(error)
print(json.dumps(dict(
    params=verified.trajectory.params.tolist(),
    x=problem.x.tolist(), y=problem.y.tolist(),
    replayed=verified.replayed,
    by_class=by_class.kind.name,
    refused=refused,
    colors=[theme.racer("Lion") for theme in (DARK, LIGHT)],
    cast=cast(DARK, {"mine": by_class}).racer("mine"),
    corners=len(DARK.outline("Lion")),
    legend=hyperparameters(lion),
    formula=lion.kind.formula,
    listed=CliRunner().invoke(main, ["list"]).output,
    swept=sweep(problem, make("Lion"), [0.01, 0.1, 1.0], steps=20).losses.tolist(),
)))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What a process says in whose package the file lies."""
    return said_with(ADDED, "optimizers/known", tmp_path_factory.mktemp("added"), CODE)


def test_it_is_replayed_and_goes_the_way_of_the_paper(seen: dict) -> None:
    """Signs by hand: the average starts at 0, so that the first step is that of the gradient."""
    params, x, y = (np.array(seen[name]) for name in ("params", "x", "y"))
    place, m = np.array([2.0, 9.0]), np.zeros(2)
    for row in params[1:]:
        miss = place[0] + place[1] * x - y
        g = 2.0 * np.array([np.mean(miss), np.mean(miss * x)])
        place = (1 - 0.1 * 0.1) * place - 0.1 * np.sign(0.9 * m + 0.1 * g)
        m = 0.99 * m + 0.01 * g
        assert np.allclose(row, place, rtol=0, atol=1e-12)
    assert seen["replayed"]


def test_it_is_known_by_its_name_and_by_its_class(seen: dict) -> None:
    assert seen["by_class"] == "Lion"
    assert "Lion  " in seen["listed"] and "lion_pytorch:Lion" in seen["listed"]
    assert "beta2=1.0 must be below 1" in seen["refused"]


def test_it_is_drawn_in_its_own_colours_and_shape(seen: dict) -> None:
    assert seen["colors"] == ["#FF8A5C", "#8A3200"] and seen["cast"] == "#FF8A5C"
    assert seen["corners"] == 7
    assert seen["legend"] == ["η 0.1", "λ 0.1", "β₁ 0.9", "β₂ 0.99"]
    assert len(seen["formula"]) == 2


def test_its_rates_are_swept_by_its_rule(seen: dict) -> None:
    assert np.isfinite(seen["swept"]).all() and seen["swept"][1] < seen["swept"][0]
