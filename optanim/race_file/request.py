"""The request for a race: what is to be run, and how it is to be shown."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tomli_w

from optanim.base.errors import OptanimError
from optanim.base.files import check_writable, whole
from optanim.base.immutable import Immutable
from optanim.base.marks import signed
from optanim.race_file.code import code_in
from optanim.race_file.presentation import Presentation
from optanim.runs.data import STANDARD_INPUT, is_file
from optanim.runs.problem import Problem
from optanim.runs.run import Run
from optanim.studies.racing import Race
from optanim.studies.tuning import tuned


@dataclass(frozen=True, eq=False)
class RaceRequest(Immutable):
    """A race that is asked for, checked: `race` runs it.

    ``source`` is the file, or where else the race was described, and ``keys`` are the race file's
    that were given; the data lie relative to ``folder``. ``runs`` by label are on one problem and
    from one start, their learning rates still to be chosen where ``presentation.fair`` is "tuned".
    """

    source: str
    folder: Path
    keys: Mapping[str, Any]
    problem: Problem
    runs: Mapping[str, Run]
    presentation: Presentation

    @property
    def name(self) -> str:
        """The file's name without its ending, or the problem's."""
        return Path(self.source).stem if self.source.endswith(".toml") else self.problem.name

    def race(self, progress: Callable[[float], None] = lambda share: None) -> Race:
        """Run it: learning rates chosen where that is asked for, every step proven.

        What has been run before comes from the archive. ``progress`` is called with the share
        that is done.
        """
        race = self._raced(self.runs, progress)
        if not race.sweeps or race.problem is self.problem:
            return race
        # Racers came to a lower minimum than was known: the rates were not chosen for that.
        on_it = {name: replace(run, problem=race.problem) for name, run in self.runs.items()}
        return self._raced(on_it, progress)

    def _raced(self, asked: Mapping[str, Run], progress: Callable[[float], None]) -> Race:
        runs, sweeps, count = dict(asked), {}, len(asked)
        if self.presentation.fair != "tuned":
            return Race.of_runs(runs, progress=lambda done: progress(done / count))
        for done, (label, run) in enumerate(asked.items(), start=1):
            runs[label], sweeps[label] = tuned(run, self.presentation.tolerance)
            progress(done / count / 2)
        return Race.of_runs(
            runs, sweeps=sweeps, progress=lambda done: progress((1 + done / count) / 2)
        )

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files that the race is read from: its own, and its data."""
        own = [Path(self.source)] if self.source.endswith(".toml") else []
        data = self.keys.get("data")
        if isinstance(data, str) and data == STANDARD_INPUT:
            return (*own, Path("/dev/stdin"))  # which may be a file, as in < points.csv
        return (*own, self.folder / str(data)) if is_file(data) else (*own,)

    def save(self, path: str | Path, force: bool = False) -> None:
        """Write the race file ``path``, whole or not at all; the data's place relative to it.

        One that is there is replaced as optanim saved it, any other by ``force``. Raises
        OptanimError otherwise, where ``path`` is one of the ``inputs``, and where data or code lie
        in no file.
        """
        check_writable(path, ".toml", inputs=self.inputs, force=force)
        keys = dict(self.keys)
        if here := [name for name in code_in(keys) if name.startswith("__main__:")]:
            raise OptanimError(f"{path}: a race file needs {here[0]} in a module of its own")
        if "data" in keys:
            if not is_file(keys["data"]):
                raise OptanimError(f"{path}: a race file needs its data in a file of their own")
            data = (self.folder / keys["data"]).resolve()
            keys["data"] = os.path.relpath(data, Path(path).resolve().parent)
        with whole(path) as draft:
            draft.write_text(signed(tomli_w.dumps(_toml(keys))), "utf-8")


def _toml(value: Any) -> Any:
    """``value`` as TOML knows it: tuples are arrays, keys without a value are left out."""
    if isinstance(value, Mapping):
        return {key: _toml(part) for key, part in value.items() if part is not None}
    return [*map(_toml, value)] if isinstance(value, list | tuple) else value
