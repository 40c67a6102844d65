"""Rendering the film of any race, from a race file or from Python, to where it is wanted."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from manim import tempconfig
from manim.constants import QUALITIES
from rich.console import Console
from rich.progress import Progress

from optanim.base.errors import OptanimError
from optanim.base.files import whole
from optanim.look import theme as themes
from optanim.race_file import RaceSpec
from optanim.race_file.presentation import Showing
from optanim.stage.film.race_films import FILMS
from optanim.studies.racing import Race

MEDIA = Path("media")
BESIDE = (".json", ".srt")  # timeline and subcaptions, which go where the film goes


def render(race: Race, spec: RaceSpec, output: Path, quality: str = "h") -> Path:
    """Film ``race`` as ``spec`` says and put it, with timeline and subcaptions, at ``output``.

    ``quality`` is Manim's l, m, h or k. What was rendered before is taken from Manim's cache
    under media/. Raises OptanimError where the font or the place to write is missing.
    """
    output = Path(output)
    size = next(entry for entry in QUALITIES.values() if entry["flag"] == quality)
    settings = {key: size[key] for key in ("pixel_width", "pixel_height", "frame_rate")}
    quiet = {"progress_bar": "none", "verbosity": "ERROR", "media_dir": MEDIA}
    with _bar(output.name) as progress, tempconfig({**settings, **quiet}):
        film = _film(race, spec, progress)
    with whole(output) as draft:
        shutil.copyfile(film, draft)
    for suffix in BESIDE:
        with whole(output.with_suffix(suffix)) as draft:
            shutil.copyfile(film.with_suffix(suffix), draft)
    return output


def _film(race: Race, spec: RaceSpec, progress: Callable[[float], None]) -> Path:
    """The finished film in Manim's folder."""
    kind = FILMS[spec.view]
    told = {
        "told": (race, Showing.of(spec)),
        "progress": staticmethod(progress),
        "theme": themes.named(spec.theme),
        "__doc__": f"{spec.problem.name}: a race",
    }
    try:
        scene = type(f"Race-{spec.view}", (kind,), told)()
        scene.render()
    except SystemExit as ended:  # the sentence with which a scene refuses to begin
        raise OptanimError(str(ended).removeprefix("optanim: ")) from None
    return Path(scene.renderer.file_writer.movie_file_path)


@contextmanager
def _bar(name: str) -> Iterator[Callable[[float], None]]:
    """A function to call with the share that is done; on a terminal it moves a bar."""
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"Rendering {name}", total=1.0)
        yield lambda share: bar.update(task, completed=share)
