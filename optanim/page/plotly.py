"""Where plotly.js is: the Python package plotly brings it along in its wheel."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

PACKAGE = "plotly"
SCRIPT = "package_data/plotly.min.js"


def script() -> str:
    """plotly.js, minified. Nothing in it ends the script element that it stands in."""
    package = distribution(PACKAGE)  # importing it takes a second, and nothing else of it is used
    return Path(str(package.locate_file(f"{PACKAGE}/{SCRIPT}"))).read_text("utf-8")
