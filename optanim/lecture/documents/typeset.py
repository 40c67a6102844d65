"""What is set on paper, and posters, by Typst, which Manim brings for formulas.

A document is a ``.typ`` file here. All that it shows reaches it as data, a JSON text and pictures
by name, so that nothing in a name or a sentence is taken for a command.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from optanim.base.errors import OptanimError

DOCUMENTS = Path(__file__).parent / "typst"
"""Where the documents are."""


def pdf(document: str, data: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
    """The document called ``document`` as a PDF, the same bytes for the same content."""
    return _set(document, data, pictures, format="pdf", timestamp=0)


def png(document: str, data: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
    """The one page of the document called ``document`` as a PNG, a pixel a point."""
    return _set(document, data, pictures, format="png", ppi=72.0)


def _set(
    document: str, data: Mapping[str, Any], pictures: Mapping[str, bytes], **options: Any
) -> bytes:
    import typst  # it takes a while, and few commands need it

    source = f"{document}.typ"
    with TemporaryDirectory(prefix="optanim-") as name:  # Typst reads pictures from files alone
        folder = Path(name)
        for file, content in {source: (DOCUMENTS / source).read_bytes(), **pictures}.items():
            (folder / file).write_bytes(content)
        given = {"data": json.dumps(data)}
        try:
            made = typst.compile(folder / source, root=folder, sys_inputs=given, **options)
        except typst.TypstError as error:
            raise OptanimError(f"the {document} cannot be set: {error.message}") from None
    assert isinstance(made, bytes)  # one page, or a document
    return made
