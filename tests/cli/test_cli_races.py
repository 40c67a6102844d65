"""Several races by one `optanim race`, as a user meets them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner, Result

import optanim.farm.filming
import optanim.runs.tracing
from optanim.base.marks import is_ours
from optanim.cli import main
from optanim.farm.crew import Crew
from optanim.farm.order import Order
from optanim.films.reading import probe
from tests.films.small_films import film

RACE = """
problem = "himmelblau"
start = [0.3, -5]
steps = {steps}
theme = "light"
[[racers]]
optimizer = "GD"
lr = 0.01
"""
TABLE = 'name;steps;start\r\nfirst;3;2,9\r\n;4;\r\nFirst;;"1,2"\r\n'


class Films:
    """Who renders: notes what is asked for and by how many, and gives a small film each time."""

    def __init__(self, film: Path) -> None:
        self.film, self.asked, self.workers = film, [], []

    def films(self, orders: Sequence[Order], crew: Crew) -> Iterator[tuple[Order, Films]]:
        self.workers.append(crew.hands)
        for order in orders:
            self.asked.append(order)
            yield order, self

    seconds = 12.0

    def put(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.film, path)

    @property
    def steps(self) -> dict[str, int]:
        """How many steps the race of each film has."""
        requests = {order.subject.name: order.subject.request for order in self.asked}
        return {name: request.runs["GD"].steps for name, request in requests.items()}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for variable in ("OPTANIM_THEME", "OPTANIM_LANGUAGE", "OPTANIM_VOICE"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "odd").mkdir()
    for steps, name in enumerate(("a", "b", "odd/A"), start=3):
        (tmp_path / f"{name}.toml").write_text(RACE.format(steps=steps))
    (tmp_path / "values.csv").write_text(TABLE)
    return tmp_path


@pytest.fixture
def films(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Films:
    path = tmp_path_factory.mktemp("films") / "small.mp4"
    film(path)
    films = Films(path)
    monkeypatch.setattr(optanim.farm.filming, "films", films.films)
    return films


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["race", *map(str, arguments)])


def made(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*.mp4")}


def test_one_race_is_given_to_several_workers(folder: Path, films: Films) -> None:
    result = run("a.toml", "-o", "one.mp4", "-q", "l", "--workers", 2)
    assert result.exit_code == 0, result.output
    assert films.steps == {"a": 3} and films.workers == [2] and made(folder) == {"one.mp4"}
    assert result.stdout.splitlines()[-1] == "one.mp4"


def test_each_of_several_files_has_its_results_and_its_film(folder: Path, films: Films) -> None:
    result = run("a.toml", "b.toml", "odd/A.toml", "-o", "made", "-q", "l", "--language", "zh")
    assert result.exit_code == 0, result.output
    assert films.steps == {"a": 3, "b": 4, "A-2": 5} and films.workers == [1]
    paths = ["made/a.mp4", "made/b.mp4", "made/A-2.mp4"]
    assert made(folder) == {*paths} and result.stdout.splitlines()[-3:] == paths
    titles = [line for line in result.stdout.splitlines() if "Himmelblau" in line]
    assert [title.partition(";")[0] for title in titles] == [
        f"{name}: Himmelblau: {steps} steps" for name, steps in films.steps.items()
    ]
    (shape, manner) = {(order.shape["pixel_height"], order.manner) for order in films.asked}.pop()
    assert (shape, manner.language, manner.theme) == (480, "zh", None)  # the file's own theme
    told = [line.split() for line in result.stderr.splitlines()]
    assert told[0][0] == "a" and told[0][-4:] == ["made", "in", "12", "s"]


def test_options_go_before_the_keys_of_every_file(folder: Path, films: Films) -> None:
    assert run("a.toml", "b.toml", "--steps", 9).exit_code == 0
    assert films.steps == {"a": 9, "b": 9}
    assert made(folder) == {"media/races/a.mp4", "media/races/b.mp4"}


def test_every_row_of_a_table_is_a_race(folder: Path, films: Films) -> None:
    result = run("a.toml", "--table", "values.csv", "-o", "made", "--workers", 8)
    assert result.exit_code == 0, result.output
    assert films.steps == {"first": 3, "a-2": 4, "First-2": 3} and films.workers == [8]
    starts = [[*order.subject.request.problem.start] for order in films.asked]
    assert sorted(starts) == [[0.3, -5.0], [1.0, 2.0], [2.0, 9.0]]
    assert made(folder) == {"made/first.mp4", "made/a-2.mp4", "made/First-2.mp4"}


@pytest.mark.parametrize(
    ("more", "steps"), [(["b.toml"], [3, 4]), (["--table", "values.csv"], [3, 4, 3])]
)
def test_a_dry_run_only_prints_results(
    more: list[str], steps: list[int], folder: Path, films: Films
) -> None:
    result = run("a.toml", *more, "--dry-run", "--workers", 2)
    assert result.exit_code == 0, result.output
    titles = [line for line in result.stdout.splitlines() if ": Himmelblau: " in line]
    assert [int(title.split(": ")[2].split()[0]) for title in titles] == steps
    assert not films.asked and not (folder / "media/races").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.toml", "b.toml", "-o", "a.mp4"], "--output a.mp4: several films need a folder"),
        (["a.toml", "b.toml", "-o", "b.toml"], "b.toml is no folder"),
        (["a.toml", "b.toml", "-o", "taken"], "taken/b.mp4: is there already"),
        (["a.toml", "b.toml", "--save", "c.toml"], "--save c.toml: is for one race"),
        (["a.toml", "b.toml", "--optimizer", "GD"], "a.toml: a race file has its racers"),
        (["--optimizer", "GD", "lr=1", "eps=2"], "write --optimizer GD:lr=1"),
        (["a.toml", "b.toml", "--data", "-"], "--data -: standard input can be read only once"),
        (["a.toml", "b.toml", "--voice", "joe"], "voice 'joe': choose piper:joe"),
        (["a.toml", "b.toml", "--workers", "0"], "0 is not in the range"),
        (["a.toml", "b.toml", "-r", "3,3"], "--resolution '3,3'"),
        (["a.toml", "bb"], "unknown race 'bb'"),
        (["a.toml", "gone.toml"], "gone.toml: cannot be read"),
        (["--table", "values.csv"], "--table values.csv: goes with one race file, and there are 0"),
        (["a.toml", "b.toml", "--table", "values.csv"], "one race file, and there are 2"),
        (["a.toml", "--table", "gone.csv"], "gone.csv: cannot be read"),
        (["a.toml", "--table", "-"], "-: cannot be read"),
        (["a.toml", "--table", "odd"], "odd: cannot be read"),
        (["a.toml", "--table", "values.csv", "--steps", "9"], "--steps = 9: is a column of the"),
        (["a.toml", "--table", "values.csv", "--seconds", "9"], "--seconds = 9.0: must be 20"),
        (["a.toml", "--table", "wrong.csv"], "wrong.csv: row 3, column steps = 0: must be 1 or"),
    ],
)  # fmt: skip
def test_what_is_wrong_takes_one_line_status_2_and_no_computing(
    arguments: list[str], said: str, folder: Path, films: Films, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "taken").mkdir()
    (folder / "taken/b.mp4").write_text("somebody's")
    (folder / "wrong.csv").write_text("steps\n3\n0\n")
    before = sorted(folder.rglob("*"))
    monkeypatch.setattr(optanim.runs.tracing, "trace", lambda *_: pytest.fail("computed"))
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert said in result.stderr.splitlines()[-1] and result.stderr.count("Error") == 1
    assert not films.asked and sorted(folder.rglob("*")) == before


def test_the_mistakes_of_all_files_are_said(folder: Path, films: Films) -> None:
    (folder / "b.toml").write_text(RACE.format(steps=0) + "eps = -1\n")
    result = run("a.toml", "b.toml", "gone.toml", "gone.toml", "--seconds", 5)
    assert result.exit_code == 2 and not films.asked
    lines = result.stderr.splitlines()
    assert lines[0] == "Error: a.toml: --seconds = 5.0: must be 20 or more"
    assert lines[1] == "b.toml: 3 mistakes" and lines[2:4] == [
        "  steps = 0: must be 1 or more",
        "  --seconds = 5.0: must be 20 or more",
    ]
    assert lines[5:] == ["gone.toml: cannot be read: No such file or directory"]


def test_a_warning_that_holds_for_several_races_is_said_once(folder: Path, films: Films) -> None:
    (folder / "bowls.py").write_text("def bowl(x, y): return x**2 + y**2\n")
    (folder / "c.toml").write_text('problem = "bowls:bowl"\n[[racers]]\noptimizer = "GD"\n')
    (folder / "d.csv").write_text('start\n"1,2"\n"3,4"\n')
    result = run("c.toml", "--table", "d.csv", "--dry-run")
    assert result.exit_code == 0, result.output
    assert result.stderr.count("c.toml names code, which is run now: bowls:bowl") == 1


def test_room_is_counted_before_anything_is_computed(
    folder: Path, films: Films, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Memory:
        available = 2e9

    monkeypatch.setattr(psutil, "virtual_memory", Memory)
    monkeypatch.setattr(optanim.runs.tracing, "trace", lambda *_: pytest.fail("computed"))
    result = run("a.toml", "b.toml", "--workers", 2)
    assert result.exit_code == 2 and "--workers 2: each takes 3.2 GB" in result.stderr


@pytest.mark.film
def test_the_film_of_a_row_is_a_film(folder: Path) -> None:
    (folder / "values.csv").write_text("name,seconds\nmine,20\n")
    result = run("a.toml", "--table", "values.csv", "-q", "l", "-r", "320,180", "-o", "made")
    assert result.exit_code == 0, result.output
    assert {path.name for path in (folder / "made").iterdir()} == {
        "mine.mp4",
        "mine.json",
        "mine.srt",
    }
    assert all(map(is_ours, (folder / "made").iterdir()))
    made = probe(folder / "made/mine.mp4")
    assert (made.width, made.height) == (320, 180) and made.notes["title"] == "himmelblau: a race"
