"""The gallery: an index of pages that are there, with pictures of what they show."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import optanim.runs.tracing
from optanim.base import shipped
from optanim.base.errors import OptanimError
from optanim.base.marks import is_ours
from optanim.look.theme import DARK, rgb
from optanim.page.gallery import SIZE, write_gallery
from optanim.race_file import load

ABOUT = "<b>Bold</b> & \"quoted\" <script>alert('x')</script>"
BOWL = f"""# {ABOUT}
problem = "quadratic"
start = [3, 2]
steps = 4
window = [[-4, 4], [-4, 4]]
[[racers]]
optimizer = "GD"
lr = 0.05
label = "<i>GD</i>"
"""
LINE = """# Three points.
data = "<b>a.csv"
steps = 3
[[racers]]
optimizer = "Adam"
"""


class Read(HTMLParser):
    """What a browser makes of a page: its elements, what each is given, and its texts."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.texts.setdefault(tag, []).append("")

    def handle_data(self, data: str) -> None:
        if self.elements and data.strip():
            self.texts[self.elements[-1][0]][-1] += data.rstrip("\n")

    def given(self, tag: str, name: str) -> list[str]:
        return [each[name] or "" for kind, each in self.elements if kind == tag]


@pytest.fixture(scope="module")
def races(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """Two small races in place of those that ship."""
    folder = tmp_path_factory.mktemp("races")
    (folder / "<b>a.csv").write_text("x,y\n1,2\n2,3.5\n3,5.1\n")
    (folder / "bowl.toml").write_text(BOWL, "utf-8")
    (folder / "line.toml").write_text(LINE, "utf-8")
    found = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        patched.setattr(shipped, "races", lambda: found)
        yield found


@pytest.fixture(scope="module")
def index(races: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    shares: list[float] = []
    made = write_gallery(tmp_path_factory.mktemp("here") / "deep" / "pages", progress=shares.append)
    assert shares == sorted(shares) and 0 <= shares[0] <= shares[-1] <= 1
    return made


def pictures(read: Read) -> list[Image.Image]:
    kinds, data = zip(*(each.split(",") for each in read.given("img", "src")), strict=True)
    assert {*kinds} == {"data:image/jpeg;base64"}
    return [Image.open(io.BytesIO(base64.b64decode(each))) for each in data]


def test_every_race_has_its_page_and_its_picture(index: Path) -> None:
    read = Read(index)
    addresses = read.given("a", "href")
    assert index.name == "index.html" and addresses == ["bowl.html", "line.html"]
    assert {path.name for path in index.parent.iterdir()} == {*addresses, "index.html"}
    assert all(is_ours(path) for path in index.parent.iterdir())
    for address, title in zip(addresses, read.texts["h2"], strict=True):
        page = (index.parent / address).read_text("utf-8")
        assert '"slider": {"keyword": "lr"' in page and title.strip()
    assert [each.size for each in pictures(read)] == [SIZE, SIZE]


def test_a_picture_shows_the_ways_and_the_minimum_where_they_are(
    index: Path, races: dict[str, Path]
) -> None:
    request = load(races["bowl"])
    race = request.race()
    window = request.presentation.settled(race).shown_window.shaped(SIZE[0] / SIZE[1])
    picture, _ = pictures(Read(index))
    (left, right), (low, high) = window.intercept, window.slope
    assert (right - left) / (high - low) == pytest.approx(SIZE[0] / SIZE[1])

    def color(place: np.ndarray) -> np.ndarray:
        x = (place[0] - left) / (right - left) * SIZE[0]
        y = (high - place[1]) / (high - low) * SIZE[1]
        return np.array(picture.getpixel((int(x), int(y))))

    way = race.trajectories["<i>GD</i>"].params
    seen = [color(way[0] + share * (way[1] - way[0])) for share in (0.3, 0.5, 0.7)]
    for each in seen:
        np.testing.assert_allclose(each, 255 * np.array(rgb(DARK.racer("GD"))), atol=60)
    np.testing.assert_allclose(color(np.zeros(2)), 255 * np.array(rgb(DARK.minimum)), atol=60)


def test_what_looks_like_markup_is_text(index: Path) -> None:
    read = Read(index)
    assert read.texts["p"][0] == ABOUT and "script" not in read.texts
    assert "b" not in read.texts and any("<b>a" in title for title in read.texts["h2"])


def test_nothing_is_loaded_from_elsewhere(index: Path) -> None:
    read = Read(index)
    for tag, given in read.elements:
        assert tag not in {"link", "script", "iframe", "base"}
        for name in given.keys() & {"src", "href", "srcset", "poster"}:
            assert ":" not in given[name].removeprefix("data:"), given[name]
    assert "url(" not in "".join(read.texts["style"])
    (policy,) = [each for _, each in read.elements if each.get("http-equiv")]
    assert policy["content"].startswith("default-src 'none';")


def test_words_are_those_of_the_language(races: dict[str, Path], tmp_path: Path) -> None:
    read = Read(write_gallery(tmp_path, "zh"))
    assert read.given("html", "lang") == ["zh"] and read.texts["h1"] == ["可以动手玩的赛跑"]
    assert '<html lang="zh">' in (tmp_path / "bowl.html").read_text("utf-8")
    assert not read.texts.get("p") or not any(read.texts["p"])


@pytest.mark.parametrize("name", ["line.html", "index.html"])
def test_what_somebody_has_there_is_kept_and_found_before_anything_is_computed(
    name: str, races: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(optanim.runs.tracing, "trace", lambda *_: pytest.fail("computed"))
    monkeypatch.setattr("optanim.page.gallery.write_page", lambda *_: pytest.fail("written"))
    (tmp_path / name).write_text("<p>somebody's</p>")
    with pytest.raises(OptanimError, match=f"{name}: is there already.*--force"):
        write_gallery(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "<p>somebody's</p>"


def test_what_optanim_wrote_is_replaced_and_the_rest_by_force(
    races: dict[str, Path], tmp_path: Path
) -> None:
    (tmp_path / "line.html").write_text("<p>somebody's</p>")
    write_gallery(tmp_path, force=True)
    assert is_ours(tmp_path / "line.html")
    before = (tmp_path / "line.html").read_bytes()
    write_gallery(tmp_path)
    assert (tmp_path / "line.html").read_bytes() == before
