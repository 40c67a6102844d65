"""Docstrings are reStructuredText but for one habit: |x| is a size in them, not a substitution."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx


def escaped(line: str) -> str:
    r"""The line with every | outside of ``literals`` written as \|."""
    parts = line.split("``")
    return "``".join(part if i % 2 else part.replace("|", r"\|") for i, part in enumerate(parts))


def setup(app: Sphinx) -> dict[str, Any]:
    """Have autodoc read docstrings this way."""
    app.connect("autodoc-process-docstring", _process)
    return {"version": "1", "parallel_read_safe": True}


def _process(
    app: Sphinx, what: str, name: str, thing: object, options: object, lines: list[str]
) -> None:
    lines[:] = map(escaped, lines)
