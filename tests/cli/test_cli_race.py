"""`optanim race` as a new user meets it."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

import optanim
import optanim.runs.tracing
from optanim.base.errors import OptanimError
from optanim.cli import main

RACE = """
problem = "himmelblau"
start = [0.3, -5]
steps = 60

[[racers]]
optimizer = "GD"
lr = 0.01

[[racers]]
optimizer = "Adam"
lr = 0.3
label = "[red]亚当[/red]"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text(RACE, "utf-8")
    return tmp_path


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> list[tuple]:
    """A stage that only notes what it was asked for, and what has been computed by then."""
    asked: list[tuple] = []

    def render(race, presentation, output, shape, manner):
        asked.append((race, presentation, output, shape, manner))
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(b"a film")
        return output

    module = ModuleType("optanim.stage.film.rendering")
    module.render = render
    module.Manner = dict  # as keywords
    module.format_of = lambda *shape: shape
    monkeypatch.setitem(sys.modules, "optanim.stage.film.rendering", module)
    return asked


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["race", *map(str, arguments)])


def row(result: Result, label: str) -> str:
    (line,) = [line for line in result.output.splitlines() if line.startswith(label)]
    return " ".join(line.split())


def test_a_dry_run_prints_the_results_and_renders_nothing(folder: Path, stage: list) -> None:
    result = run("mine.toml", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "arrived at one of 4 minima (3.584, -1.848), from step" in row(result, "GD")
    assert row(result, "[red]亚当[/red]").startswith("[red]亚当[/red] Adam:lr=0.3 ")
    assert not stage and not list(folder.glob("**/*.mp4"))


def test_options_without_a_file_are_the_same_race(folder: Path, stage: list) -> None:
    arguments = ["--problem", "himmelblau", "--start", "0.3,-5", "--steps", 60]
    arguments += ["--optimizer", "GD:lr=0.01", "--optimizer", "Adam:lr=0.3"]
    result = run(*arguments, "--dry-run", "--save", "saved.toml")
    assert result.exit_code == 0, result.output
    given, saved = run("mine.toml", "--dry-run"), run("saved.toml", "--dry-run")
    assert row(given, "GD") == row(result, "GD") == row(saved, "GD")
    assert result.output.replace("himmelblau", "") == saved.output.replace("himmelblau", "")


def test_what_comes_of_a_race_is_a_film(folder: Path, stage: list) -> None:
    result = run("mine.toml", "-o", "deep/film.mp4", "-q", "l", "--view", "map", "--steps", 30)
    assert result.exit_code == 0, result.output
    ((race, shown, output, shape, manner),) = stage
    assert (output, shape, shown.view) == (Path("deep/film.mp4"), ("l", None, False), "map")
    assert manner == {"language": None, "voice": None}
    assert list(race.trajectories) == ["GD", "[red]亚当[/red]"] and race.steps == 30
    assert result.output.strip().endswith("deep/film.mp4")
    told = ["--language", "zh", "--voice", "espeak"]
    run("mine.toml", "-r", "1440,1080", "--upright", *told, "--workers", 1)
    manner = {"language": "zh", "voice": "espeak"}
    assert stage[1][2:] == (Path("media/races/mine.mp4"), ("h", (1440, 1080), True), manner)


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["mine.toml", "-o", "taken.mp4"], ["taken.mp4", "is a folder"]),
        (["mine.toml", "-o", "mine.toml/a.mp4"], ["mine.toml is no folder"]),
        (["mine.toml", "--language", "xx"], ["unknown language 'xx': choose from en, zh"]),
        (["mine.toml", "-o", "film.mkv"], ["film.mkv", "must end in .mp4"]),
        (["mine.toml", "-o", "/proc/nowhere/a.mp4"], ["cannot be written"]),
        (["mine.toml", "--save", "a.txt"], ["a.txt", ".toml"]),
        (["mine.toml", "--optimizer", "GD"], ["mine.toml", "has its racers"]),
        (["mine.toml", "--view", "mapp"], ["view", '"mapp"', "'map'"]),
        (["none.toml"], ["none.toml", "No such file"]),
        ([], ["--optimizer", "race file"]),
        (["--optimizer", "GD:lr=-1"], ["--optimizer number 1, lr", "-1", "0 or more"]),
        (["--optimizer", "GD", "--window", "1,2,3"], ["--window", "four numbers"]),
        (["--optimizer", "GD", "--batch-size", "0"], ["--batch-size", "1 or more"]),
    ],
)
def test_what_is_wrong_takes_one_line_status_2_and_no_computing(
    arguments, parts, folder: Path, stage: list, monkeypatch
) -> None:
    (folder / "taken.mp4").mkdir()
    monkeypatch.setattr(optanim.runs.tracing, "trace", lambda *_: pytest.fail("computed"))
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("Error")]
    assert line == result.stderr.strip().splitlines()[-1]
    assert all(part in line for part in parts), line
    assert not stage and sorted(p.name for p in folder.iterdir()) == ["mine.toml", "taken.mp4"]


def test_the_usual_place_of_films_is_tried_before_computing_too(folder: Path, monkeypatch) -> None:
    (folder / "media").write_text("a file")
    monkeypatch.setattr(optanim.runs.tracing, "trace", lambda *_: pytest.fail("computed"))
    result = run("mine.toml")
    assert result.exit_code == 2 and "media is no folder" in result.stderr


def test_many_mistakes_take_a_line_each(folder: Path) -> None:
    result = run("--problem", "rosenbrok", "--steps", 0, "--optimizer", "Adm")
    assert result.exit_code == 2
    lines = result.stderr.strip().splitlines()
    assert lines[0] == "Error: the command line: 3 mistakes" and len(lines) == 4


def test_a_mistake_is_named_by_the_option_or_the_key_that_it_was_made_in(folder: Path) -> None:
    text = RACE.replace("0.01", "-1")
    (folder / "mine.toml").write_text(text, "utf-8")
    assert run("mine.toml", "--dry-run").stderr.startswith("Error: mine.toml: ")
    said = run("mine.toml", "--strict", "--steps", 0).stderr.splitlines()
    assert said[0] == "Error: mine.toml: 3 mistakes"
    assert [line.partition(" =")[0].strip() for line in sorted(said[1:])] == [
        "--steps",
        "--strict",
        "racers[1].lr",
    ]
    twins = run("--optimizer", "torch.optim:Adamax", "--optimizer", "torch.optim:Adamax").stderr
    assert 'number 2, label = "torch.optim:Adamax": is that of --optimizer number 1 too' in twins


def test_only_what_has_changed_is_computed_again(folder: Path, monkeypatch) -> None:
    computed = []
    real = optanim.runs.tracing.trace
    monkeypatch.setattr(
        optanim.runs.tracing, "trace", lambda run: computed.append(run.optimizer.label) or real(run)
    )
    run("mine.toml", "--dry-run")
    assert computed == ["GD", "[red]亚当[/red]"]
    run("mine.toml", "--dry-run", "--view", "surface", "--seconds", 20)
    assert len(computed) == 2
    (folder / "mine.toml").write_text(RACE.replace("lr = 0.3", "lr = 0.2"), "utf-8")
    run("mine.toml", "--dry-run")
    assert computed[2:] == ["[red]亚当[/red]"]


def test_data_that_cannot_be_used_are_said_by_the_race(folder: Path) -> None:
    for text, part in (
        ("x,y\n1,2\noops,3\n", "line 3, column x: 'oops'"),
        ("x,y\n1,2\n", "1 points; a line needs 2 or more"),
        ("x,y\n1,2\n1,3\n", "the Hessian is singular"),
    ):
        (folder / "d.csv").write_text(text)
        result = run("--data", "d.csv", "--optimizer", "GD", "--dry-run")
        assert result.exit_code == 2 and part in result.stderr, result.stderr


def test_the_results_of_tuning_are_shown(folder: Path) -> None:
    result = run("--fair", "tuned", "--optimizer", "GD", "--optimizer", "Adam", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "rates that arrive" in result.output and "tuned for each" in result.output


def test_a_race_from_python_shows_its_table_and_its_film(folder: Path, stage: list) -> None:
    race = optanim.race(
        problem="himmelblau",
        optimizers=["GD:lr=0.01", {"optimizer": "Adam", "lr": 0.3, "label": "<i>"}],
        steps=60,
    )
    assert [result.label for result in race.table] == ["GD", "<i>"]
    shown = race._repr_html_()
    assert "<td>GD</td>" in shown and "&lt;i&gt;" in shown and "<video" not in shown
    assert "<video" in race.film("a.mp4", quality="l")._repr_html_()
    assert stage[0][2:4] == (Path("a.mp4"), ("l",))
    assert optanim.race("mine.toml", steps=9).race.steps == 9
    with pytest.raises(OptanimError, match="1 to 8"):
        optanim.race(racers=[])


def test_a_start_within_the_tolerance_is_warned_of_in_one_line(folder: Path, stage: list) -> None:
    said = run("mine.toml", "--tolerance", "1e4", "--dry-run")
    assert said.exit_code == 0
    lines = [line for line in said.output.splitlines() if line.startswith("Warning")]
    assert len(lines) == 1 and "tolerance of 10000" in lines[0]
    assert "from the start" in said.output
    assert "Warning" not in run("mine.toml", "--dry-run").output


def test_rates_are_tuned_towards_a_minimum_that_a_search_found(folder: Path, stage: list) -> None:
    (folder / "bowls.py").write_text(
        "def bowl(x, y): return x**2 + y**2\ndef plane(x, y): return x + y\n"
    )
    asked = ("--optimizer", "GD", "--start", "8,7", "--steps", "20", "--fair", "tuned", "--dry-run")
    said = run("--problem", "bowls:bowl", *asked)
    assert said.exit_code == 0 and "arrived at the lowest minimum found" in said.output
    refused = run("--problem", "bowls:plane", *asked)
    assert refused.exit_code == 2
    assert "no minimum of bowls:plane was found within x = -312 to 328" in refused.output
