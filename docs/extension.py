"""What Sphinx needs to know of this site: pages written from the code, formulas, docstrings."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from docs.written import packages
from docs.written.catalogue import losses, optimizers, public_names
from docs.written.docstrings import escaped
from docs.written.formulas import mathml
from docs.written.gallery import CLIPS, PAGES, STILLS, films, pages
from docs.written.maps import write_maps
from docs.written.other_optimizers import needs, pytorch_optimizer
from docs.written.proof_table import checks, drift
from docs.written.race_keys import race_keys, racer_keys, shipped_races

ROOT = Path(__file__).parents[1]
PARTS: Mapping[str, Callable[[], str]] = {
    "films": films,
    "pages": pages,
    "race-keys": race_keys,
    "racer-keys": racer_keys,
    "shipped-races": shipped_races,
    "optimizers": optimizers,
    "losses": losses,
    "needs": needs,
    "pytorch-optimizer": pytorch_optimizer,
    "public-names": public_names,
    "checks": checks,
    "drift": drift,
}
"""By directive: the function that writes its Markdown from the code, so that it cannot drift."""

SOURCES = ("optanim", "scenes", "races", "docs/films", "docs/written")


class Written(SphinxDirective):
    """The text of the part that the directive is called after."""

    def run(self) -> list[nodes.Node]:
        """The text, parsed; the page is read anew whenever code that it may tell of changes."""
        for folder in SOURCES:
            for path in (ROOT / folder).rglob("*.*"):
                if path.suffix in {".py", ".toml", ".md"}:
                    self.env.note_dependency(str(path))
        return self.parse_text_to_nodes(PARTS[self.name](), allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Add all of it; take along the clips and pages that there are."""
    for name in PARTS:
        app.add_directive(name, Written)
    for clip in sorted(CLIPS.glob("*.mp4")):
        app.config.html_static_path += [str(clip), str(STILLS / f"{clip.stem}.jpg")]
    app.add_html_math_renderer("typst", (_inline_formula, None), (_formula, None))
    app.connect("builder-inited", _write_pages)
    app.connect("env-get-outdated", _always_read)
    app.connect("autodoc-process-docstring", _escape)
    app.connect("build-finished", _take_pages)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _write_pages(app: Sphinx) -> None:
    """Write the packages' pages that changed to api/; remove those of packages that are gone.

    The surfaces' maps go to maps/.
    """
    write_maps(Path(app.srcdir) / "maps")
    folder = Path(app.srcdir) / "api"
    folder.mkdir(exist_ok=True)
    pages = packages.pages()
    for old in folder.glob("*.md"):
        if old.name not in pages:
            old.unlink()
    for name, text in pages.items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def _always_read(*_: object) -> list[str]:
    """The galleries, where clips and pages may have come since they were last built."""
    return ["films", "pages"]


def _take_pages(app: Sphinx, error: Exception | None) -> None:
    """Put the races' pages into the site, as they are: each is one file that needs no other."""
    if error is None and PAGES.is_dir():
        shutil.copytree(PAGES, Path(app.outdir) / "pages", dirs_exist_ok=True)


def _escape(*event: Any) -> None:
    lines = event[-1]
    lines[:] = map(escaped, lines)


def _inline_formula(translator: Any, node: nodes.math) -> None:
    translator.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def _formula(translator: Any, node: nodes.math_block) -> None:
    translator.body.append(f'<div class="formula">{mathml(node.astext(), display=True)}</div>')
    raise nodes.SkipNode
