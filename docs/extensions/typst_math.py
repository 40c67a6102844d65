"""Formulas in Typst's notation, as on screen in the films, set as MathML that browsers draw.

No script is loaded and no font is fetched; screen readers read a formula as one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import typst
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import SphinxError


class FormulaError(SphinxError):
    """A formula that Typst does not understand."""

    category = "Formula"


@lru_cache(maxsize=None)
def mathml(formula: str, display: bool = False) -> str:
    """The element ``<math>`` of ``formula``; a ``display`` formula stands on a line of its own.

    Raises FormulaError, which quotes the formula, where it is no Typst.
    """
    space = " " if display else ""
    source = f"#set document(title: [formula])\n${space}{formula.strip()}{space}$"
    try:
        page = typst.compile(source.encode(), format="html").decode()
    except typst.TypstError as error:
        raise FormulaError(f"{formula!r}: {error}") from None
    (found,) = re.findall(r"<math.*</math>", page, re.DOTALL)
    return found


def setup(app: Sphinx) -> dict[str, Any]:
    """Let Sphinx set its formulas this way."""
    app.add_html_math_renderer("typst", (_inline, None), (_block, None))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _inline(translator: Any, node: nodes.math) -> None:
    translator.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def _block(translator: Any, node: nodes.math_block) -> None:
    translator.body.append(f'<div class="formula">{mathml(node.astext(), display=True)}</div>')
    raise nodes.SkipNode
