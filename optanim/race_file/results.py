"""What came of a race: one row a racer, for the terminal, for notebooks, for files."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from optanim.base.immutable import Immutable
from optanim.race_file.presentation import Presentation
from optanim.runs.outcome import Ending
from optanim.runs.trajectory import Trajectory
from optanim.studies.racing import Race
from optanim.studies.sweeping import Sweep
from optanim.studies.tuning import RATES


@dataclass(frozen=True, eq=False)
class Result(Immutable):
    """What came of one racer.

    ``optimizer`` is written with its keywords, ``place`` the last row's parameters (2,), ``marks``
    what is proven less strictly than usual.
    """

    label: str
    optimizer: str
    schedule: str
    steps: int
    loss: float
    place: np.ndarray
    ending: Ending
    first_touch: int | None
    marks: tuple[str, ...]

    HEADER = ("racer", "optimizer", "ends", "final loss", "at", "remarks")

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as text, in the order of ``HEADER``."""
        optimizer = f"{self.optimizer} {self.schedule}".strip()
        place = f"({self.place[0]:.4g}, {self.place[1]:.4g})"
        remarks = list(self.marks)
        if self.first_touch is not None and self.first_touch != self.ending.step:
            remarks.insert(0, f"first touch at step {self.first_touch}")
        return (
            self.label, optimizer, self.ending.sentence, f"{self.loss + 0.0:.6g}", place,
            "; ".join(remarks),
        )  # fmt: skip


def results(race: Race, tolerance: float) -> tuple[Result, ...]:
    """The racers' results in the order of the race, at ``tolerance``."""
    found = []
    for label, verified in race.verified.items():
        t = verified.trajectory
        found.append(
            Result(
                label=label,
                optimizer=str(t.optimizer),
                schedule=str(t.run.schedule or ""),
                steps=t.steps,
                loss=float(t.losses[-1]),
                place=t.params[-1],
                ending=t.ending(tolerance),
                first_touch=_touch(t, tolerance),
                marks=verified.marks,
            )
        )
    return tuple(found)


def fairness(race: Race, presentation: Presentation) -> str:
    """What is fair about the race, in one sentence."""
    if presentation.fair == "tuned":
        return (
            f"learning rate tuned for each: of {len(RATES)} from {RATES[0]:g} to {RATES[-1]:g}, "
            f"the first to stay within {presentation.tolerance:g} of the minimum, "
            "or else the one that ends lowest"
        )
    if presentation.fair == "same-lr":
        runs = race.trajectories.values()
        rate = next(iter(runs)).optimizer.lr
        scheduled = ", before schedules" if any(t.run.schedule for t in runs) else ""
        return f"the same learning rate for all: {rate:g}{scheduled}"
    return "settings as given, nothing tuned"


def as_html(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of text, escaped."""
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in header)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def as_video(film: Path, most: int = 25_000_000) -> str:
    """A film that plays in a notebook: within it up to ``most`` bytes, else as a link to its file.

    What is within it plays wherever the notebook is opened, without the file.
    """
    source = html.escape(str(film), quote=True)
    if film.is_file() and film.stat().st_size <= most:
        source = "data:video/mp4;base64," + base64.b64encode(film.read_bytes()).decode()
    return f'<video controls loop width="800" src="{source}"></video>'


def as_frame(page: Path) -> str:
    """A page that works in a notebook, within it, apart from all else there.

    Its links within the page stay within the page, where a frame's own would lead to the notebook.
    """
    text = page.read_text("utf-8").replace("<head>", '<head>\n<base href="about:srcdoc">', 1)
    source = html.escape(text, quote=True)
    return f'<iframe sandbox="allow-scripts" width="100%" height="900" srcdoc="{source}"></iframe>'


def of_sweep(label: str, sweep: Sweep) -> tuple[str, ...]:
    """What a sweep of learning rates found, as text, in the order of ``SWEEP_HEADER``."""
    best, step = sweep.best, sweep.arrivals[sweep.best]
    said = f"step {step:.0f}" if np.isfinite(step) else f"not in {sweep.steps} steps"
    arrived = ", ".join(_spans(sweep)) or "none"
    return label, f"{sweep.values[best]:g}", said, f"{sweep.losses[best]:.6g}", arrived


SWEEP_HEADER = ("racer", "chosen lr", "arrives", "final loss", "rates that arrive")


def _spans(sweep: Sweep) -> Iterator[str]:
    """The values that arrive, those next to each other together: "0.01 to 0.1", "0.4"."""
    pairs = zip(sweep.values, np.isfinite(sweep.arrivals), strict=True)
    for arrived, part in groupby(pairs, key=lambda pair: bool(pair[1])):
        if arrived:
            values = [f"{value:g}" for value, _ in part]
            yield values[0] if len(values) == 1 else f"{values[0]} to {values[-1]}"


def _touch(t: Trajectory, tolerance: float) -> int | None:
    return t.first_touch(tolerance) if t.problem.loss.attained else None
