"""Directives whose text is written from the code that it tells of, so that it cannot drift.

```{race-keys}``` is a table of every key of a race file, and so on; `PARTS` has them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from catalogue import losses, optimizers, public_names
from gallery import CLIPS, STILLS, films
from proof_table import checks
from race_keys import race_keys, racer_keys, shipped_races
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).parents[2]
PARTS: Mapping[str, Callable[[], str]] = {
    "films": films,
    "race-keys": race_keys,
    "racer-keys": racer_keys,
    "shipped-races": shipped_races,
    "optimizers": optimizers,
    "losses": losses,
    "public-names": public_names,
    "checks": checks,
}
"""By directive: the function that writes its Markdown."""

SOURCES = ("optanim", "scenes", "races", "docs/films", "docs/extensions")


class Generated(SphinxDirective):
    """The text of the part that the directive is called after, read where it stands."""

    def run(self) -> list[Any]:
        """The text, parsed; the page is read anew whenever code that it may tell of changes."""
        for folder in SOURCES:
            for path in (ROOT / folder).rglob("*.*"):
                if path.suffix in (".py", ".toml", ".md"):
                    self.env.note_dependency(str(path))
        return self.parse_text_to_nodes(PARTS[self.name](), allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Make the directives known, and take along the clips that there are."""
    for name in PARTS:
        app.add_directive(name, Generated)
    for clip in sorted(CLIPS.glob("*.mp4")):
        app.config.html_static_path += [str(clip), str(STILLS / f"{clip.stem}.jpg")]
    return {"version": "1", "parallel_read_safe": True}
