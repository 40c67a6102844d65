"""`optanim script` as a lecturer meets it who lends a film a voice."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from optanim.cli import main
from optanim.films.reading import timeline
from optanim.voice.script import Script
from tests.voice.sounds import tone

RACE = """problem = "himmelblau"
start = [0.3, -5]
steps = 3
seconds = 20
view = "map"
[[racers]]
optimizer = "GD"
lr = 0.01
label = "<b>mine</b>, =1+1"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text(RACE)
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


def test_what_is_printed_is_recorded_and_heard(folder: Path) -> None:
    result = run("script", "mine.toml", "-o", "voice")
    assert result.exit_code == 0, result.output
    *printed, path = result.stdout.splitlines()
    lines = Script.read(Path(path)).lines
    assert [line.split("  ")[:2] for line in printed] == [[li.number, li.sentence] for li in lines]
    assert any("<b>mine</b>, =1+1" in line.sentence for line in lines)
    assert {line.film for line in lines} == {"mine"}
    for line in lines:
        tone(folder / "voice" / f"{line.number}.wav", 1.0)
    film = ["race", "mine.toml", "-r", "320,180", "-q", "l", "-o", "mine.mp4"]
    result = run(*film, "--voice", "recorded:voice")
    assert result.exit_code == 0, result.output
    said = timeline(folder / "mine.mp4")["captions"]
    assert said and all(line["end"] - line["start"] < 1.1 for line in said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["script"], "Missing argument 'FILM...'"),
        (["script", "sadle"], "unknown film or race 'sadle'. Did you mean 'saddle'?"),
        (["script", "gone.toml"], "gone.toml"),
        (["script", "contour", "-o", "mine.toml"], "mine.toml"),
        (["race", "mine.toml", "--voice", "joe"], "voice 'joe': choose piper:joe, "),
        (["film", "contour", "--voice", "recorded:x"], "recorded:x: there is no script.csv in it"),
    ],
)
def test_bad_input_ends_in_one_line(arguments: list[str], said: str, folder: Path) -> None:
    result = run(*arguments)
    assert result.exit_code == 2 and said in result.stderr.splitlines()[-1]
    assert [path.name for path in folder.iterdir() if path.name != "media"] == ["mine.toml"]


def test_a_table_of_somebodys_own_is_not_written_over(folder: Path) -> None:
    (folder / "recordings").mkdir()
    (folder / "recordings" / "script.csv").write_text("mine\n")
    result = run("script", "mine.toml")
    assert result.exit_code == 2 and "not a script: its columns must be" in result.stderr
    assert (folder / "recordings" / "script.csv").read_text() == "mine\n"
