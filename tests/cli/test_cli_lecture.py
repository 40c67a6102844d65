"""`optanim lecture` as a lecturer meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from optanim.cli import main
from optanim.lecture import documents
from tests.lecture.test_lecture import RACE


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text(RACE.format(steps=3))
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["lecture", *map(str, arguments)])


def test_a_lecture_of_one_race_is_made_and_reported(folder: Path) -> None:
    asked = "mine.toml", "-r", "320,180", "-q", "l", "-o", "mine", "--single-file"
    result = run(*asked)
    assert result.exit_code == 0, result.output
    *_, told, where = result.stdout.splitlines()
    assert where == "mine" and told.startswith("1 film, ") and "0 taken from before" in told
    assert "</script><b>x</b>" in result.stdout  # its fingerprint
    assert result.stderr.splitlines()[0].startswith("mine ")
    assert {"slides.html", "slides-single.html"} <= {path.name for path in Path("mine").iterdir()}
    again = run(*asked)
    assert "0 files made" in again.stdout and "from before" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sadle"], "unknown film or race 'sadle'. Did you mean 'saddle'?"),
        (["gone.toml"], "gone.toml"),
        (["contour", "--voice", "joe"], "voice 'joe': choose piper:joe, "),
        (["contour", "--language", "xx"], "unknown language 'xx': choose from en, zh"),
        (["contour", "--theme", "blue"], "unknown theme 'blue'"),
        (["contour", "--workers", "0"], "0 is not in the range"),
        (["mine.toml", "contour", "-o", "mine.toml"], "mine.toml"),
    ],
)
def test_bad_input_ends_in_one_line_and_nothing_is_written(
    arguments: list[str], said: str, folder: Path
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2 and said in result.stderr.splitlines()[-1]
    assert [path.name for path in folder.iterdir()] == ["mine.toml"]


def test_a_package_that_is_missing_is_said_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "find_spec", lambda name: None)
    result = run("contour")
    assert result.exit_code == 2
    needed = "slides need Jinja, python-pptx, reveal.js: pip install 'optanim[slides]'"
    assert needed in result.stderr.splitlines()[-1]
    assert [path.name for path in folder.iterdir()] == ["mine.toml"]
