"""The picture that a film is chosen by: its title, large, beside the best of what it shows."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from optanim.base.files import whole
from optanim.base.marks import mark
from optanim.base.text import shortened
from optanim.base.wrapping import phrases
from optanim.lecture.documents.pictures import backdrop
from optanim.lecture.documents.records import Film, Lecture
from optanim.lecture.documents.typeset import png
from optanim.look.theme import Theme

SIZE = 1280, 720
"""Pixels, as video sites ask for."""
LINE = 16
"""Cells of a line of the title, as `cells` counts them, that are large enough to read."""
LONGEST = 24
"""Characters of a label that there is room for."""


def poster(lecture: Lecture, film: Film, output: str | Path) -> None:
    """Write the poster of ``film``, one of ``lecture``, as a PNG of `SIZE`.

    It is also read where it is 320 pixels wide. Raises OptanimError where its still is missing.
    """
    theme, ground = lecture.theme, io.BytesIO()
    backdrop(film.still, theme, SIZE).save(ground, "PNG")
    data = {
        "title": film.title,
        "parts": phrases(film.title, LINE, lecture.words.together),
        "language": lecture.language,
        "fonts": lecture.fonts,
        "text": theme.text,
        "width": SIZE[0],
        "height": SIZE[1],
        "racers": [_racer(film.theme or theme, label) for label in film.racers],
    }
    content = png("poster", data, {"ground.png": ground.getvalue()})
    with whole(output) as draft:
        draft.write_bytes(content)
        mark(draft)


def _racer(theme: Theme, label: str) -> Mapping[str, Any]:
    """A racer as data; in pictures y goes down, in outlines up."""
    corners = theme.outline(label) * (1.0, -1.0)
    kept = shortened(label, LONGEST)
    return {"label": kept, "color": theme.racer(label), "corners": corners.round(4).tolist()}
