"""The rule of an optimizer's step on a page, set by Typst."""

from __future__ import annotations

import base64
import re
from functools import cache
from typing import Any

EM = 10.0  # points: the size that a formula is set in
SOURCE = """#set page(width: auto, height: auto, margin: 0.5pt, fill: none)
#set text(size: {em}pt)
$ {line} $"""
SPOKEN = {"arrow.l": "←", "sqrt": "√", "hat": "hat ", "_": " ", "{": "", "}": ""}


@cache
def formula(lines: tuple[str, ...]) -> dict[str, Any]:
    """A formula of these ``lines``, in Typst's notation, as the page's scripts take it.

    Of each line a ``picture``, an address that holds all of it, black on nothing, and its ``width``
    and ``height`` in ems; ``spoken`` is what is said for them.
    """
    return {"lines": [_line(line) for line in lines], "spoken": "; ".join(map(_spoken, lines))}


def _line(line: str) -> dict[str, Any]:
    import typst  # it takes a while, and few commands need it

    made = typst.compile(SOURCE.format(em=EM, line=line).encode(), format="svg")
    assert isinstance(made, bytes)  # one page
    width, height = (float(size) for size in re.findall(rb'(?:width|height)="([0-9.]+)pt"', made))
    return {
        "picture": f"data:image/svg+xml;base64,{base64.b64encode(made).decode()}",
        "width": width / EM,
        "height": height / EM,
    }


def _spoken(line: str) -> str:
    for written, said in SPOKEN.items():
        line = line.replace(written, said)
    return " ".join(line.split())
