"""The gallery: every film of scenes/ with a clip or a still, and how it is rendered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docs.written.docstrings import docstring
from tools.readme_pictures import STILLS as PICTURES

ROOT = Path(__file__).parents[2]
SCENES, TEXTS = ROOT / "scenes", ROOT / "docs" / "films"
STILLS, CLIPS = ROOT / "media" / "readme", ROOT / "media" / "clips"


def films() -> str:
    """Every film by its file's name; a film that is added appears by itself.

    What to look at in it is told in docs/films/NAME.md, where there is such a file.
    """
    return "\n\n".join("\n\n".join(_film(path)) for path in sorted(SCENES.glob("*.py")))


def _film(path: Path) -> Iterator[str]:
    name, told = path.stem, docstring(path)
    yield f"## {name}"
    yield _moving(name, told) if (CLIPS / f"{name}.mp4").exists() else _still(name, told)
    yield f"**{told}**"
    if (text := TEXTS / f"{name}.md").exists():
        yield text.read_text("utf-8").strip()
    yield f"```sh\nmanim -pqh scenes/{path.name}\n```"
    for picture in _further(name):
        yield _still(picture, f"Another moment of {name}")


def _moving(name: str, told: str) -> str:
    return (
        f'<video controls loop muted playsinline preload="none" poster="_static/{name}.jpg" '
        f'aria-label="{told}"><source src="_static/{name}.mp4" type="video/mp4"></video>'
    )


def _still(name: str, told: str) -> str:
    return f"![{told}](../media/readme/{name}.jpg)" if (STILLS / f"{name}.jpg").exists() else ""


def _further(film: str) -> Iterator[str]:
    """The pictures of a film besides the one that is called after it."""
    return (name for name, (source, *_) in PICTURES.items() if source == film and name != film)
