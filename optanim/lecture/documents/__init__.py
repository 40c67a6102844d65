"""What is made of finished films for a lecture: decks, handout, posters, the text for a video site.

Every text is passed on as text: whatever a name or a sentence has in it, ``<b>``, ``*`` or ``#``,
stands there as it was written. Everything is written whole or not at all, and known again.
"""

from __future__ import annotations

from importlib.util import find_spec

from optanim.base.errors import OptanimError

PACKAGES = {"jinja2": "Jinja", "pptx": "python-pptx", "sphinx_revealjs": "reveal.js"}
"""What slides need, and is not installed with optanim itself."""


def check_installed() -> None:
    """Raise OptanimError where slides cannot be written for want of a package."""
    if missing := [name for module, name in PACKAGES.items() if find_spec(module) is None]:
        raise OptanimError(f"slides need {', '.join(missing)}: pip install 'optanim[slides]'")
