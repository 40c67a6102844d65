"""From a race file to its film, and again: what is made, where it lies, what is made anew."""

from __future__ import annotations

import ast
import json
import random
from pathlib import Path

import numpy as np
import pytest
from manim.constants import QUALITIES

from optanim.base.errors import OptanimError
from optanim.base.window import Window
from optanim.films.reading import probe, timeline
from optanim.optimizers.optimizer import make
from optanim.race_file import checked
from optanim.race_file.presentation import Presentation
from optanim.stage.film.rendering import format_of, render
from tests.conftest import ROOT
from tests.stage.film.races import film, race

pytestmark = pytest.mark.film
KEYS = {"problem": "saddle", "steps": 12, "view": "map", "seconds": 20.0, "start": (-1.5, 0.01)}
RACERS = [{"optimizer": "GD", "lr": 0.05}, {"optimizer": "Adam", "lr": 0.05}]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, and a quality in which rendering takes no time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPTANIM_THEME", raising=False)
    tiny = {"flag": "l", "pixel_width": 320, "pixel_height": 180, "frame_rate": 4}
    monkeypatch.setitem(QUALITIES, "low_quality", tiny)
    return tmp_path


@pytest.mark.parametrize("view", ["side-by-side", "map", "surface"])
def test_the_film_lies_where_it_is_wanted_with_timeline_and_subcaptions(view: str) -> None:
    spec = checked({**KEYS, "view": view, "racers": RACERS}, "a test")
    run = spec.race()
    output, drawn = Path("films/my race.mp4"), random.getstate()
    assert render(run, spec.presentation, output, format_of("l")) == output
    assert random.getstate() == drawn  # though Manim seeds what its scenes draw
    assert sorted(path.name for path in output.parent.iterdir()) == [
        "my race.json", "my race.mp4", "my race.srt",
    ]  # fmt: skip
    declared = timeline(output)
    assert declared["fingerprints"] == {
        name: t.run.fingerprint for name, t in run.trajectories.items()
    }
    assert {view["racer"] for view in declared["views"]} == {"GD", "Adam"}
    assert probe(output).frames == declared["frames"]
    assert {f"run {name}" for name in run.trajectories} <= probe(output).notes.keys()


def test_an_output_that_is_a_folder_is_refused_in_one_sentence(folder: Path) -> None:
    spec = checked({**KEYS, "racers": RACERS[:1]}, "a test")
    (folder / "there.mp4").mkdir()
    with pytest.raises(OptanimError, match=r"there\.mp4.*folder"):
        render(spec.race(), spec.presentation, Path("there.mp4"), format_of("l"))


def test_a_missing_font_is_said_as_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = checked({**KEYS, "racers": RACERS[:1]}, "a test")
    monkeypatch.setattr("manimpango.list_fonts", lambda: ["Serif"])
    with pytest.raises(OptanimError, match=r"^the font 'Inter' is not installed"):
        render(spec.race(), spec.presentation, Path("x.mp4"), format_of("l"))


def test_the_tuning_is_shown_with_the_chosen_rates() -> None:
    keys = {**KEYS, "problem": "quadratic", "fair": "tuned", "start": (-4.0, 2.0)}
    racers = [{"optimizer": "GD"}, {"optimizer": "Adam"}]
    spec = checked({**keys, "racers": racers}, "a test")
    run = spec.race()
    render(run, spec.presentation, Path("tuned.mp4"), format_of("l"))
    declared = timeline(Path("tuned.mp4"))
    assert declared["sections"][0]["title"] == "The tuning"
    assert set(run.sweeps) == {"GD", "Adam"}
    for name, sweep in run.sweeps.items():
        chosen = run.trajectories[name].optimizer.settings["lr"]
        assert chosen == sweep.values[sweep.best]


def test_only_what_shows_the_changed_racer_is_rendered_again(folder: Path) -> None:
    """The ground is the same for both races: its plays come from Manim's cache, the same files."""
    shown = Presentation(view="map", window=Window((-2.0, 2.0), (-1.0, 3.0)), seconds=12.0)

    def parts(lr: float) -> dict[str, int]:
        run = race("rosenbrock", 8, make("GD", lr=0.001), make("Adam", lr=lr))
        made = film(run, shown, folder).path
        plays = made.parent.rglob("partial*/*/*.mp4")
        return {path.name: path.stat().st_ino for path in plays}

    first, again, other = parts(0.1), parts(0.1), parts(0.05)
    assert first == again, "an unchanged race is rendered again"
    kept = {name for name in first if other.get(name) == first[name]}
    new = other.keys() - first.keys()
    assert len(kept) == len(first) and new
    shared = _played(folder) - len(new)
    assert shared >= 3, "the acts without racers were rendered again"


def _played(folder: Path) -> int:
    """How many plays the last film is joined of."""
    (listed,) = folder.rglob("partial_movie_file_list.txt")
    return sum(line.startswith("file ") for line in listed.read_text("utf-8").splitlines())


def test_the_notebook_runs_and_shows_table_and_film(folder: Path) -> None:
    """Its cells, one after another as a kernel would run them, at a tiny quality."""
    notebook = json.loads((ROOT / "examples" / "race.ipynb").read_text("utf-8"))
    names: dict[str, object] = {}
    shown = []
    for cell in (cell for cell in notebook["cells"] if cell["cell_type"] == "code"):
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            shown.append(value._repr_html_() if hasattr(value, "_repr_html_") else value)
    tables = shown[:2]
    assert all("<table>" in table and "Momentum" in table for table in tables)
    assert "<video" not in tables[0] and '<video controls loop width="800"' in tables[1]
    assert "data:video/mp4;base64,AAAA" in tables[1]
    assert np.allclose(shown[-1][0], [-0.5, -0.5])
