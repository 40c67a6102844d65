"""Docstrings, read without importing their modules, and as Sphinx can read them."""

from __future__ import annotations

import ast
from pathlib import Path


def docstring(path: Path) -> str:
    """The docstring of the file at ``path``; empty where there is none."""
    return ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""


def escaped(line: str) -> str:
    r"""The line with every | outside of ``literals`` written as \|.

    Docstrings are reStructuredText but for this: |x| is a size in them, and no substitution.
    """
    parts = line.split("``")
    return "``".join(part if i % 2 else part.replace("|", r"\|") for i, part in enumerate(parts))
