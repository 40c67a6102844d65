"""`optanim.race(...)`: a race of one's own from Python, with its table and its film."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from optanim.base.files import check_writable
from optanim.base.immutable import Immutable
from optanim.race_file import RaceSpec, checked, load
from optanim.race_file.racers import as_racer
from optanim.race_file.results import SWEEP_HEADER, Result, as_html, as_video, of_sweep, results
from optanim.studies.racing import Race


@dataclass(frozen=True, eq=False)
class OwnRace(Immutable):
    """A race that was run: ``spec`` as it was asked for, ``race`` with every verified run.

    In a notebook it shows its table, and its film once `film` has made it.
    """

    spec: RaceSpec
    race: Race
    made: dict[str, Path] = field(default_factory=dict, repr=False)

    @property
    def table(self) -> tuple[Result, ...]:
        """What came of each racer."""
        return results(self.race, self.spec.tolerance)

    def film(self, output: str | Path | None = None, quality: str = "m") -> OwnRace:
        """The race with its film rendered, to media/races/NAME.mp4 where no ``output`` is named."""
        path = Path(output or f"media/races/{self.spec.name}.mp4")
        from optanim.stage.film.rendering import render  # loads Manim

        check_writable(path, ".mp4")
        self.made["film"] = render(self.race, self.spec, path, quality)
        return self

    def _repr_html_(self) -> str:
        parts = [as_html(Result.HEADER, [result.cells for result in self.table])]
        if self.spec.sweeps:
            rows = [of_sweep(label, sweep) for label, sweep in self.spec.sweeps.items()]
            parts.append(as_html(SWEEP_HEADER, rows))
        if "film" in self.made:
            parts.insert(0, as_video(self.made["film"]))
        return "".join(parts)


def race(
    file: str | Path | None = None,
    *,
    optimizers: Sequence[str | Mapping[str, Any]] = (),
    **keys: Any,
) -> OwnRace:
    """Run the race of a race file, or of its keys: ``problem="rosenbrock"``, ``steps=300``, ….

    ``optimizers`` are the racers, each as on the command line, ``"Adam:lr=0.1,betas=0.9/0.99"``,
    or as in a race file, ``{"optimizer": "Adam", "lr": 0.1, "label": "mine"}``. Raises OptanimError
    with all mistakes.
    """
    if optimizers:
        keys["racers"] = [as_racer(each) for each in optimizers]
    spec = (checked(keys, "optanim.race") if file is None else load(file, keys)).tuned()
    return OwnRace(spec, spec.race())
