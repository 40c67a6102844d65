"""`optanim page` as a teacher meets it."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

import optanim.page
import optanim.page.film
import optanim.page.page
import optanim.runs.tracing
from optanim.base.files import whole
from optanim.base.marks import mark
from optanim.cli import main

RACE = """
problem = "himmelblau"
start = [0.3, -5]
steps = 6

[[racers]]
optimizer = "Momentum"
lr = 0.01

[[racers]]
optimizer = "Adam"
lr = 0.3
label = "[red]亚当</script>"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPTANIM_LANGUAGE", raising=False)
    (tmp_path / "mine.toml").write_text(RACE, "utf-8")
    return tmp_path


@pytest.fixture
def nothing_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optanim.runs.tracing, "trace", lambda *_: pytest.fail("computed"))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["page", *map(str, arguments)])


def names(folder: Path) -> list[str]:
    """All that lies there, but for the archives of what was raced."""
    return sorted(path.name for path in folder.iterdir() if path.name != "media")


def race_on(page: Path) -> dict[str, Any]:
    """The race as the scripts of ``page`` find it."""
    found = re.search(r'id="content">(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    assert found
    (race,) = json.loads(found[1])["races"]
    return race


def told_in(result: Result) -> str:
    """The only line that tells what is wrong; nothing but how the command is used goes before."""
    assert result.exit_code == 2, result.output
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    assert line == result.stderr.strip().splitlines()[-1] and "Traceback" not in result.output
    return line


def test_help_tells_what_is_made_of_what() -> None:
    result = run("--help")
    said = " ".join(result.output.split())
    assert result.exit_code == 0 and "FILM|RACE" in said and "without a network" in said
    assert all(option in said for option in ("--slider", "--gallery", "--language", "--force"))
    assert "page " in CliRunner().invoke(main, ["--help"]).output


def test_the_page_of_a_race_file_lies_beside_where_it_is_called(folder: Path) -> None:
    result = run("mine.toml")
    assert result.exit_code == 0, result.output
    assert result.stdout == "mine.html\n" and names(folder) == ["mine.html", "mine.toml"]
    race = race_on(folder / "mine.html")
    assert [racer["name"] for racer in race["racers"]] == ["Momentum", "[red]亚当</script>"]
    assert race["steps"] == 6 and race["slider"]["keyword"] == "lr"
    assert {"0.01", "0.3"} <= {*race["slider"]["values"]}
    again = run("mine.toml", "--slider", "none", "-o", "mine.html")
    assert again.exit_code == 0, again.output
    assert race_on(folder / "mine.html")["slider"] is None


def test_a_slider_has_the_values_that_are_asked_for(folder: Path) -> None:
    result = run("mine.toml", "--slider", "momentum=0.9,0.1", "-o", "deep/er.html")
    assert result.exit_code == 0, result.output
    slider = race_on(folder / "deep" / "er.html")["slider"]
    assert slider["keyword"] == "momentum" and slider["values"] == ["0.1", "0.9"]
    assert [cells is None for cells in slider["cells"]] == [False, True]  # Adam has none


@pytest.mark.parametrize(("variable", "option"), [("en", "zh"), ("zh", None)])
def test_the_language_is_the_options_or_else_that_of_the_environment(
    variable: str, option: str | None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPTANIM_LANGUAGE", variable)
    asked = ["--language", option] if option else []
    assert run("mine.toml", "--slider", "none", *asked).exit_code == 0
    assert '<html lang="zh">' in (folder / "mine.html").read_text("utf-8")


def test_where_nobody_has_a_learning_rate_there_is_no_slider_unasked(folder: Path) -> None:
    (folder / "mine_opt.py").write_text(
        "import torch\n"
        "class Sign(torch.optim.Optimizer):\n"
        "    def __init__(self, params, size=0.1):\n"
        "        super().__init__(params, {'size': size})\n"
        "    def step(self, closure=None):\n"
        "        for group in self.param_groups:\n"
        "            for p in group['params']:\n"
        "                p.data -= group['size'] * p.grad.sign()\n"
    )
    sign = 'problem = "beale"\nsteps = 3\n[[racers]]\noptimizer = "mine_opt:Sign"\n'
    (folder / "sign.toml").write_text(sign)
    result = run("sign.toml")
    assert result.exit_code == 0, result.output
    assert race_on(folder / "sign.html")["slider"] is None
    assert "unknown hyperparameter of a racer 'lr'" in told_in(run("sign.toml", "--slider", "lr"))
    varied = run("sign.toml", "--slider", "size=0.1,0.2")
    assert varied.exit_code == 0, varied.output
    assert race_on(folder / "sign.html")["slider"]["values"] == ["0.1", "0.2"]


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        ([], ["name a film or a race", "--gallery DIR", "optanim list"]),
        (["sadle"], ["unknown film or race 'sadle'. Did you mean 'saddle'?", "himmelblau, "]),
        (["mine"], ["unknown film or race 'mine'", "Choose from"]),
        (["gone.toml"], ["gone.toml: cannot be read"]),
        (["odd.toml"], ["odd.toml", "himmelblauu", "himmelblau"]),
        (["mine.toml", "--slider", "gamma"], ["hyperparameter of a racer 'gamma'", "momentum"]),
        (["mine.toml", "--slider", "lr=fast"], ["slider lr: 'fast' is no value of it"]),
        (["mine.toml", "--slider", "lr=-1"], ["lr=-1", "0 or more"]),
        (["mine.toml", "--slider", "momentum=2"], ["momentum=2"]),
        (["mine.toml", "--slider", "lr="], ["'lr='", "KEY=VALUE"]),
        (["mine.toml", "--slider", "=0.1"], ["'=0.1'", "KEY=VALUE"]),
        (["mine.toml", "--slider", ""], ["slider ''", "KEY=VALUE"]),
        (["mine.toml", "--slider", "betas=0.9"], ["betas", "0.9", "0.9/0.999"]),
        (["mine.toml", "--slider", "eps"], ["slider eps: name its values, as in eps="]),
        (["mine.toml", "--language", "xx"], ["unknown language 'xx': choose from en, zh"]),
        (["mine.toml", "-o", "mine.htm"], ["mine.htm: must end in .html"]),
        (["mine.toml", "-o", "mine.toml"], ["mine.toml: must end in .html"]),
        (["mine.toml", "-o", "mine.toml/a.html"], ["mine.toml is no folder"]),
        (["mine.toml", "-o", "folder.html"], ["folder.html", "is a folder"]),
        (["mine.toml", "-o", "/proc/nowhere/a.html"], ["cannot be written"]),
        (["mine.toml", "-o", "theirs.html"], ["theirs.html: is there already", "--force"]),
        (["page.html", "-o", "new.html"], ["page.html: is no TOML"]),
        (["mine.toml", "--gallery", "new"], ["--gallery new", "name nothing besides"]),
        (["--gallery", "new", "-o", "new.html"], ["--gallery new", "name nothing besides"]),
        (["--gallery", "new", "--slider", "none"], ["--gallery new", "name nothing besides"]),
        (["--gallery", "mine.toml"], ["mine.toml is no folder"]),
        (["--gallery", "taken"], ["taken/index.html: is there already", "--force"]),
        (["contour", "--slider", "lr"], ["--slider lr: is of a race, and contour is a film"]),
        (["contour", "-o", "contour.mp4"], ["contour.mp4: must end in .html"]),
        (["contour", "-o", "theirs.html"], ["theirs.html: is there already"]),
    ],
)
def test_bad_input_takes_one_line_and_no_computing(
    arguments: list[str], parts: list[str], folder: Path, nothing_computed: None
) -> None:
    (folder / "odd.toml").write_text(RACE.replace("himmelblau", "himmelblauu"), "utf-8")
    for name in ("theirs.html", "page.html", "taken/index.html"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("<p>somebody's</p>")
    (folder / "folder.html").mkdir()
    before = {path: path.is_file() and path.read_bytes() for path in folder.rglob("*")}
    line = told_in(run(*arguments))
    assert all(part in line for part in parts), line
    assert {path: path.is_file() and path.read_bytes() for path in folder.rglob("*")} == before


def test_a_page_of_somebody_elses_is_replaced_by_force(folder: Path) -> None:
    (folder / "theirs.html").write_text("<p>somebody's</p>")
    asked = "mine.toml", "--slider", "none", "-o", "theirs.html"
    assert run(*asked, "--force").exit_code == 0
    assert run(*asked).exit_code == 0  # what optanim wrote
    with (folder / "theirs.html").open("a") as file:
        file.write("<p>edited</p>")
    assert "theirs.html: is there already" in told_in(run(*asked))


def test_an_unknown_language_of_the_environment_is_said_first(
    monkeypatch: pytest.MonkeyPatch, nothing_computed: None
) -> None:
    monkeypatch.setenv("OPTANIM_LANGUAGE", "xx")
    assert "unknown language 'xx': choose from en, zh" in told_in(run("mine.toml"))


@pytest.mark.parametrize(
    ("missing", "said"),
    [({"plotly"}, "pages need plotly: "), ({"jinja2", "plotly"}, "pages need Jinja, plotly: ")],
)
@pytest.mark.parametrize("arguments", [["mine.toml"], ["contour"], ["--gallery", "new"]])
def test_a_package_that_is_missing_is_said_before_anything_is_computed(
    arguments: list[str],
    missing: set[str],
    said: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    nothing_computed: None,
) -> None:
    there = lambda name: None if name in missing else object()  # noqa: E731
    monkeypatch.setattr(optanim.page, "find_spec", there)
    assert told_in(run(*arguments)) == f"Error: {said}pip install 'optanim[page]'"
    assert names(folder) == ["mine.toml"]


def test_a_page_that_cannot_be_finished_is_not_begun(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "mine.html").write_text("as it was")

    def full() -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(optanim.page.page.plotly, "script", full)
    said = told_in(run("mine.toml", "--slider", "none", "--force"))
    assert said == "Error: mine.html: cannot be written: No space left on device"
    assert names(folder) == ["mine.html", "mine.toml"]
    assert (folder / "mine.html").read_text() == "as it was"


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> list[tuple]:
    """A stage that notes what it is to render, and who makes pages of films that are no films."""
    asked: list[tuple] = []

    def render_film(name: str, output: Path, *wanted: Any) -> Path:
        asked.append((name, output, *wanted))
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(b"a film")
        return output

    def write_film_page(film: Any, output: Path, language: str | None) -> Path:
        asked.append((film.path, output, language))
        with whole(output) as draft:
            draft.write_text("a page")
            mark(draft)
        return output

    module = ModuleType("optanim.stage.film.rendering")
    module.render_film, module.format_of, module.Manner = render_film, lambda shape: shape, dict
    monkeypatch.setitem(sys.modules, "optanim.stage.film.rendering", module)
    monkeypatch.setattr(
        optanim.page.film.Film, "at", staticmethod(lambda path: SimpleNamespace(path=path))
    )
    monkeypatch.setattr(optanim.page.page, "write_film_page", write_film_page)
    return asked


def test_the_page_of_a_film_has_it_rendered_once(folder: Path, stage: list[tuple]) -> None:
    film = Path("media/films/contour.mp4")
    result = run("contour")
    assert result.exit_code == 0 and result.stdout == "contour.html\n"
    assert stage == [
        ("contour", film, "m", {"language": None}),
        (film, Path("contour.html"), None),
    ]
    assert run("contour", "-o", "again.html").exit_code == 0
    assert stage[2:] == [(film, Path("again.html"), None)]


def test_every_language_has_its_own_film(folder: Path, stage: list[tuple]) -> None:
    film = Path("media/films/contour-zh.mp4")
    assert run("contour").exit_code == 0 and run("contour", "--language", "zh").exit_code == 0
    assert stage[2:] == [
        ("contour", film, "m", {"language": "zh"}),
        (film, Path("contour.html"), "zh"),
    ]


def test_a_film_of_ones_own_is_named_by_its_path(folder: Path, stage: list[tuple]) -> None:
    assert run("films/mine.mp4").exit_code == 0
    assert stage == [(Path("films/mine.mp4"), Path("mine.html"), None)]


def test_of_a_film_and_a_race_of_one_name_the_film_goes_first(stage: list[tuple]) -> None:
    assert run("saddle").exit_code == 0 and stage[0][0] == "saddle"


def test_a_film_is_not_rendered_over_what_somebody_has_beside_it(
    folder: Path, stage: list[tuple]
) -> None:
    (folder / "media" / "films").mkdir(parents=True)
    (folder / "media" / "films" / "contour.srt").write_text("somebody's")
    assert "contour.srt: is there already" in told_in(run("contour"))
    assert stage == []
