"""One file is enough: a loss laid among the known ones is proven, raced, listed and saved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize

from tests.added import said_with

ADDED = Path(__file__).parent / "added" / "pseudo_huber.py"
CODE = """
import json, tomllib
from click.testing import CliRunner
from optanim.__main__ import main
from optanim.base.errors import OptanimError
from optanim.losses import LOSSES
from optanim.proof import archive
from optanim.race_file import checked, load

options = ["--loss", "pseudo-huber", "--optimizer", "GD:lr=0.1", "--steps", "200"]
def run(*more):
    done = CliRunner().invoke(main, [*more])
    return done.output + (done.stderr or "")

traced = run("trace", *options, "--bend-width", "2", "-o", "a.npz")
verified = archive.load("a.npz")
again = run("race", *options, "--bend-width", "2", "--dry-run", "--save", "race.toml")
loss = load("race.toml").problem.loss
keys = {"loss": "pseudo-huber", "racers": [{"optimizer": "GD"}]}
refused = []
for wrong in ({"bend_width": 1000.0}, {"loss": "huber", "bend_width": 2.0}):
    try:
        checked({**keys, **wrong}, "here")
    except OptanimError as error:
        refused.append(str(error))
batches = checked({**keys, "batch_size": 7, "steps": 20}, "here").race()
print(json.dumps(dict(
    traced=traced, minimizer=verified.trajectory.problem.minimizer.tolist(),
    end=verified.trajectory.params[-1].tolist(),
    saved=tomllib.loads(open("race.toml").read()), settings=dict(loss.settings), refused=refused,
    help=run("trace", "--help"), listed=run("list"), formula=LOSSES["pseudo-huber"].formula,
    batches=[v.trajectory.steps for v in batches.proofs.values()],
    x=loss.x.tolist(), y=loss.y.tolist(),
)))
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What a process says in whose package the file lies."""
    return said_with(ADDED, "losses/known", tmp_path_factory.mktemp("added"), CODE)


def test_it_is_traced_proven_and_archived_with_its_setting(said: dict) -> None:
    """Against SciPy's minimizer of the formula as the literature has it."""
    x, y = np.array(said["x"]), np.array(said["y"])

    def value(p: np.ndarray) -> float:
        return float(np.mean(4.0 * (np.sqrt(1.0 + ((y - p[0] - p[1] * x) / 2.0) ** 2) - 1.0)))

    place = minimize(value, (0.0, 0.0), tol=1e-12).x
    assert "checks passed" in said["traced"]
    assert np.allclose(said["minimizer"], place, atol=1e-5)
    assert np.allclose(said["end"], place, atol=0.05)


def test_its_setting_is_an_option_and_a_key_of_race_files(said: dict) -> None:
    assert "--bend-width" in said["help"] and "where it bends" in said["help"]
    assert said["saved"]["bend_width"] == said["settings"]["bend_width"] == 2.0
    assert "bend_width = 1000.0: must be 100 or less" in said["refused"][0]
    assert "huber has no such number, pseudo-huber has" in said["refused"][1]


def test_it_is_listed_raced_in_batches_and_has_its_formula(said: dict) -> None:
    assert "pseudo-huber" in said["listed"]
    assert "bend_width: 1, from 0.01 to 100" in said["listed"]
    assert said["batches"] == [20] and "slash w" in said["formula"]
