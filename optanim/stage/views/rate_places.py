"""Where the panels of several settings lie on the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from optanim.stage.draw import axes
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet

ROW = 48.0  # design pixels: height of one of the three rows above a map
BAR = 88.0  # design pixels: height of the colour bar with its labels
GAP, TALL_GAP = 24.0, 72.0  # design pixels between maps, and in an upright frame
OWN_AXIS = 92.0  # design pixels: room for the labels of the last map's own axis
CHART, LOWER = 330.0, 330.0  # design pixels: width of the chart; its height if upright
ENDS = 78.0  # design pixels at the chart's right for the names of its curves


@dataclass(frozen=True)
class Places:
    """A heading and a map a panel, the colours and the chart of losses.

    The chart lies at the right of the maps; in a portrait frame below them, and they in two rows.
    The last map of a row has room for an axis of its own.
    """

    heads: list[Region]
    maps: list[Region]
    bar: Region
    chart: Region

    @classmethod
    def of(cls, sheet: Sheet, count: int) -> Self:
        """Cut the sheet's body for ``count`` panels."""
        body, left = sheet.body, axes.LEFT_MARGIN
        if sheet.upright:
            above, lower = body.rows(None, BAR + LOWER, gap=GAP)
            rows, gap = above.rows(None, None, gap=GAP), TALL_GAP
            bar, chart = lower.rows(BAR, None)
        else:
            area, side = body.columns(None, left + CHART + ENDS, gap=GAP)
            rows, gap = [area], GAP
            bar, chart = side.rows(3 * ROW, None)
            bar = bar.cut(left=0.4 * left, bottom=bar.height - BAR)
        heads: list[Region] = []
        maps: list[Region] = []
        for row in rows:
            inner = row.cut(left=left, right=OWN_AXIS)
            cells = inner.columns(*[None] * (count // len(rows)), gap=gap)
            cells[-1] = cells[-1].cut(left=OWN_AXIS, right=-OWN_AXIS)
            for cell in cells:
                head, chart_place, _ = cell.rows(3 * ROW, None, axes.BELOW_MARGIN)
                heads.append(head)
                maps.append(chart_place)
        return cls(heads, maps, bar, axes.inside(chart, right=ENDS))
