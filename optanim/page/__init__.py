"""A race as an interactive page: one HTML file of verified steps, opened without a network."""

from __future__ import annotations

from importlib.util import find_spec

from optanim.base.errors import OptanimError

PACKAGES = {"jinja2": "Jinja", "plotly": "plotly"}
"""What pages need, and is not installed with optanim itself."""


def check_installed() -> None:
    """Raise OptanimError where pages cannot be written for want of a package."""
    if missing := [name for module, name in PACKAGES.items() if find_spec(module) is None]:
        raise OptanimError(f"pages need {', '.join(missing)}: pip install 'optanim[page]'")
