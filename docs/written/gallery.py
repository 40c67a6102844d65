"""The galleries: every film of scenes/ with a clip or a still, every race of races/ as a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from docs.written.docstrings import docstring
from optanim.base import shipped
from tools.readme_pictures import STILLS as PICTURES

ROOT = Path(__file__).parents[2]
SCENES, TEXTS = ROOT / "scenes", ROOT / "docs" / "films"
STILLS, CLIPS = ROOT / "media" / "readme", ROOT / "media" / "clips"
PAGES = ROOT / "media" / "pages"
"""The gallery that `optanim page --gallery` writes; the site takes along what is there."""
PICTURE = re.compile(r'<a href="(\w+)\.html"><img src="(data:image/jpeg;base64,[^"]+)"')
"""A race's address and its picture in the index of that gallery."""


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


def pages() -> str:
    """Every race that ships, with a link to its page where that has been written."""
    index = PAGES / "index.html"
    pictures = dict(PICTURE.findall(index.read_text("utf-8"))) if index.exists() else {}
    races = shipped.races().items()
    return "\n\n".join("\n\n".join(_page(*race, pictures.get(race[0]))) for race in races)


def _page(name: str, path: Path, picture: str | None) -> Iterator[str]:
    told = path.read_text("utf-8").partition("\n")[0].lstrip("# ")
    yield f"## {name}"
    if picture:
        image = f'<img src="{picture}" alt="Its map, with everybody\'s way">'
        yield f'<a class="page" href="pages/{name}.html">{image}<br>Open the page</a>'
    yield f"**{told}**"
    yield f"```sh\noptanim page races/{path.name}\n```"
