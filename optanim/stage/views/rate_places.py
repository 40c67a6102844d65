"""Where the panels of several settings lie on the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from optanim.stage.draw import axes
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet

ROW, BAR, GAP, TALL_GAP = 48.0, 88.0, 24.0, 72.0  # pixels at 1080
OWN_AXIS, CHART, ENDS, LOWER = 92.0, 330.0, 78.0, 330.0  # and more of them


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
    def of(cls, canvas: Canvas, sheet: Sheet, count: int) -> Self:
        """Cut the sheet's body for ``count`` panels."""
        px, body = canvas.px, sheet.body
        left, below = axes.LEFT_MARGIN * px, axes.BELOW_MARGIN * px
        if canvas.frame.aspect > 1.2:
            maps, side = body.columns(None, (axes.LEFT_MARGIN + CHART + ENDS) * px, gap=GAP * px)
            rows, gap = [maps], GAP * px
            bar, chart = side.rows(3 * ROW * px, None)
            bar = bar.cut(left=0.4 * left, bottom=bar.height - BAR * px)
        else:
            above, lower = body.rows(None, (BAR + LOWER) * px, gap=GAP * px)
            rows, gap = above.rows(None, None, gap=GAP * px), TALL_GAP * px
            bar, chart = lower.rows(BAR * px, None)
        heads, maps = [], []
        for row in rows:
            inner, own = row.cut(left=left, right=OWN_AXIS * px), OWN_AXIS * px
            cells = inner.columns(*[None] * (count // len(rows)), gap=gap)
            cells[-1] = cells[-1].cut(left=own, right=-own)
            for cell in cells:
                head, chart_place, _ = cell.rows(3 * ROW * px, None, below)
                heads.append(head)
                maps.append(chart_place)
        return cls(heads, maps, bar, chart.cut(left=left, right=ENDS * px, bottom=below))
