"""Where reveal.js is: the Python package sphinx-revealjs brings it along in its wheel."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

PACKAGE = "sphinx-revealjs"
"""Of the packages that have reveal.js, the one that has been kept up with it for years."""
STYLES = "dist/reset.css", "dist/reveal.css"
SCRIPTS = "dist/reveal.js", "plugin/notes/notes.js"


def styles() -> str:
    """Reveal.js's style sheets, without any theme: it has no fonts and loads nothing."""
    return _read(STYLES)


def scripts() -> str:
    """Reveal.js and its speaker view. Nothing in them ends the script element they stand in."""
    return _read(SCRIPTS)


def _read(names: tuple[str, ...]) -> str:
    package = distribution(PACKAGE)  # importing it would load Sphinx
    folder = Path(str(package.locate_file("sphinx_revealjs/_static/revealjs")))
    return "\n".join((folder / name).read_text("utf-8") for name in names)
