"""A page for each race that ships, and an index of them."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from optanim.base import shipped
from optanim.base.files import check_writable, whole
from optanim.base.marks import MARK, mark
from optanim.landscape.landscape import Landscape
from optanim.look import race_words
from optanim.look.cast import cast
from optanim.look.theme import DARK
from optanim.look.words import ENGLISH, Words
from optanim.page.page import FONTS, templates, write_page
from optanim.page.slider import asked_slider
from optanim.race_file import load
from optanim.race_file.presentation import Presentation
from optanim.studies.racing import Race

INDEX = "index.html"
SIZE = 640, 400
"""Pixels of a race's picture on the index."""
SHARP = 2
"""So many times as large it is drawn, and then made smaller."""
FAINT = "73"
"""The opacity of level lines, as it ends a colour."""


@dataclass(frozen=True)
class Entry:
    """A race on the index: its page's ``address``, its ``title``, what it is, and its picture."""

    address: str
    title: str
    about: str
    picture: str


def write_gallery(
    folder: str | Path,
    language: str | None = None,
    force: bool = False,
    progress: Callable[[float], None] = lambda share: None,
) -> Path:
    """Write a page for each race that ships, and ``index.html``, to ``folder``; return the index.

    ``language`` is that of all words. ``progress`` is called with the share that is done. A file
    that is there already is replaced if optanim wrote it, any other by ``force``. Raises
    OptanimError where that is not possible, before anything is written.
    """
    folder, words = Path(folder), Words.load(language or ENGLISH)
    races = shipped.races()
    for name in (*races, "index"):
        check_writable(folder / f"{name}.html", ".html", force=force)
    entries = []
    for done, (name, source) in enumerate(races.items()):
        progress(done / len(races))
        request = load(source)
        race = request.race()
        shown = request.presentation.settled(race)
        write_page(race, shown, folder / f"{name}.html", language, asked_slider(race, None))
        told, values = race_words.title(words, race, shown.fair)
        first = source.read_text("utf-8").partition("\n")[0].lstrip("# ")
        about = first if words.language == ENGLISH else ""  # comments have no other
        title = words(f"title.{told}", **values)
        entries.append(Entry(f"{name}.html", title, about, _picture(race, shown)))
    with whole(folder / INDEX) as draft:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(index_of(entries, words))
        mark(draft)
    return folder / INDEX


def index_of(entries: Sequence[Entry], words: Words) -> Iterator[str]:
    """The index's HTML, piece by piece."""
    page = templates().get_template("gallery.html")
    return page.generate(
        entries=entries, words=words, fonts=FONTS, version=version(MARK), theme=DARK, size=SIZE
    )


def _picture(race: Race, presentation: Presentation) -> str:
    """The race's map with everybody's way, as a JPEG in base64."""
    width, height = SHARP * SIZE[0], SHARP * SIZE[1]
    window = presentation.shown_window.shaped(width / height)
    land = Landscape.of(race.problem, window, width, height, **presentation.heights)
    optimizers = {name: run.optimizer for name, run in race.trajectories.items()}
    theme = cast(DARK, optimizers, presentation.colors)
    picture = Image.fromarray(theme.map_colors(np.nan_to_num(land.share(land.heights[::-1]))))
    brush = ImageDraw.Draw(picture, "RGBA")  # so that level lines are seen through
    low, high = window.corners

    def pixels(places: np.ndarray) -> list[tuple[float, float]]:
        share = (np.clip(places, low - (high - low), high + (high - low)) - low) / (high - low)
        return [(x * width, (1.0 - y) * height) for x, y in share.tolist()]

    for line in (line for level in land.levels for line in land.lines(level)):
        brush.line(pixels(line), f"{theme.level}{FAINT}", SHARP)
    for name, run in race.trajectories.items():
        way = pixels(run.params)
        brush.line(way, theme.rim, 12, joint="curve")
        brush.line(way, theme.racer(name), 7, joint="curve")
    for place in pixels(race.problem.minimizers):
        x, y = place
        for turn in (-1, 1):
            brush.line([(x - 14, y - turn * 14), (x + 14, y + turn * 14)], theme.minimum, 6)
    buffer = io.BytesIO()
    picture.resize(SIZE, Image.Resampling.LANCZOS).save(buffer, "JPEG", quality=85)
    return base64.b64encode(buffer.getvalue()).decode()
