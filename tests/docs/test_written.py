"""The texts of the site that are written from the code tell of all of it, and tell the truth."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from docs.written import catalogue, gallery, packages, race_keys
from docs.written.formulas import mathml
from docs.written.maps import drawn
from optanim.look.theme import DARK, rgb
from optanim.look.words import Words
from optanim.losses import OF_DATA, SURFACES
from optanim.optimizers.optimizer import TABLE
from optanim.page.gallery import Entry, index_of
from optanim.race_file import checked
from optanim.race_file.mistakes import Mistakes
from optanim.race_file.model import RaceModel

ROOT = Path(__file__).parents[2]
RANGE = re.compile(r"\| `(?P<key>\w+)` .*number, (?P<low>-?[\d.e-]+) to (?P<high>-?[\d.e-]+)\*")
WHOSE = {key: {"loss": name} for name, entry in OF_DATA.items() for key in entry.settings}


def test_every_key_of_a_race_has_its_row() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", race_keys.race_keys(), re.MULTILINE)
    assert rows == [*RaceModel.model_fields]
    assert "| `optimizer` |" in race_keys.racer_keys()


def test_a_row_says_what_holds_where_the_key_is_left_out() -> None:
    rows = race_keys.race_keys().splitlines()
    assert any(row.startswith("| `steps` |") and row.endswith("| `100` |") for row in rows)
    assert any(row.startswith("| `fair` |") and "`same-lr` or `tuned`" in row for row in rows)
    assert any(row.startswith("| `racers` |") and row.endswith("| must be given |") for row in rows)


def ranges() -> list[tuple[str, float, float]]:
    found = RANGE.finditer(race_keys.race_keys())
    return [(row["key"], float(row["low"]), float(row["high"])) for row in found]


def race_with(key: str, value: float) -> dict:
    value = int(value) if key == "steps" else value
    problem = {} if key in WHOSE else {"problem": "quadratic"}
    return {"racers": [{"optimizer": "GD"}], **problem, **WHOSE.get(key, {}), key: value}


@pytest.mark.parametrize(("key", "low", "high"), ranges())
def test_the_bounds_on_the_page_are_those_that_hold(key: str, low: float, high: float) -> None:
    for value in (low, high):
        checked(race_with(key, value), "a test")
    for value in (low - max(abs(low), 1.0), high + max(abs(high), 1.0)):
        with pytest.raises(Mistakes, match=key):
            checked(race_with(key, value), "a test")


def test_there_are_ranges_to_look_at() -> None:
    assert {"steps", "seconds", "delta", "condition"} <= {key for key, *_ in ranges()}


def test_every_module_stands_on_one_page() -> None:
    told = re.findall(r"automodule:: (\S+)", "".join(packages.pages().values()))
    files = [path for path in ROOT.glob("optanim/**/*.py") if not path.name.startswith("__")]
    assert sorted(told) == sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files
    )


def test_packages_come_in_the_order_in_which_data_flows() -> None:
    names = packages.packages()
    assert names[0] == "base"
    assert names.index("runs") < names.index("proof") < names.index("stage.draw")
    assert names.index("stage.draw") < names.index("stage.film") < names.index("cli")


def test_every_optimizer_and_loss_has_its_equations() -> None:
    for text, names in ((catalogue.optimizers(), TABLE), (catalogue.losses(), OF_DATA | SURFACES)):
        formulas = re.findall(r"^\$\$\n(.+?)\n\$\$", text, re.MULTILINE | re.DOTALL)
        assert len(formulas) == len(names)
        assert all(f"# {name}\n" in text for name in names)
        for formula in formulas:
            ET.fromstring(mathml(formula, display=True))


def test_every_key_of_a_race_and_of_a_racer_says_what_it_is_for() -> None:
    for text in (race_keys.race_keys(), race_keys.racer_keys()):
        for row in text.splitlines()[2:]:
            assert re.search(r"\| \S.+\. \*.+\* \|", row), row


def test_every_film_is_in_the_gallery_with_a_picture() -> None:
    told = dict(part.split("\n", 1) for part in gallery.films().split("## ")[1:])
    for scene in ROOT.glob("scenes/*.py"):
        film = told[scene.stem]
        assert f"manim -pqh scenes/{scene.name}" in film
        assert f"{scene.stem}.jpg" in film
        for picture in re.findall(r"!\[.*?\]\(\.\./(.+?)\)", film):
            assert (ROOT / picture).exists()


def test_every_race_is_among_the_pages_with_a_link_where_its_page_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gallery, "PAGES", tmp_path)
    races = {path.stem for path in ROOT.glob("races/*.toml")}

    def told() -> dict[str, str]:
        return dict(part.split("\n", 1) for part in gallery.pages().split("## ")[1:])

    assert told().keys() == races and "href" not in gallery.pages()
    small = [Entry(f"{name}.html", name, "", "/9j/4AAQ") for name in races]
    (tmp_path / "index.html").write_text("".join(index_of(small, Words.load())), "utf-8")
    for name, text in told().items():
        assert f"optanim page races/{name}.toml" in text
        assert f'href="pages/{name}.html"' in text and "data:image/jpeg;base64,/9j/4AAQ" in text


def test_no_text_is_left_of_a_film_that_is_gone() -> None:
    told = {path.stem for path in gallery.TEXTS.glob("*.md")}
    assert told <= {path.stem for path in gallery.SCENES.glob("*.py")}


def test_a_map_has_its_cross_at_the_minimum() -> None:
    """Himmelblau's (3, 2) in a window that is as wide as high."""
    picture = drawn("himmelblau")
    (left, right), (low, high) = SURFACES["himmelblau"].kind().window
    column = round((3 - left) / (right - left) * picture.width)
    row = round((high - 2) / (high - low) * picture.height)
    accent = [round(255 * part) for part in rgb(DARK.minimum)]
    assert picture.getpixel((column, row)) == pytest.approx(accent, abs=40)
    assert picture.getpixel((column, row - 12)) != pytest.approx(accent, abs=40)


def test_a_formula_is_mathml() -> None:
    root = ET.fromstring(mathml("theta_(k+1) = theta_k / sqrt(v)", display=True))
    assert root.tag == "math"
    assert root.get("display") == "block"
    assert root.find(".//mfrac/msqrt/mi").text == "𝑣"


def test_what_is_no_formula_is_quoted() -> None:
    with pytest.raises(ValueError, match=r"eta nonsense.*unknown variable: nonsense"):
        mathml("eta nonsense")
