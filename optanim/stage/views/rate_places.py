"""Where the panels of several settings lie on the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from optanim.stage.draw import axes
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import ABOVE, Sheet

ROW = 36.0  # design pixels: height of one of the rows above a map
BAR, BAR_SHARE = 88.0, 0.34  # the colour bar's height in design pixels, its share of the width
GAP, TALL_GAP = 20.0, 24.0  # design pixels between maps, and where they stand in two rows
OVERHANG = 20.0  # design pixels at the right for half of the last label below a map
OWN_AXIS = 92.0  # design pixels: room for the labels of the last map's own axis


@dataclass(frozen=True)
class Places:
    """The two rows of a heading and a map a panel, and the colours.

    The maps stand in one row, or in two in an upright frame. The last map of a row has room for an
    axis of its own. How much it has grown stands in the ``zoom``: that is its heading's lower row,
    or one above where a row has no room for both.
    """

    heads: list[tuple[Region, Region]]
    maps: list[Region]
    zoom: Region
    bar: Region

    @classmethod
    def of(cls, sheet: Sheet, count: int) -> Self:
        """Cut the sheet's body for ``count`` panels."""
        bar, body = below_bar(sheet)
        rows, gap, lines = [body], GAP, 2 if sheet.wide or sheet.upright else 3
        if sheet.upright:
            rows, gap = body.rows(None, None, gap=GAP), TALL_GAP
        heads: list[tuple[Region, Region]] = []
        maps: list[Region] = []
        for row in rows:
            inner = row.cut(left=axes.LEFT_MARGIN, right=OWN_AXIS + OVERHANG)
            cells = inner.columns(*[None] * (count // len(rows)), gap=gap)
            cells[-1] = cells[-1].cut(left=OWN_AXIS, right=-OWN_AXIS)
            for cell in cells:
                *above, place, _ = cell.rows(*[ROW] * lines, None, axes.BELOW_MARGIN)
                upper, lower = above[-2:]
                heads.append((upper, lower))
                maps.append(place)
        return cls(heads, maps, lower if lines == 2 else above[0], bar)


def below_bar(sheet: Sheet) -> tuple[Region, Region]:
    """The place of a colour bar, and what is left of the body.

    That is all of it where the bar finds room at the right of the caption.
    """
    if not sheet.wide:
        bar, body = sheet.body.rows(BAR, None, gap=GAP)
        return bar.cut(left=axes.LEFT_MARGIN), body
    row = sheet.caption
    above = row.cut(left=(1.0 - BAR_SHARE) * row.width, bottom=-ABOVE)
    return above.cut(top=above.height - BAR), sheet.body
