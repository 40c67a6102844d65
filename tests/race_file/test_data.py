"""Races on people's own data: their columns, and what a program holds already."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import optanim
from optanim.base.errors import OptanimError
from optanim.base.files import check_writable
from optanim.cli import main
from optanim.race_file import checked, load

X, Y = np.array([1.0, 2.0, 4.0, 7.0]), np.array([2.0, 3.0, 2.5, 6.0])
GD = [{"optimizer": "GD", "lr": 0.01}]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"{x:g};{y:g}\n".replace(".", ",") for x, y in zip(X, Y, strict=True))
    Path("a.csv").write_text(f"Zeit (s);Weg (m)\n{rows}", "utf-8")
    return tmp_path


def test_a_race_file_names_the_columns_and_keeps_them(folder: Path) -> None:
    keys = {"data": "a.csv", "x": "Zeit (s)", "y": "Weg (m)", "racers": GD}
    request = checked(keys, "here")
    assert np.array_equal(request.problem.x, X) and np.array_equal(request.problem.y, Y)
    request.save("sub/race.toml")
    again = load("sub/race.toml").problem
    assert np.array_equal(again.y, Y) and again.columns == (("Zeit (s)", None), ("Weg (m)", None))
    Path("sub/a.csv").write_text("x,y\n1,2\n3,5\n")
    there = load("sub/race.toml", {"data": "a.csv"})  # said on the spot: where one is
    assert there.problem.source == str(folder / "a.csv")


def test_columns_without_names_are_numbers(folder: Path) -> None:
    Path("b.csv").write_text("1,9,2\n2,9,4\n3,9,7\n")
    problem = checked({"data": "b.csv", "x": 1, "y": 3, "racers": GD}, "here").problem
    assert problem.x.tolist() == [1, 2, 3] and problem.y.tolist() == [2, 4, 7]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"x": "Zeit (s)"}, 'x = "Zeit (s)": is for data of one\'s own'),
        ({"strict": True}, "strict = true: is for data of one's own"),
        ({"data": "a.csv"}, "There are columns of numbers: 'Zeit (s)', 'Weg (m)'"),
        ({"data": "a.csv", "x": ""}, 'x = "": must not be empty'),
        ({"data": "a.csv", "x": "Weg (m)", "y": "Weg (m)"}, "are both the column 'Weg (m)'"),
    ],
)
def test_what_is_wrong_with_columns_is_said(folder: Path, keys: dict, message: str) -> None:
    with pytest.raises(OptanimError) as caught:
        checked({**keys, "racers": GD}, "here")
    assert message in str(caught.value)


def test_the_command_line_takes_columns_and_standard_input(folder: Path) -> None:
    asked = ["race", "--x", "Zeit (s)", "--y", "Weg (m)", "--optimizer", "GD:lr=0.01", "--dry-run"]
    from_file = CliRunner().invoke(main, [*asked, "--data", "a.csv"])
    piped = CliRunner().invoke(main, [*asked, "--data", "-"], input=Path("a.csv").read_bytes())
    assert from_file.exit_code == piped.exit_code == 0, piped.output
    assert from_file.stdout.splitlines()[2:] == piped.stdout.splitlines()[2:]
    Path("a.csv").write_text("x,y\n1,2\n,3\n4,5\n")
    loose = CliRunner().invoke(main, ["race", "--data", "a.csv", *asked[5:]])
    assert loose.exit_code == 0 and "2" in loose.stdout
    strict = CliRunner().invoke(main, ["race", "--data", "a.csv", "--strict", *asked[5:]])
    assert strict.exit_code == 2 and "line 3, column x" in strict.stderr


def test_standard_input_that_is_a_file_is_not_written_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("b.csv").write_text("x,y\n1,2\n2,3\n3,5\n")
    before = os.dup(0)
    try:
        with Path("b.csv").open() as file:
            os.dup2(file.fileno(), 0)
            monkeypatch.setattr("sys.stdin", file)
            inputs = checked({"data": "-", "racers": GD}, "here").inputs
        with pytest.raises(OptanimError, match="is read here, and must not be written over"):
            check_writable("b.csv", ".csv", inputs=inputs, force=True)
        check_writable("c.csv", ".csv", inputs=inputs)
    finally:
        os.dup2(before, 0)
        os.close(before)


def test_a_program_races_what_it_holds(folder: Path) -> None:
    mean = optanim.race(
        data=(X, list(Y)),
        steps=np.int64(30),
        start=np.array([1, 2]),
        tolerance=np.float32(0.25),
        optimizers=[{"optimizer": "Adam", "lr": np.float64(0.1), "betas": np.array([0.8, 0.9])}],
    ).race
    (run,) = mean.trajectories.values()
    assert run.steps == 30 and run.params[0].tolist() == [1, 2]
    slope, intercept = np.polyfit(X, Y, 1)
    assert np.allclose(run.problem.minimizer, [intercept, slope])
    table = {"Zeit (s)": X, "Weg (m)": Y}
    named = optanim.race(data=table, x="Zeit (s)", y="Weg (m)", optimizers=["GD:lr=0.01"])
    assert named.race.problem.columns[1].name == "Weg (m)"
    filed = optanim.race(data=Path("a.csv"), x="Zeit (s)", y="Weg (m)", optimizers=["GD:lr=0.01"])
    (first,), (second,) = named.race.trajectories.values(), filed.race.trajectories.values()
    assert first.run.fingerprint == second.run.fingerprint
    with pytest.raises(OptanimError, match="a race file needs its data in a file"):
        named.request.save("b.toml")
    assert not Path("b.toml").exists()


def test_names_that_no_font_has_are_said_before_anything_runs() -> None:
    with pytest.raises(OptanimError, match="cannot stand on screen: no installed font has"):
        checked({"x": "\U0001f680", "racers": GD}, "here", memory={"\U0001f680": X, "y": Y})
