"""Posters: size, colours, and whether they can be read where they are small."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from optanim.base.marks import is_ours
from optanim.lecture.documents.pictures import backdrop
from optanim.lecture.documents.poster import SIZE, poster
from optanim.lecture.documents.records import Lecture
from optanim.look.theme import DARK, LIGHT, Theme, rgb
from tests.lecture.documents import lectures

SMALL = 320, 180  # as lists of films show them
TITLES = "Adam", "Gradient descent on its map", "Himmelblau: " + "a race of eight optimizers " * 3
LONG_WORD, CHINESE = "Backpropagationsalgorithmus", "优化器如何找到最低点"


def pixels(
    lecture: Lecture, path: Path, size: tuple[int, int] = SIZE, **film: object
) -> np.ndarray:
    poster(lecture, replace(lecture.films[0], **film), path)
    with Image.open(path) as picture:
        assert picture.size == SIZE
        return np.asarray(picture.convert("RGB").resize(size, Image.Resampling.BOX), dtype=float)


def near(picture: np.ndarray, color: str, within: float = 24.0) -> np.ndarray:
    """Which pixels have about this colour."""
    return np.abs(picture - 255 * np.array(rgb(color))).max(axis=2) < within


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("title", [*TITLES, LONG_WORD, CHINESE], ids=len)
def test_titles_can_be_read_small(
    lecture: Lecture, tmp_path: Path, theme: Theme, title: str
) -> None:
    """The strokes of type keep the text's own colour at a quarter of the size."""
    themed = replace(lecture, theme=theme)
    small = pixels(themed, tmp_path / "a.png", SMALL, title=title, racers=())
    text = near(small, theme.text, 60.0)
    rows, columns = np.nonzero(text)
    assert text.sum() > 150 and rows.max() < 165 and rows.min() > 10
    assert columns.min() > 15 and columns.max() < 0.5 * SMALL[0]
    assert near(small, theme.background)[:, :145].mean() > 0.5


def test_short_titles_are_larger_than_long_ones(lecture: Lecture, tmp_path: Path) -> None:
    heights = []
    for title in TITLES:
        text = near(pixels(lecture, tmp_path / "a.png", title=title, racers=()), DARK.text)
        lines = np.diff(np.flatnonzero(np.diff(np.r_[0, text.any(axis=1), 0])))[::2]
        heights.append(lines[0])
    assert min(heights[:2]) > 1.2 * heights[2] and heights[2] >= 28


def test_racers_have_their_colours(lecture: Lecture, tmp_path: Path) -> None:
    shown = pixels(lecture, tmp_path / "a.png", racers=("GD", "RMSprop"))
    alone = pixels(lecture, tmp_path / "b.png", racers=())
    for name in ("GD", "RMSprop"):
        place = near(shown[:, :600], DARK.racer(name))
        assert 600 < place.sum() < 1300  # a head of the radius 17 has 908
    assert not near(alone[:, :600], DARK.racer("GD")).any()
    widths = near(shown[:, :600], DARK.racer("RMSprop")).sum(axis=1)  # a triangle that points up
    widths = widths[widths > 0]
    assert widths[2] < widths[-3] / 3


def test_four_racers_stand_in_two_rows_of_two(lecture: Lecture, tmp_path: Path) -> None:
    names = "GD", "Momentum", "RMSprop", "Adam"
    shown = pixels(lecture, tmp_path / "a.png", racers=names)[:, :600]
    heads = [near(shown, DARK.racer(name)) for name in names[:3]]  # Adam's is the text's colour
    first, second, third = (np.flatnonzero(head.any(axis=1)).mean() for head in heads)
    assert abs(first - second) < 5 and third - second > 30


def test_chinese_breaks_where_it_may(lecture: Lecture, tmp_path: Path) -> None:
    text = near(pixels(lecture, tmp_path / "a.png", title=CHINESE, racers=()), DARK.text)
    rows = np.flatnonzero(np.diff(np.r_[0, text.any(axis=1), 0]))
    assert np.diff(rows)[::2].max() > 60  # pixels a line, by letters as wide as they are high
    last = np.flatnonzero(text[rows[-2] : rows[-1]].any(axis=0))
    assert np.ptp(last) > 0.4 * np.ptp(np.flatnonzero(text.any(axis=0)))  # not one letter alone


def test_a_chinese_title_is_broken_between_words(lecture: Lecture, tmp_path: Path) -> None:
    """Five letters stand above three, where four above four would part 优化 from 器."""
    chinese = replace(lecture, language="zh")
    title = "四个优化器在鞍点"
    text = near(pixels(chinese, tmp_path / "a.png", title=title, racers=()), DARK.text)
    edges = np.flatnonzero(np.diff(np.r_[0, text.any(axis=1), 0]))
    middle = (edges[0] + edges[-1]) // 2
    above, below = (
        np.ptp(np.flatnonzero(part.any(axis=0))) for part in (text[:middle], text[middle:])
    )
    assert above / below == pytest.approx(5 / 3, rel=0.1)


def test_eight_racers_with_long_names_keep_below_the_title(lecture, tmp_path) -> None:
    names = tuple(f"an optimizer with a very long name, number {k}" for k in range(8))
    text = near(pixels(lecture, tmp_path / "a.png", title=TITLES[1], racers=names), DARK.text)
    heads = near(pixels(lecture, tmp_path / "a.png", title=TITLES[1], racers=names), DARK.focus)
    first_head = np.flatnonzero(heads[:, :110].any(axis=1)).min()
    gap = ~text[first_head - 30 : first_head - 2].any(axis=1)
    assert gap.all() and text[: first_head - 30].any()
    assert np.flatnonzero(heads.any(axis=1)).max() < SIZE[1] - 40


def test_the_backdrop_shows_the_most_colourful_part(tmp_path: Path) -> None:
    picture = Image.new("RGB", (320, 180), "grey")
    picture.paste("orange", (60, 60, 180, 170))
    picture.save(tmp_path / "still.png")
    made = np.asarray(backdrop(tmp_path / "still.png", DARK, SIZE), dtype=float)
    assert near(made[:, :400], DARK.background, 2).all()  # where the title stands
    assert near(made, "#FFA500")[:, 740:].mean() > 0.35


def test_an_upright_backdrop_leaves_its_upper_part_to_the_title(tmp_path: Path) -> None:
    still = lectures.still(tmp_path / "still.png", "orange")
    made = np.asarray(backdrop(still, DARK, (720, 1280)), dtype=float)
    assert near(made[:530], DARK.background, 2).all()
    assert near(made, "#FFA500")[820:].all()


@pytest.mark.parametrize("size", [(180, 320), (64, 48), (1000, 100)])
def test_stills_of_any_shape_fill_their_place(size, tmp_path: Path) -> None:
    still = lectures.still(tmp_path / "still.png", "orange", size)
    made = np.asarray(backdrop(still, DARK, SIZE), dtype=float)
    assert made.shape == (720, 1280, 3) and near(made, "#FFA500", 40)[:, 1270].all()


def test_twice_the_same_and_known_as_ours(lecture: Lecture, tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        poster(lecture, lecture.films[0], tmp_path / name)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    assert is_ours(tmp_path / "a.png")
