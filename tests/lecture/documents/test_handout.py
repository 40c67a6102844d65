"""The handout, its words read back by pypdf."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from optanim.base.errors import OptanimError
from optanim.base.marks import is_ours
from optanim.lecture.documents.handout import handout
from optanim.lecture.documents.records import Lecture
from tests.lecture.documents import lectures

A4 = 210, 297


def closed(text: str) -> str:
    """``text`` without its blanks: lines and their hyphens are a matter of setting."""
    return "".join(text.split())


def _thumbnail(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.convert("RGB").resize((8, 4)), int)


def pages(lecture: Lecture, path: Path) -> list[str]:
    handout(lecture, path)
    return [closed(page.extract_text()) for page in PdfReader(path).pages]


def test_it_says_all_that_is_said_and_names_stay_text(lecture: Lecture, tmp_path: Path) -> None:
    said = "".join(pages(lecture, tmp_path / "handout.pdf"))
    wanted = [lecture.title]
    for film in lecture.films:
        wanted += [film.title, film.about, *film.fingerprints, *film.fingerprints.values()]
        for slide in film.slides:
            wanted += [slide.title, *slide.sentences]
    assert [text for text in wanted if closed(text) not in said] == []


def test_pages_are_a4_numbered_and_light(lecture: Lecture, tmp_path: Path) -> None:
    long = replace(lecture, films=lecture.films * 4)
    texts = pages(long, tmp_path / "handout.pdf")
    assert len(texts) > 2
    for number, text in enumerate(texts, start=1):
        assert f"Page{number}of{len(texts)}" in text
    for page in PdfReader(tmp_path / "handout.pdf").pages:
        size = np.array([page.mediabox.width, page.mediabox.height], dtype=float) / 72 * 25.4
        assert size == pytest.approx(A4, abs=0.1)
        assert b"/Pattern" not in page.get_contents().get_data()  # no ground of any colour


def test_a_still_stands_beside_each_section(lecture: Lecture, tmp_path: Path) -> None:
    handout(lecture, tmp_path / "handout.pdf")
    images = [image for page in PdfReader(tmp_path / "handout.pdf").pages for image in page.images]
    assert len(images) == len(lecture.slides)
    for image, slide in zip(images, lecture.slides, strict=True):
        with Image.open(slide.still) as still:
            told, shown = (_thumbnail(each) for each in (image.image, still))
        assert np.abs(told - shown).max() < 25


def test_upright_stills_take_no_more_than_a_page(lecture: Lecture, tmp_path: Path) -> None:
    tall = lectures.still(tmp_path / "tall.png", "red", (180, 320))
    slide = replace(lecture.slides[2], still=tall)
    film = replace(lecture.films[0], slides=(slide,) * 3, fingerprints={})
    assert len(pages(replace(lecture, films=(film,)), tmp_path / "handout.pdf")) == 2


def test_without_runs_there_is_no_page_of_them(lecture: Lecture, tmp_path: Path) -> None:
    film = replace(lecture.films[0], fingerprints={})
    said = "".join(pages(replace(lecture, films=(film,)), tmp_path / "handout.pdf"))
    assert "Theruns" not in said and "Fingerprint" not in said


def test_twice_the_same_and_known_as_ours(lecture: Lecture, tmp_path: Path) -> None:
    handout(lecture, tmp_path / "a.pdf")
    handout(lecture, tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert is_ours(tmp_path / "a.pdf")


def test_a_still_that_is_missing_is_named(lecture: Lecture, tmp_path: Path) -> None:
    slide = replace(lecture.slides[0], still=tmp_path / "none.png")
    film = replace(lecture.films[0], slides=(slide,))
    with pytest.raises(OptanimError, match=r"none\.png: no such file"):
        handout(replace(lecture, films=(film,)), tmp_path / "handout.pdf")
    slide.still.write_bytes(b"no picture")
    with pytest.raises(OptanimError, match=r"none\.png: not a picture"):
        handout(replace(lecture, films=(film,)), tmp_path / "handout.pdf")
    assert not (tmp_path / "handout.pdf").exists()
