"""A race as one HTML file: every dot a verified step, opened anywhere and without a network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from optanim.base.files import whole
from optanim.base.lettering import FONT
from optanim.base.marks import MARK, mark
from optanim.look import race_words
from optanim.look.words import ENGLISH, Words
from optanim.page import plotly
from optanim.page.contents import contents
from optanim.page.film import Film
from optanim.page.slider import Slider
from optanim.race_file.presentation import Presentation
from optanim.studies.racing import Race

WEB = Path(__file__).parent / "web"
"""The page, its style and its scripts."""
SCRIPTS = (
    "reading", "numbers", "clock", "looks", "clip", "axes", "heads", "overlay", "readouts",
    "pointer", "ground", "map", "losses", "fit", "space", "land", "surface", "steps",
    "controls", "slider", "address", "player", "film", "page",
)  # fmt: skip
"""The scripts by name; each may use what those before it define."""
FONTS = FONT, "Noto Sans CJK SC"
"""The films' fonts, where they are installed: a page brings none along."""


def write_page(
    race: Race,
    presentation: Presentation,
    output: str | Path,
    language: str | None = None,
    swept: Slider | None = None,
) -> Path:
    """Write ``race`` as the HTML file ``output``, whole or not at all; return where it is.

    All that it shows lies within the file: every row of every trajectory, as verified, those of
    the slider ``swept``, the loss around them, and the library that draws. ``language`` is that of
    all words. Raises OptanimError where the file cannot be written.
    """
    words = Words.load(language or ENGLISH)
    presentation = presentation.settled(race)
    name, values = race_words.title(words, race, presentation.fair)
    told = contents(race, presentation, words, swept)
    return _write(Path(output), words(f"title.{name}", **values), words, [told])


def write_film_page(film: Film, output: str | Path, language: str | None = None) -> Path:
    """Write ``film`` and all its races as the HTML file ``output``: each follows the other.

    As `write_page` does.
    """
    words, usual = Words.load(language or ENGLISH), Presentation(tolerance=film.tolerance)
    told = [contents(race, usual.settled(race), words) for race in film.races]
    return _write(Path(output), film.title, words, told, film)


def _write(
    output: Path, title: str, words: Words, races: list[dict[str, Any]], film: Film | None = None
) -> Path:
    content = {
        "words": dict(words.entries["page"]["script"]),
        "races": races,
        "film": film and film.content,
    }
    with whole(output) as draft:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(_page(title, words, content, film.packed if film else ""))
        mark(draft)
    return output


def _page(title: str, words: Words, content: dict[str, Any], film: str) -> Iterator[str]:
    return (
        templates()
        .get_template("page.html")
        .generate(
            title=title,
            words=words,
            fonts=FONTS,
            version=version(MARK),
            film=film,
            content=_harmless(json.dumps(content, ensure_ascii=False, allow_nan=False)),
            plotly=plotly.script(),
            style=(WEB / "page.css").read_text("utf-8"),
            scripts="\n".join((WEB / f"{name}.js").read_text("utf-8") for name in SCRIPTS),
        )
    )


def templates() -> Any:
    """The pages' templates; what is filled into them is text, whatever it looks like."""
    import jinja2  # an extra

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(WEB),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _harmless(written: str) -> str:
    """The same JSON, in which nothing ends the element that it stands in, or begins another."""
    return written.replace("<", "\\u003c")
