"""Small print beside a race: how losses become colours, and who is not replayed."""

from __future__ import annotations

from optanim.race import Race
from optanim.scale import Scale
from optanim.stage.canvas import SMALL, Canvas
from optanim.stage.labels import fitted
from optanim.stage.layout import Region
from optanim.stage.line import Line

GAP, STACK = 30.0, 80.0  # pixels at 1080


def footnotes(
    canvas: Canvas, region: Region, race: Race, scale: Scale, what: str = "map"
) -> list[Line]:
    """What the colours follow, and the racers' mark where there is one, on a line of ``region`` or two."""
    words = [colors(canvas, scale, what)]
    if not all(verified.replayed for verified in race.verified.values()):
        words.append(canvas.words("own.unproven"))
    lines, stacked = [], region.height > STACK * canvas.px
    rows = region.rows(*[None] * len(words)) if stacked else []
    place = region
    for index, note in enumerate(words):
        place = rows[index] if stacked else place
        line = fitted(canvas, note, place.width, SMALL, canvas.theme.muted)
        tall = next((i for i, letter in enumerate(note) if letter in "hlkL"), 0)
        lines.append(place.place_line(line, x=0.0, glyph=tall))
        place = place if stacked else place.cut(left=line.width + GAP * canvas.px)
    return lines


def colors(canvas: Canvas, scale: Scale, what: str = "map") -> str:
    """What the colours of a ``map`` follow, or colours and height of a ``surface``."""
    kind = {"none": "colors", "log1p": "logs", "sqrt": "roots", "smooth-sqrt": "smooth"}[scale.kind]
    above = "-above" if scale.floor < 0.0 and kind in ("logs", "roots") else ""
    formula = canvas.words(f"own.{kind}{above}", offset=scale.offset)
    return canvas.words(f"own.{what}", formula=formula)
