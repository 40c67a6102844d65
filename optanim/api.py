"""`optanim.race(...)`: a race of one's own from Python, with its table and its film."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from optanim.base.files import check_writable, path_of
from optanim.base.user_code import place_of, warn_where_set
from optanim.films.output import check_film
from optanim.look.frame import check_quality
from optanim.look.words import named
from optanim.page import check_installed
from optanim.race_file import checked, load
from optanim.race_file.racers import as_racers
from optanim.race_file.request import RaceRequest
from optanim.race_file.results import (
    SWEEP_HEADER,
    Result,
    as_frame,
    as_html,
    as_video,
    of_sweep,
    results,
)
from optanim.studies.racing import Race


class RaceReport:
    """A race with its table and its film, which a notebook shows.

    ``request`` is the race as it was asked for, ``race`` what was run: every verified trajectory
    by racer's name, as in ``report.race.trajectories["Adam"].params``.
    """

    def __init__(self, request: RaceRequest, race: Race) -> None:
        self.request, self.race = request, race
        self._film: Path | None = None

    @property
    def table(self) -> tuple[Result, ...]:
        """What came of each racer."""
        return results(self.race, self.request.presentation.tolerance)

    def film(
        self,
        output: str | Path | None = None,
        quality: str = "m",
        force: bool = False,
        language: str | None = None,
        voice: str | None = None,
    ) -> RaceReport:
        """Render the film, to media/races/NAME.mp4 where no ``output`` is named.

        ``quality`` is Manim's l, m, h or k, ``language`` that of all words, ``voice`` who speaks
        them, as "piper:joe". A film that is there already is replaced if optanim wrote it, any
        other file by ``force``. Returns the report, which from now on shows the film.
        """
        path = path_of(output or f"media/races/{self.request.name}.mp4")
        check_quality(quality)
        self.race.problem.loss.check_unchanged()  # of a cell, whose variables are set anew
        check_film(path, self.request.inputs, force)
        from optanim.stage.film.rendering import Manner, format_of, render  # loads Manim

        wished = format_of(quality), Manner(language=language, voice=voice)
        made = render(self.race, self.request.presentation, path, *wished)
        self._film = made.absolute()
        return self

    def page(
        self,
        output: str | Path | None = None,
        force: bool = False,
        language: str | None = None,
        slider: str | None = None,
    ) -> Page:
        """Write the race as an interactive page, to NAME.html where no ``output`` is named.

        One HTML file, opened without a network. ``slider`` is the hyperparameter that students may
        vary, ``"momentum"`` or ``"lr=0.01,0.1,1"``: the learning rate where none is named, nothing
        for ``"none"``. ``language`` is that of all words. A page that is there already is replaced
        if optanim wrote it, any other file by ``force``. Returns the page, which a notebook shows.
        """
        path = path_of(output or f"{self.request.name}.html")
        check_installed()
        language = language and named(language)
        self.race.problem.loss.check_unchanged()
        check_writable(path, ".html", inputs=self.request.inputs, force=force)
        from optanim.page.page import write_page
        from optanim.page.slider import asked_slider

        swept = asked_slider(self.race, slider)
        made = write_page(self.race, self.request.presentation, path, language, swept)
        return Page(made.absolute())

    def __repr__(self) -> str:
        """The table as text, a line each racer."""
        rows = [Result.HEADER, *(result.cells for result in self.table)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = (zip(row, widths, strict=True) for row in rows)
        return "\n".join("  ".join(cell.ljust(w) for cell, w in line).rstrip() for line in lines)

    def _repr_html_(self) -> str:
        parts = [as_html(Result.HEADER, [result.cells for result in self.table])]
        if self.race.sweeps:
            rows = [of_sweep(label, sweep) for label, sweep in self.race.sweeps.items()]
            parts.append(as_html(SWEEP_HEADER, rows))
        if self._film:
            parts.insert(0, as_video(self._film))
        return "".join(parts)


class Page:
    """An interactive page that was written: ``path`` is where, and a notebook shows it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __repr__(self) -> str:
        """Where it is."""
        return f"<Page: {self.path}>"

    def _repr_html_(self) -> str:
        return as_frame(self.path)


def race(
    file: str | Path | None = None,
    *,
    optimizers: Any = (),
    **keys: Any,
) -> RaceReport:
    """Run the race of a race file, or of its keys: ``problem="rosenbrock"``, ``steps=300``, ….

    ``problem`` may be a function of two torch tensors. ``optimizers`` are the racers, each as on
    the command line, ``"Adam:lr=0.1,betas=0.9/0.99"``, as in a race file, ``{"optimizer": "Adam",
    "lr": 0.1, "label": "mine"}``, a class, as ``torch.optim.Adam``, a function that makes an
    optimizer of parameters, or what `optanim.make` gives.
    Values may be NumPy's. ``data`` may be a path, a data frame or another table with columns by
    name, or two arrays ``(x, y)``. Raises OptanimError with all mistakes.
    """
    memory = None
    if not isinstance(keys.get("data"), str | Path | None):
        memory = keys.pop("data")
    if callable(keys.get("problem")):
        keys["problem"] = place_of(keys["problem"])
    if racers := as_racers(optimizers):
        keys["racers"] = racers
    if file is None:
        request = checked(keys, "optanim.race", memory=memory)
    else:
        request = load(file, keys, memory)
    warn_where_set(" ".join(run.code for run in request.runs.values()))
    return RaceReport(request, request.race())
