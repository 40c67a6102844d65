"""Options are given once, and their numbers are written as everywhere."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from optanim.cli import main

RACE = ["race", "--problem", "beale", "--optimizer", "Adam", "--optimizer", "SGD", "--dry-run"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--steps", "1_000"], "'1_000' is no whole number"),
        (["--steps", "5.0"], "'5.0' is no whole number"),
        (["--lr", "0x10"], "'0x10' is no number"),
        (["--tolerance", "nan"], "'nan' is no number"),
        (["--lr", "1e400"], "1e400 is too large a number, at most 1.8e308"),
        (["--seed", "9" * 5000], "too large a number"),
        (["--start", "1_0,2"], "--start '1_0,2' must be two numbers"),
        (["--lr", "0.1", "--lr", "0.2"], "--lr is given twice"),
        (["--theme", "dark", "--theme=dark"], "--theme is given twice"),
    ],
)
def test_what_would_be_read_as_something_else_is_refused(options: list[str], said: str) -> None:
    result = CliRunner().invoke(main, [*RACE, *options])
    assert result.exit_code == 2 and said in result.output


def test_a_race_has_several_optimizers(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, [*RACE, "--steps", "3", "--lr", "1e-3", "--start", "-1, 2"])
    assert result.exit_code == 0 and "Adam:lr=0.001" in result.output
