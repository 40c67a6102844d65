"""A surface and a loss of data are proven, raced, listed and saved, each by its one file."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize

from optanim.base.errors import OptanimError
from optanim.look.race_words import loss_name
from optanim.look.words import Words
from optanim.proof import archive
from optanim.race_file import checked, load
from optanim.runs.problem import article
from tests.howto.recipes import commands, said

RACERS = [{"optimizer": "GD"}]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_it_tells_to_run() -> None:
    listed, camel, bend = map(said, commands("loss", "optanim"))
    assert "three-hump-camel" in listed and "bend_width: 1, from 0.01 to 100" in listed
    assert "checks passed" in camel and "checks passed" in bend
    assert archive.load("camel.npz").replayed
    end = archive.load("bend.npz").trajectory.params[-1]
    assert np.allclose(end, lowest(), atol=0.05)


def lowest() -> np.ndarray:
    """SciPy's minimizer of the formula as the literature has it, over the article's data."""
    x, y = article().x, article().y

    def value(p: np.ndarray) -> float:
        return float(np.mean(4.0 * (np.sqrt(1.0 + ((y - p[0] - p[1] * x) / 2.0) ** 2) - 1.0)))

    return minimize(value, (0.0, 0.0), tol=1e-12).x


def test_a_surface_is_a_problem_of_race_files_and_has_its_name_in_films() -> None:
    problem = checked({"problem": "three-hump-camel", "racers": RACERS}, "here").problem
    assert problem.minimizer.tolist() == [0.0, 0.0]
    assert loss_name(Words.load("en"), problem.loss) == "Three-hump camel"


def test_a_setting_is_an_option_and_a_key_of_race_files() -> None:
    request = checked({"loss": "pseudo-huber", "bend_width": 2, "racers": RACERS}, "here")
    request.save(Path("race.toml"))
    assert tomllib.loads(Path("race.toml").read_text())["bend_width"] == 2.0
    assert load("race.toml").problem.loss.settings["bend_width"] == 2.0
    assert "--bend-width" in said("optanim trace --help")


@pytest.mark.parametrize(
    ("keys", "message"),
    [({"loss": "pseudo-huber", "bend_width": 1000.0}, "bend_width = 1000.0: must be 100 or less"),
     ({"loss": "huber", "bend_width": 2.0}, "huber has no such number, pseudo-huber has")],
)  # fmt: skip
def test_a_wrong_setting_is_refused(keys: dict, message: str) -> None:
    with pytest.raises(OptanimError, match=message):
        checked({**keys, "racers": RACERS}, "here")


def test_it_is_raced_in_batches() -> None:
    keys = {"loss": "pseudo-huber", "batch_size": 7, "steps": 20, "racers": RACERS}
    (proof,) = checked(keys, "here").race().proofs.values()
    assert proof.trajectory.steps == 20
