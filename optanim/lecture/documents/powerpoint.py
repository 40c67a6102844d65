"""A lecture as slides for PowerPoint and LibreOffice, by python-pptx."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from optanim.base.files import whole
from optanim.base.packed import UNSEALED, seal
from optanim.base.text import shortened
from optanim.base.wrapping import balanced, cells
from optanim.films.reading import probe
from optanim.lecture.documents.pictures import backdrop, jpeg, opened
from optanim.lecture.documents.records import Lecture, Slide
from optanim.lecture.documents.timing import autoplay

SHORT_SIDE = 6_858_000  # 7.5 inches in EMU, as PowerPoint has its own slides
PIXELS = 720  # of the first slide's picture, along the short side
BESIDE, ABOVE = (0.07, 0.2, 0.47, 0.6), (0.07, 0.06, 0.86, 0.36)  # of slides: where titles stand
INSET = 182_880  # EMU that a title has free at both sides together
LONGEST = 250  # characters of a title that a file's properties have room for
TITLE_ONLY = 5  # the layout of python-pptx's own template that has a title and nothing else


def powerpoint_deck(lecture: Lecture, output: str | Path) -> None:
    """Write ``lecture`` as a .pptx file, with its clips within.

    The first slide is a still with the title; then comes a slide a clip, which fills it, plays when
    the slide is reached and holds its last frame. On paper, and where slides are sorted, it is the
    section's still, of which its notes tell: the first frame is what the section before ended on.
    What is said stands in the notes, the section's title in the clip's alternative text and in the
    outline. Slides have the first clip's shape. Raises OptanimError where one is missing.
    """
    deck = _empty(lecture)
    _title_slide(deck, lecture)
    for slide in lecture.slides:
        _clip_slide(deck, lecture, slide)
    with whole(output) as draft:
        unsealed = draft.with_suffix(".unsealed")
        deck.save(str(unsealed))
        seal(unsealed, draft)
        unsealed.unlink()


def _empty(lecture: Lecture) -> Any:
    """A deck without slides, in the shape of the lecture's first clip."""
    from pptx import Presentation  # an extra

    deck = Presentation()
    info = probe(lecture.slides[0].clip)
    scale = SHORT_SIDE / min(info.width, info.height)
    size = round(scale * info.width), round(scale * info.height)
    _reshape(deck, *size)
    about = deck.core_properties
    about.title = shortened(lecture.title, LONGEST)
    about.language, about.identifier = lecture.language, UNSEALED
    about.author = about.last_modified_by = "optanim"
    return deck


def _reshape(deck: Any, width: int, height: int) -> None:
    """Give the deck its size, and its layouts with it: slides that a lecturer adds are in shape."""
    wider, higher = width / deck.slide_width, height / deck.slide_height
    for page in (deck.slide_master, *deck.slide_layouts):
        for part in page.placeholders:
            left, top, wide, high = part.left, part.top, part.width, part.height
            part.left, part.width = round(wider * left), round(wider * wide)
            part.top, part.height = round(higher * top), round(higher * high)
    deck.slide_width, deck.slide_height = width, height


def _slide(deck: Any, lecture: Lecture, title: str) -> Any:
    """A new slide on the theme's ground."""
    from pptx.dml.color import RGBColor

    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    fill = slide.background.fill
    fill.solid()
    fill.fore_color.rgb = RGBColor.from_string(lecture.theme.background[1:])
    slide.shapes.title.text_frame.text = title
    return slide


def _title_slide(deck: Any, lecture: Lecture) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    width, height = deck.slide_width, deck.slide_height
    slide = _slide(deck, lecture, lecture.title)
    scale = PIXELS / min(width, height)
    size = round(scale * width), round(scale * height)
    ground = jpeg(backdrop(lecture.films[0].still, lecture.theme, size))
    picture = slide.shapes.add_picture(io.BytesIO(ground), 0, 0, width, height)
    _describe(picture, lecture.films[0].title)
    title = slide.shapes.title
    title._element.addprevious(picture._element)  # noqa: SLF001  # behind the title
    left, top, wide, high = BESIDE if width >= height else ABOVE
    title.left, title.top = round(left * width), round(top * height)
    title.width, title.height = round(wide * width), round(high * height)
    room, frame = (title.width - INSET) / Pt(1), title.text_frame
    points = _points(lecture.title, room)
    frame.text = _broken(lecture, room / points)
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    font = paragraph.font
    font.name, font.bold = lecture.theme.font, True
    font.size = Pt(points)
    font.color.rgb = RGBColor.from_string(lecture.theme.text[1:])


def _points(title: str, width: float) -> int:
    """The size of type in which ``title`` takes about four lines of ``width``, all in points."""
    ems = max(0.6 * len(title), 0.5 * cells(title))
    return round(max(20.0, min(48.0, 4.0 * width / ems)))


def _broken(lecture: Lecture, ems: float) -> str:
    """The title for lines of ``ems``, broken between words where a script has no blanks.

    There both programs would break it between any two letters.
    """
    if cells(lecture.title) == len(lecture.title):
        return lecture.title
    return "\v".join(balanced(lecture.title, int(2 * ems), lecture.words.together))


def _clip_slide(deck: Any, lecture: Lecture, one: Slide) -> None:
    slide = _slide(deck, lecture, one.title)
    slide.shapes.title.top = -slide.shapes.title.height  # for outline and screen readers alone
    box = _fitting(probe(one.clip), deck.slide_width, deck.slide_height)
    poster = io.BytesIO(jpeg(opened(one.still)))
    clip = slide.shapes.add_movie(str(one.clip), *box, poster, "video/mp4")
    _describe(clip, one.title)
    _time(slide, autoplay(clip.shape_id, one.seconds))
    slide.notes_slide.notes_text_frame.text = "\n".join(one.sentences)


def _fitting(info: Any, width: int, height: int) -> tuple[int, int, int, int]:
    """Left, top, width and height of a clip, as large as fits and in the middle."""
    scale = min(width / info.width, height / info.height)
    wide, high = round(scale * info.width), round(scale * info.height)
    return (width - wide) // 2, (height - high) // 2, wide, high


def _describe(shape: Any, text: str) -> None:
    """Give a picture or clip its alternative text."""
    shape._element.nvPicPr.cNvPr.set("descr", text)  # noqa: SLF001  # python-pptx has no name for it


def _time(slide: Any, timing: str) -> None:
    """Put ``timing`` in the place of the one by which a clip waits for a click."""
    from pptx.oxml import parse_xml

    waiting = slide.element.find(f"{{{slide.element.nsmap['p']}}}timing")
    waiting.getparent().replace(waiting, parse_xml(timing))
