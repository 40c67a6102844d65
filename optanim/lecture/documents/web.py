"""A lecture as slides for a browser, by reveal.js: one HTML file, opened without a server."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from optanim.base.errors import OptanimError
from optanim.base.files import whole
from optanim.base.marks import mark
from optanim.base.wrapping import phrases
from optanim.lecture.documents import reveal
from optanim.lecture.documents.pictures import backdrop, jpeg, opening
from optanim.lecture.documents.records import Lecture, Slide

TEMPLATES = Path(__file__).parent / "web"
"""The page, its style and its script."""
GROUND = 1280, 720
"""Pixels of the first slide's picture."""


LINE = 15
"""Cells of a line of the title, as `cells` counts them, that there is room for."""


@dataclass(frozen=True)
class _Shown:
    """A slide as the page has it: what is large is read only when its turn comes."""

    slide: Slide
    address: str | None

    @property
    def poster(self) -> str:
        return _inlined(opening(self.slide.clip))

    @property
    def content(self) -> str:
        """The clip itself, in base64."""
        return base64.b64encode(self.slide.clip.read_bytes()).decode()

    @property
    def captions(self) -> str:
        return json.dumps([(one.start, one.end, one.text) for one in self.slide.captions])


def web_deck(lecture: Lecture, output: str | Path, single_file: bool = False) -> None:
    """Write ``lecture`` as an HTML file that needs no network and no file but its clips.

    The first slide is a still with the title, for browsers play no sound before the first key.
    Then comes a slide a clip: it plays when it is reached, holds its last frame, and a key goes on.
    The speaker view (S) shows what is said. Clips are found from where ``output`` lies; as a
    ``single_file`` they are within it, and it may be moved anywhere. Raises OptanimError where
    a clip is missing.
    """
    output = Path(output)
    with whole(output) as draft:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(_page(lecture, output, single_file))
        mark(draft)


def _page(lecture: Lecture, output: Path, single_file: bool) -> Iterator[str]:
    import jinja2  # an extra

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,  # names and sentences are text, whatever they look like
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shown = [
        _Shown(slide, None if single_file else _address(slide.clip, output))
        for slide in lecture.slides
    ]
    return environment.get_template("slides.html").generate(
        lecture=lecture,
        words=lecture.words,
        theme=lecture.theme,
        shown=shown,
        parts=phrases(lecture.title, LINE, lecture.words.together),
        ground=_inlined(jpeg(backdrop(lecture.films[0].still, lecture.theme, GROUND))),
        own_style=(TEMPLATES / "deck.css").read_text("utf-8"),
        own_script=(TEMPLATES / "deck.js").read_text("utf-8"),
        styles=reveal.styles(),
        scripts=reveal.scripts(),
        **_lengths(lecture),
    )


def _lengths(lecture: Lecture) -> dict[str, Any]:
    return {"films": len(lecture.films), "minutes": max(1, round(lecture.seconds / 60))}


def _address(clip: Path, output: Path) -> str:
    """Where ``clip`` is, seen from ``output``, as an address that browsers understand."""
    if not clip.is_file():
        raise OptanimError(f"{clip}: no such file")
    way = os.path.relpath(clip.absolute(), output.absolute().parent)
    return quote(Path(way).as_posix())


def _inlined(picture: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}"
