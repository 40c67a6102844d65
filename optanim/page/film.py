"""The film that a page follows: its steps frame by frame, its acts, and what is said when."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import numpy as np

from optanim.base.errors import OptanimError
from optanim.base.immutable import Immutable
from optanim.films.reading import probe, read_timeline
from optanim.films.shrinking import smaller
from optanim.films.telling import Telling, telling, title_of
from optanim.proof import archive
from optanim.studies.racing import Race

Steps = tuple[float | None, ...]
"""An entry a frame, None where the film has no clock."""
Shown = dict[tuple[int, int], dict[str, str]]
"""Between two frames, the second exclusively, fingerprints of runs by racer's name."""
LINES = 720
"""Of a film within a page, at most."""


@dataclass(frozen=True, eq=False)
class Act(Immutable):
    """From frame ``first`` to frame ``last``, exclusively, the film shows the runs of ``race``.

    ``race`` is a number among the film's races.
    """

    first: int
    last: int
    race: int


@dataclass(frozen=True, eq=False)
class Film(Immutable):
    """A finished film at ``path``, and the ``races`` that it shows, in the order of its acts.

    ``steps`` has an entry a frame: the step that its clock shows, None without a clock. As near to
    a minimum as ``tolerance`` counts as there.
    """

    path: Path
    title: str
    fps: float
    told: Telling
    tolerance: float
    steps: Steps
    acts: tuple[Act, ...]
    races: tuple[Race, ...]

    @classmethod
    def at(cls, path: str | Path) -> Film:
        """The film at ``path``, by the timeline beside it and the archives of its runs.

        Every run is proven once more. Raises OptanimError where there is no timeline that names
        runs, or where their archives are not there.
        """
        path = Path(path)
        told = read_timeline(path, "its steps and runs are looked up")
        fps, tolerance, steps, shown = _read(told, path.with_suffix(".json"))
        keys = {tuple(sorted(runs.items())): runs for runs in shown.values()}
        races = tuple(_race(runs, path) for runs in keys.values())
        acts = (
            Act(first, last, [*keys].index(tuple(sorted(runs.items()))))
            for (first, last), runs in shown.items()
        )
        return cls(path, title_of(path), fps, telling(path), tolerance, steps, tuple(acts), races)

    @property
    def content(self) -> dict[str, Any]:
        """What the page's scripts are told of it."""
        return {
            "fps": self.fps,
            "steps": self.steps,
            "acts": [[act.first, act.last, act.race] for act in self.acts],
            "chapters": [[each.title, each.start, each.end] for each in self.told.sections],
            "captions": [[each.text, each.start, each.end] for each in self.told.captions],
        }

    @property
    def packed(self) -> str:
        """The film's file in base64, made smaller where it has more lines than `LINES`."""
        if probe(self.path).height <= LINES:
            return base64.b64encode(self.path.read_bytes()).decode()
        with TemporaryDirectory() as folder:
            small = Path(folder) / self.path.name
            smaller(self.path, small, LINES)
            return base64.b64encode(small.read_bytes()).decode()


def _read(told: Mapping[str, Any], beside: Path) -> tuple[float, float, Steps, Shown]:
    """What the timeline ``beside`` a film tells: frames a second, tolerance, steps, and runs."""
    try:
        fps, tolerance = float(told["fps"]), float(told["tolerance"])
        steps = tuple(None if step is None else float(step) for step in told["steps"])
        shown = _shown(told["views"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise OptanimError(
            f"{beside}: is no timeline that a page can follow ({error!r}); render the film again"
        ) from None
    if not shown:
        raise OptanimError(f"{beside}: the film shows no runs; there are no steps for a page")
    if not 0.0 < fps < np.inf or max(last for _, last in shown) > len(steps):
        raise OptanimError(
            f"{beside}: its frames and its steps do not agree; render the film again"
        )
    return fps, tolerance, steps, shown


def _shown(views: Iterable[Mapping[str, Any]]) -> Shown:
    """The fingerprints by racer's name of what is shown between two frames, in their order."""
    shown: Shown = {}
    for view in views:
        if "run" in view:
            frames = int(view["from"]), int(view["to"])
            shown.setdefault(frames, {})[str(view["racer"])] = str(view["run"])
    return dict(sorted(shown.items()))


def _race(fingerprints: Mapping[str, str], path: Path) -> Race:
    """The race of these runs, from their archives."""
    return Race.of_runs(MappingProxyType(dict(_runs(fingerprints, path))))


def _runs(fingerprints: Mapping[str, str], path: Path) -> Iterator[tuple[str, Any]]:
    for name, fingerprint in fingerprints.items():
        file = archive.FOLDER / f"{fingerprint[:24]}.npz"
        if not file.is_file():
            raise OptanimError(
                f"{path}: the run of {name} is not in {archive.FOLDER}; render it here"
            )
        yield name, archive.load(file).trajectory.run
