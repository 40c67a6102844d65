"""The deck for browsers: its parts, read back by a parser; what it does is seen in test_browser."""

from __future__ import annotations

import base64
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.html
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from optanim.base.errors import OptanimError
from optanim.base.marks import is_ours
from optanim.films.telling import Caption
from optanim.lecture.documents.records import Film, Lecture
from optanim.lecture.documents.web import web_deck
from optanim.look.theme import LIGHT

LETTERS = st.characters(exclude_categories=["Cc", "Cs"])
TEXT = st.text(LETTERS, min_size=1, max_size=30)


def deck(lecture: Lecture, path: Path, **options: bool) -> lxml.html.HtmlElement:
    web_deck(lecture, path, **options)
    return lxml.html.document_fromstring(path.read_text("utf-8"))


def heading(page: Any) -> str:
    """The title of a page, over which hints are strewn where its lines may be broken."""
    return str(page.xpath("//h1")[0].text_content())


def test_a_still_with_the_title_then_a_clip_a_slide(lecture: Lecture, tmp_path: Path) -> None:
    page = deck(lecture, tmp_path / "slides.html")
    opening, *slides = page.xpath("//div[@class='slides']/section")
    assert not opening.xpath(".//video") and opening.xpath(".//img")
    assert heading(page) == page.xpath("//title")[0].text == lecture.title
    assert len(slides) == len(lecture.slides)
    for shown, slide in zip(slides, lecture.slides, strict=True):
        (video,) = shown.xpath(".//video")
        assert shown.get("aria-label") == video.get("aria-label") == slide.title
        assert [p.text for p in shown.xpath("aside[@class='notes']/p")] == list(slide.sentences)
        told = [Caption(*one) for one in json.loads(video.get("data-captions"))]
        assert tuple(told) == slide.captions


def test_a_chinese_title_is_broken_between_words(lecture: Lecture, tmp_path: Path) -> None:
    chinese = replace(lecture, title="优化算法怎样找到最小值", language="zh")
    parts = deck(chinese, tmp_path / "slides.html").xpath("//h1//text()")
    assert parts == ["优化算法", "怎样", "找到", "最小值"]


def test_clips_are_found_from_where_the_page_lies(lecture: Lecture, tmp_path: Path) -> None:
    folder = lecture.slides[0].clip.parent.parent / "decks" / "Ä"
    page = deck(lecture, folder / "slides.html")
    for video, slide in zip(page.xpath("//video"), lecture.slides, strict=True):
        address = urlsplit(video.get("data-clip"))
        assert not address.scheme and not address.query and not address.fragment
        assert folder.joinpath(unquote(address.path)).samefile(slide.clip)


def test_a_single_file_has_the_clips_within(lecture: Lecture, tmp_path: Path) -> None:
    page = deck(lecture, tmp_path / "single.html", single_file=True)
    for shown, slide in zip(page.xpath("//section[.//video]"), lecture.slides, strict=True):
        assert shown.xpath(".//video/@data-clip") == []
        (packed,) = shown.xpath("script[@type='text/plain']")
        assert base64.b64decode(packed.text) == slide.clip.read_bytes()


def test_posters_are_what_clips_begin_with(lecture: Lecture, tmp_path: Path) -> None:
    page = deck(lecture, tmp_path / "slides.html")
    colors = [(255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 0)]
    for poster, color in zip(page.xpath("//video/@poster"), colors, strict=True):
        with Image.open(io.BytesIO(base64.b64decode(poster.partition(",")[2]))) as picture:
            assert np.abs(np.asarray(picture).mean(axis=(0, 1)) - color).max() < 12


@pytest.mark.parametrize("single_file", [False, True])
def test_nothing_is_asked_of_the_network(lecture: Lecture, tmp_path: Path, single_file) -> None:
    page = deck(lecture, tmp_path / "slides.html", single_file=single_file)
    addresses = page.xpath("//@src | //@href | //@poster | //@data-src")
    assert addresses and all(address.startswith("data:image/jpeg") for address in addresses)
    style = "".join(page.xpath("//style/text()"))
    assert not re.search(r"url\((?!['\"]?data:)|@import", style)
    assert not page.xpath("//link | //iframe | //base | //object")


def test_names_bring_no_elements_of_their_own(lecture: Lecture, tmp_path: Path) -> None:
    tame = replace(lecture, title="T", films=tuple(_tamed(film) for film in lecture.films))
    kinds = [
        sorted(
            element.tag
            for element in deck(each, tmp_path / f"{each.title[0]}.html").iter("*")
            if element.tag != "wbr"
        )  # as many as a title has words
        for each in (lecture, tame)
    ]
    assert kinds[0] == kinds[1]


def _tamed(film: Film) -> Film:
    slides = (
        replace(one, title="t", captions=tuple(replace(said, text="s") for said in one.captions))
        for one in film.slides
    )
    return replace(film, title="f", about="a", slides=tuple(slides))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(title=TEXT, section=TEXT, said=TEXT)
def test_any_text_stays_as_it_is(lecture, tmp_path, title: str, section: str, said: str) -> None:
    slide = replace(lecture.slides[0], title=section, captions=(Caption(0.0, 1.0, said),))
    film = replace(lecture.films[0], about=title, slides=(slide,))
    page = deck(replace(lecture, title=title, films=(film,)), tmp_path / "slides.html")
    assert heading(page) == title and page.xpath("//video/@aria-label") == [section]
    assert page.xpath("//aside/p")[0].text == said and len(page.xpath("//script")) == 2


def test_it_has_the_theme_s_colours(lecture: Lecture, tmp_path: Path) -> None:
    page = deck(replace(lecture, theme=LIGHT), tmp_path / "slides.html")
    style = page.xpath("//style")[0].text
    assert LIGHT.background in style and LIGHT.text in style


def test_twice_the_same_and_known_as_ours(lecture: Lecture, tmp_path: Path) -> None:
    path = tmp_path / "slides.html"
    web_deck(lecture, path)
    before = path.read_bytes()
    web_deck(lecture, path)
    assert path.read_bytes() == before and is_ours(path)
    path.write_bytes(before.replace(b"<h1>", b"<h1> "))
    assert not is_ours(path)


def test_a_clip_that_is_missing_leaves_what_was_there(lecture: Lecture, tmp_path: Path) -> None:
    path = tmp_path / "slides.html"
    path.write_text("before")
    slides = (*lecture.films[0].slides, replace(lecture.slides[0], clip=tmp_path / "none.mp4"))
    film = replace(lecture.films[0], slides=slides)
    for single_file in (False, True):
        with pytest.raises(OptanimError, match=r"none\.mp4: no such file"):
            web_deck(replace(lecture, films=(film,)), path, single_file)
    assert path.read_text() == "before" and list(tmp_path.iterdir()) == [path]
