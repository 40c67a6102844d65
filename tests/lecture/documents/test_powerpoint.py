"""The deck for PowerPoint, read back by python-pptx, and its times by lxml."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.util import Emu

from optanim.base.errors import OptanimError
from optanim.base.marks import is_ours
from optanim.lecture.documents.powerpoint import powerpoint_deck
from optanim.lecture.documents.records import Lecture
from optanim.look.theme import DARK
from tests.lecture.documents import lectures

NAMESPACES = {
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
ORDER = ["cSld", "clrMapOvr", "transition", "timing", "extLst"]
"""The parts of a slide, as ISO/IEC 29500-1, 19.3.1.38 orders them."""


@pytest.fixture(scope="module")
def path(lecture: Lecture, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("powerpoint") / "slides.pptx"
    powerpoint_deck(lecture, made)
    return made


def found(slide: Any, way: str) -> Any:
    return etree.fromstring(etree.tostring(slide.element)).xpath(way, namespaces=NAMESPACES)


def clip_of(slide: Any) -> Any:
    (clip,) = (shape for shape in slide.shapes if shape.shape_type == 16)  # a medium
    return clip


def test_a_still_with_the_title_then_a_clip_a_slide(lecture: Lecture, path: Path) -> None:
    deck = Presentation(str(path))
    opening, *slides = deck.slides
    assert opening.shapes.title.text_frame.text == lecture.title == deck.core_properties.title
    assert [shape.shape_type for shape in opening.shapes] == [13, 14]  # a picture, and text on it
    assert len(slides) == len(lecture.slides)
    for shown, slide in zip(slides, lecture.slides, strict=True):
        clip = clip_of(shown)
        assert (clip.left, clip.top) == (0, 0)
        assert (clip.width, clip.height) == (deck.slide_width, deck.slide_height)
        assert shown.shapes.title.text_frame.text == slide.title
        assert shown.shapes.title.top + shown.shapes.title.height <= 0
        assert found(shown, "//p:pic//p:cNvPr/@descr") == [slide.title]
        assert shown.notes_slide.notes_text_frame.text.split("\n") == list(slide.sentences or [""])
        assert str(shown.background.fill.fore_color.rgb) == DARK.background[1:]


def test_the_clips_are_within(lecture: Lecture, path: Path) -> None:
    for shown, slide in zip(list(Presentation(str(path)).slides)[1:], lecture.slides, strict=True):
        (media,) = found(shown, "//p14:media/@r:embed")
        (linked,) = found(shown, "//a:videoFile/@r:link")
        content = slide.clip.read_bytes()
        for name in (media, linked):
            assert shown.part.related_part(name).blob == content
    with zipfile.ZipFile(path) as packed:
        stored = {
            hashlib.sha1(packed.read(n)).hexdigest() for n in packed.namelist() if n.endswith("mp4")
        }
    assert len(stored) == len(lecture.slides)


def test_on_paper_a_clip_is_its_section_s_still(lecture: Lecture, path: Path) -> None:
    """Left of it is the theme's ground; a clip's first frame has the same colour everywhere."""
    for shown, slide in zip(list(Presentation(str(path)).slides)[1:], lecture.slides, strict=True):
        (name,) = found(shown, "//p:pic/p:blipFill/a:blip/@r:embed")
        with (
            Image.open(io.BytesIO(shown.part.related_part(name).blob)) as poster,
            Image.open(slide.still) as still,
        ):
            for x in (40, 280):
                assert poster.convert("RGB").getpixel((x, 90)) == pytest.approx(
                    still.getpixel((x, 90)), abs=6
                )


def test_a_chinese_title_is_broken_between_words(lecture: Lecture, tmp_path: Path) -> None:
    for title, lines in (
        ("优化算法怎样找到最小值", ["优化算法怎样", "找到最小值"]),
        ("How optimizers find their way", ["How optimizers find their way"]),
    ):
        powerpoint_deck(replace(lecture, title=title, language="zh"), tmp_path / "zh.pptx")
        deck = Presentation(str(tmp_path / "zh.pptx"))
        frame = deck.slides[0].shapes.title.text_frame
        assert frame.text.split("\v") == lines and deck.core_properties.title == title


def test_clips_play_as_the_slide_is_reached(lecture: Lecture, path: Path) -> None:
    for shown, slide in zip(list(Presentation(str(path)).slides)[1:], lecture.slides, strict=True):
        clip = str(clip_of(shown).shape_id)
        (call,) = found(shown, "//p:cTn[@nodeType='mainSeq']//p:cmd[@type='call']")
        assert call.get("cmd") == "playFrom(0.0)"
        (effect,) = call.xpath("ancestor::p:cTn[@presetClass][1]", namespaces=NAMESPACES)
        assert effect.get("presetClass") == "mediacall" and effect.get("nodeType") == "afterEffect"
        (length,) = call.xpath(".//p:cTn/@dur", namespaces=NAMESPACES)
        assert int(length) == round(1000 * slide.seconds)
        begins = found(
            shown, "//p:cTn[@nodeType='mainSeq']/p:childTnLst/p:par/p:cTn/p:stCondLst/p:cond"
        )
        (main,) = found(shown, "//p:cTn[@nodeType='mainSeq']/@id")
        assert [begin.get("evt") for begin in begins] == [None, "onBegin"]  # with the slide itself
        assert begins[1].xpath("p:tn/@val", namespaces=NAMESPACES) == [main]
        assert set(found(shown, "//p:timing//p:spTgt/@spid")) == {clip}
        assert len(found(shown, "//p:timing//p:video/p:cMediaNode")) == 1
        numbers = found(shown, "//p:timing//p:cTn/@id")
        assert len(numbers) == len(set(numbers))


def test_parts_of_slides_stand_in_their_order(path: Path) -> None:
    for slide in Presentation(str(path)).slides:
        names = [etree.QName(part).localname for part in slide.element]
        assert names == sorted(names, key=ORDER.index) and len(names) == len(set(names))


def test_upright_clips_give_upright_slides_and_others_stand_in_the_middle(
    lecture, tmp_path
) -> None:
    upright = lectures.clip(tmp_path / "upright.mp4", "red", size=(180, 320))
    slides = (replace(lecture.slides[0], clip=upright), lecture.slides[1])
    film = replace(lecture.films[0], slides=slides)
    powerpoint_deck(replace(lecture, films=(film,)), tmp_path / "slides.pptx")
    deck = Presentation(str(tmp_path / "slides.pptx"))
    assert (Emu(deck.slide_width).inches, Emu(deck.slide_height).inches) == pytest.approx(
        (7.5, 40 / 3)
    )
    title = deck.slides[0].shapes.title
    assert title.top + title.height < deck.slide_height / 2 < title.width * 2
    first, second = (clip_of(slide) for slide in list(deck.slides)[1:])
    assert (first.width, first.height) == (deck.slide_width, deck.slide_height)
    assert second.left == 0 and second.width / second.height == pytest.approx(16 / 9, rel=1e-4)
    assert second.top == pytest.approx((deck.slide_height - second.height) / 2, abs=1)


def test_twice_the_same_and_known_as_ours(lecture: Lecture, path: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.pptx"
    powerpoint_deck(lecture, again)
    assert again.read_bytes() == path.read_bytes() and is_ours(again)
    deck = Presentation(str(again))
    deck.slides[1].notes_slide.notes_text_frame.text = "my own words"
    deck.save(str(again))
    assert not is_ours(again)


def test_a_clip_that_is_missing_leaves_what_was_there(lecture: Lecture, tmp_path: Path) -> None:
    path = tmp_path / "slides.pptx"
    path.write_text("before")
    film = replace(
        lecture.films[0], slides=(replace(lecture.slides[0], clip=tmp_path / "none.mp4"),)
    )
    with pytest.raises(OptanimError, match=r"none\.mp4: no such file"):
        powerpoint_deck(replace(lecture, films=(film,)), path)
    assert path.read_text() == "before" and list(tmp_path.iterdir()) == [path]
