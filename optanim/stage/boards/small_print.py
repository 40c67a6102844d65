"""Small print beside a race.

What the colours follow, what arrows are, the size of batches, and of which racers less is proven.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optanim.base.wrapping import wrapped
from optanim.landscape.height_scale import HeightScale
from optanim.look.race_words import MARK
from optanim.look.race_words import marks as race_marks
from optanim.stage.draw import fitting
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.type import Type
from optanim.studies.racing import Race

LINE = 48.0  # design pixels: height of a line
GAP = 30.0  # design pixels between notes that stand beside each other
LETTER = 17.0  # design pixels: width of a small letter, about
MOST = 3  # lines of marks, at most
LEGIBLE = 0.8  # of the size of small type: what must be smaller to stand in one line is shortened
ASCENDERS = "bdhklL"


def footnotes(
    canvas: Canvas,
    region: Region,
    scale: HeightScale,
    remarks: Sequence[str],
    height: HeightScale | None = None,
) -> list[Type]:
    """What the colours of a map follow, or colours and ``height`` of a surface; all ``remarks``.

    Below each other, or beside each other in a region of one line, then in smaller type if need be.
    """
    notes = [colors(canvas, scale, height), *remarks]
    stacked = region.height > 1.5 * LINE
    rows = region.rows(*[None] * len(notes)) if stacked else [region]
    lines, place, size = [], rows[0], SMALL
    if not stacked:
        size *= np.clip(region.width / _length(canvas, notes), LEGIBLE, 1.0)
    for index, note in enumerate(notes):
        place = rows[index] if stacked else place
        least = fitting.LEGIBLE if stacked else 1.0
        line = fitting.fitted(canvas, note, place.width, size, canvas.theme.muted, least=least)
        letters = "".join(note.split())
        tall = next((i for i, letter in enumerate(letters) if letter in ASCENDERS), 0)
        tall = min(tall, len(line.middles) - 1)
        lines.append(place.place_type(line, x=0.0, glyph=tall))
        place = place.cut(left=min(canvas.width_of(line) + GAP, 0.9 * place.width))
    return lines


def remarks(canvas: Canvas, race: Race, arrows: bool = False) -> list[str]:
    """What else there is to say of maps, a line each: ``arrows``, the size of batches."""
    said = [canvas.words("race.arrow")] if arrows else []
    batches = next(iter(race.trajectories.values())).run.batches
    if batches is not None:
        said.append(canvas.words("race.batches", size=batches.size))
    return said


def unproven(canvas: Canvas, race: Race, width: float) -> list[str]:
    """What is not proven of those whose names are marked, as in "° without replay".

    In lines that fit ``width`` design pixels, about.
    """
    proofs = race.verified.values()
    marks = dict.fromkeys(mark for proof in proofs for mark in race_marks(canvas.words, proof))
    if not marks:
        return []
    shown, letters = canvas.words.listed(marks), int(width / LETTER)
    return wrapped(f"{MARK} {shown}", letters, MOST)


def height(canvas: Canvas, remarks: Sequence[str], width: float) -> float:
    """How high `footnotes` with ``remarks`` are where they are ``width`` wide, in design pixels.

    Two notes stand in one line if they fit there, whatever colours follow.
    """
    logarithmic = HeightScale("log1p", floor=-1.0)
    longest = colors(canvas, logarithmic, logarithmic)
    beside = len(remarks) == 1 and LEGIBLE * _length(canvas, [longest, *remarks]) <= width
    return LINE if beside else LINE * (1 + len(remarks))


def _length(canvas: Canvas, notes: Sequence[str]) -> float:
    """How wide ``notes`` are beside each other, in design pixels."""
    return sum(canvas.width_of(canvas.text(note, SMALL)) + GAP for note in notes)


def colors(canvas: Canvas, scale: HeightScale, height: HeightScale | None = None) -> str:
    """What the colours of a map follow: the ``scale``; of a surface also what its ``height`` does.

    The two differ only where the colours follow a root: the height then follows a smooth one.
    """
    above = "-above" if scale.floor < 0.0 and scale.kind != "none" else ""
    if height is not None and height.kind != scale.kind:
        return canvas.words(f"race.two{above}", offset=height.offset)
    kind = {"none": "colors", "log1p": "logs", "sqrt": "roots", "smooth-sqrt": "smooth"}[scale.kind]
    formula = canvas.words(f"race.{kind}{above}", offset=scale.offset)
    return canvas.words("race.map" if height is None else "race.surface", formula=formula)
