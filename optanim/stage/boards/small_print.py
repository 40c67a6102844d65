"""Small print beside a race: what the colours follow, batches, and what is proven less strictly."""

from __future__ import annotations

import textwrap

from optanim.landscape.height_scale import HeightScale
from optanim.look.telling import MARK
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.fitting import fitted
from optanim.stage.draw.layout import Region
from optanim.stage.draw.type import Type
from optanim.studies.racing import Race

LETTER, MOST = 17.0, 3  # pixels at 1080 of a small letter, about; lines of marks at most
GAP, ROW = 30.0, 48.0  # pixels at 1080: between notes beside each other; height of a line of them
ASCENDERS = "hlkL"


def footnotes(
    canvas: Canvas, region: Region, race: Race, scale: HeightScale, what: str = "map"
) -> list[Type]:
    """What the colours follow, and all `remarks`: below each other, or beside in a flat region."""
    notes = [colors(canvas, scale, what), *remarks(canvas, race, region.width)[1:]]
    stacked = region.height > 1.5 * ROW * canvas.px
    rows = region.rows(*[None] * len(notes)) if stacked else [region]
    lines, place = [], rows[0]
    for index, note in enumerate(notes):
        place = rows[index] if stacked else place
        line = fitted(canvas, note, place.width, SMALL, canvas.theme.muted)
        tall = next((i for i, letter in enumerate(note) if letter in ASCENDERS), 0)
        tall = min(tall, len(line.middles) - 1)
        lines.append(place.place_line(line, x=0.0, glyph=tall))
        place = place.cut(left=min(line.width + GAP * canvas.px, 0.9 * place.width))
    return lines


def remarks(canvas: Canvas, race: Race, width: float) -> list[str]:
    """Room for the note on colours (empty), the size of batches, and the marks of the proofs.

    The marks are broken into lines that fit ``width``, about.
    """
    notes = [""]
    batches = next(iter(race.trajectories.values())).run.batches
    if batches is not None:
        notes.append(canvas.words("own.batches", size=batches.size))
    marks = dict.fromkeys(m for verified in race.verified.values() for m in verified.marks)
    if marks:
        known = canvas.words.entries["mark"]
        said = ", ".join(known.get(mark, mark) for mark in marks)
        letters = int(width / (LETTER * canvas.px))
        notes += textwrap.wrap(f"{MARK} {said}", letters)[:MOST]
    return notes


def colors(canvas: Canvas, scale: HeightScale, what: str = "map") -> str:
    """What the colours of a ``map`` follow, or colours and height of a ``surface``."""
    kind = {"none": "colors", "log1p": "logs", "sqrt": "roots", "smooth-sqrt": "smooth"}[scale.kind]
    above = "-above" if scale.floor < 0.0 and kind in ("logs", "roots") else ""
    formula = canvas.words(f"own.{kind}{above}", offset=scale.offset)
    return canvas.words(f"own.{what}", formula=formula)
