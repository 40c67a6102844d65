"""The command line as a new user meets it."""

from __future__ import annotations

import csv
import logging
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from optanim.base import sealed
from optanim.cli import main
from optanim.runs.problem import article


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_list_names_what_there_is() -> None:
    result = run("list")
    assert result.exit_code == 0
    for name in (
        "ols",
        "Nesterov",
        "Adadelta",
        "betas=0.9/0.999",
        "compare_3d",
        "styblinski-tang",
        "huber",
        "from 1 to 1e+06",
        "himmelblau",
        "Points with outliers",
    ):
        assert name in result.output


def test_trace_writes_arrays_and_says_how_it_went(tmp_path: Path) -> None:
    result = run("trace", "--optimizer", "SGD:lr=0.1,momentum=0.2", "-o", tmp_path / "a.npz")
    assert result.exit_code == 0, result.output
    with np.load(tmp_path / "a.npz") as file:
        away = np.hypot(*(file["params"][-1] - article().minimizer))
        assert file["params"].shape == (101, 2)
        assert file["state_momentum_buffer"].shape == (101, 2)
    text = " ".join(result.output.split())
    assert "from step 16" in text and f"minimizer {away:.6g}" in text and "checks passed" in text


def test_csv_has_every_step_in_full_precision(tmp_path: Path) -> None:
    options = ["--optimizer", "Adam:betas=0.8/0.99", "--steps", 7, "--start", "1,-1"]
    assert run("trace", *options, "-o", tmp_path / "a.csv").exit_code == 0
    assert run("trace", *options, "-o", tmp_path / "a.npz").exit_code == 0
    with (tmp_path / "a.csv").open() as file:
        rows = list(csv.DictReader(file))
    with np.load(tmp_path / "a.npz") as archived:
        assert [float(row["slope"]) for row in rows] == archived["params"][:, 1].tolist()
        assert [float(row["exp_avg_sq_slope"]) for row in rows] == (
            archived["state_exp_avg_sq"][:, 1].tolist()
        )
    assert len(rows) == 8 and rows[-1]["lr"] == ""


def test_users_data_schedules_and_the_warning_above_the_limit(tmp_path: Path) -> None:
    data = tmp_path / "d.csv"
    data.write_text("x,y\n1,2\n2,3.5\n3,5.1\n4,7\n")
    command = ["trace", "--data", data, "-o", tmp_path / "a.npz", "--optimizer"]
    quiet = run(*command, "GD:lr=0.05", "--scheduler", "ExponentialLR:gamma=0.9")
    assert quiet.exit_code == 0 and "Warning" not in quiet.stderr
    loud = run(*command, "GD:lr=0.2")
    matrix = np.column_stack([np.ones(4), [1, 2, 3, 4]])
    limit = 2 / np.linalg.eigvalsh(matrix.T @ matrix / 2)[-1]
    assert f"lr=0.2 is above {limit:.6g}" in loud.stderr
    assert run(*command, "GD", "--standardize").exit_code == 0


def test_check_measures_again(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    run("trace", "--optimizer", "RMSprop", "-o", path)
    result = run("check", path)
    assert result.exit_code == 0 and result.output.count("passed") >= 8
    arrays = sealed.read(path)
    sealed.write(path, {**arrays, "losses": arrays["losses"] * (1 + 1e-9)})
    result = run("check", path)
    assert result.exit_code == 1 and "FAILED" in result.output
    path.write_bytes(path.read_bytes()[:-10])
    result = run("check", path)
    assert result.exit_code == 1 and result.output.count("\n") == 1 and "damaged" in result.output


def test_check_runs_nobodys_loss_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "somebodys.py").write_text("def bowl(x, y):\n    return x**2 + y**2\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    options = ["--problem", "somebodys:bowl", "--start", "1,1", "--steps", 3]
    result = run("trace", "--optimizer", "GD", *options, "-o", "a.npz")
    assert result.exit_code == 0, result.output
    refused = run("check", "a.npz")
    assert refused.exit_code == 1 and "--trust" in refused.output
    assert "the code of somebodys:bowl must be run" in refused.output
    assert run("check", "--trust", "a.npz").exit_code == 0


def test_what_is_logged_on_the_way_is_a_warning_of_one_line(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "media").write_text("no folder")
    racers = ["--optimizer", "GD", "--optimizer", "Adam"]
    result = run("race", *racers, "--steps", 5, "--dry-run")
    assert result.exit_code == 0, result.output
    said = f"trajectories cannot be kept there: {tmp_path / 'media'} is no folder"
    assert result.stderr.strip() == f"Warning: media/trajectories: {said}"
    assert logging.getLogger("optanim").propagate


def test_trace_and_check_know_other_losses_and_other_peoples_optimizers(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    options = ["--problem", "himmelblau", "--start", "0.3,-5", "--steps", 60, "-o"]
    result = run("trace", "--optimizer", "GD:lr=0.01", *options, path)
    assert result.exit_code == 0, result.output
    text = " ".join(result.output.split())
    assert "arrived at one of 4 minima (3.584, -1.848), from step" in text
    assert run("check", path).output.count("passed") >= 9
    steep = run("trace", "--problem", "quadratic", "--optimizer", "GD:lr=3", *options[2:], path)
    assert "lr=3 is above 0.2, the limit of stability on this loss" in steep.stderr
    theirs = "lion_pytorch.foreach:Lion:lr=0.05"
    result = run("trace", "--optimizer", theirs, *options, tmp_path / "a.csv")
    assert "without replay" in result.output
    with (tmp_path / "a.csv").open() as file:
        assert {"x", "y", "gradient_x", "exp_avg_y"} <= next(csv.DictReader(file)).keys()


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (
            ["trace", "--optimizer", "GD", "--condition", "3", "-o", "a.npz"],
            ["--condition", "quadratic"],
        ),
        (["trace", "--optimizer", "Adm", "-o", "a.npz"], ["'Adm'", "'Adam'"]),
        (["trace", "--optimizer", "GD:lr=-1", "-o", "a.npz"], ["lr=-1", "0 or more"]),
        (["trace", "--optimizer", "GD:mass=1", "-o", "a.npz"], ["'mass'", "momentum"]),
        (["trace", "--optimizer", "GD", "-o", "a.txt"], ["a.txt", ".npz or .csv"]),
        (["trace", "--optimizer", "GD", "-o", "taken.npz"], ["taken.npz", "folder"]),
        (["trace", "--optimizer", "GD", "-o", "file/a.npz"], ["cannot be written"]),
        (
            ["trace", "--optimizer", "GD", "--steps", "0", "-o", "a.npz"],
            ["--steps = 0", "1 or more"],
        ),
        (["trace", "--optimizer", "GD", "--start", "7", "-o", "a.npz"], ["'7'", "two numbers"]),
        (["trace", "--optimizer", "GD", "--data", "no.csv", "-o", "a.npz"], ["no.csv", "No such"]),
        (["trace", "--optimizer", "GD", "--scheduler", "Fast", "-o", "a.npz"], ["StepLR"]),
        (["trace", "--optimizer", "GD", "--scheduler", "StepLR", "-o", "a.npz"], ["step_size"]),
        (
            ["trace", "--optimizer", "GD", "--standardize", "-o", "a.npz"],
            ["--standardize", "no data"],
        ),
        (["trace", "-o", "a.npz"], ["--optimizer"]),
        (["trace", "--optimizer", "Adam:betas=0.8", "-o", "a.npz"], ["as in 0.9/0.999"]),
        (["trace", "--optimizer", "GD:steps=9", "-o", "a.npz"], ["an option of its own"]),
        (["race", "--optimizer", "Adam", "lr=1"], ["write --optimizer Adam:lr=1, without a blank"]),
        (["race", "--optimizer", "SGD:lr=1", "momentum=0.9"], ["SGD:lr=1,momentum=0.9, without"]),
        (["race", "mine"], ["Did you mean 'mine.toml'?"]),
        (["check"], ["no archives"]),
        (["check", "steps.csv"], ["steps.csv", "a CSV carries no proof"]),
        (["still", "file", "--at", "1", "-o", "a.png"], ["file", "not a film"]),
        (["still", "file", "-o", "a.png"], ["--at", "--step"]),
        (["gif", "no.mp4"], ["no.mp4", "no such file"]),
    ],
)
def test_bad_input_takes_one_line_and_status_2(arguments, parts, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken.npz").mkdir()
    for name in ("file", "mine.toml", "steps.csv"):
        (tmp_path / name).write_text("x")
    there = sorted(tmp_path.iterdir())
    result = run(*arguments)
    assert result.exit_code == 2 and result.exception.__class__ is SystemExit
    last = result.stderr.strip().splitlines()[-1]
    assert last.startswith("Error: ") and all(part in last for part in parts), last
    assert sorted(tmp_path.iterdir()) == there


@pytest.mark.parametrize("arguments", [["gif", "no.mp4"], ["still", "--help"], ["--version"]])
def test_tools_for_films_load_neither_torch_nor_manim(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom optanim.cli import main\n"
        f"try: main({arguments!r})\nexcept SystemExit: pass\n"
        "print(sorted({'torch', 'manim'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_it_is_a_module_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "optanim", "--help"], capture_output=True, text=True, check=True
    )
    assert all(name in done.stdout for name in ("list", "trace", "check", "gif", "still"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [["--help"], ["list", "--help"], ["--version"]])
def test_help_that_cannot_be_printed_is_said_in_one_line(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "optanim", *arguments]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.stderr == "Error: standard output: No space left on device\n"
    assert done.returncode == 2
