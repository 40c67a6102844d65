"""What an archive says about its arrays: where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from optanim.base.errors import OptanimError
from optanim.base.user_code import code_digest
from optanim.base.window import Window
from optanim.losses import Loss
from optanim.optimizers.needs import own_classes
from optanim.optimizers.optimizer import Optimizer, make
from optanim.runs.data import Column
from optanim.runs.problem import Problem
from optanim.runs.run import FORMAT, Batches, Run, Schedule
from optanim.runs.trajectory import Trajectory

Pair = tuple[float, float]


class Provenance(BaseModel):
    """What makes a run again, together with its loss and start, and what it came from.

    The names of `Run.description` mean what they mean there. ``file`` is the one that the data came
    from, ``columns`` its columns. ``state`` and ``varying`` name arrays of the trajectory.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    format: int
    fingerprint: str
    versions: str
    torch: str
    problem: str
    loss: str
    settings: dict[str, JsonValue]
    axes: tuple[str, str]
    window: tuple[Pair, Pair] | None
    standardized: Pair | None
    file: str | None
    columns: tuple[Column, Column]
    label: str
    optimizer: str
    source: str
    keywords: dict[str, JsonValue]
    schedule: tuple[str, dict[str, JsonValue]] | None
    steps: int
    batches: tuple[int, int] | None
    seed: int
    state: tuple[str, ...]
    varying: tuple[str, ...]

    @staticmethod
    def of(trajectory: Trajectory) -> dict[str, Any]:
        """That of ``trajectory``, as JSON takes it."""
        run, problem = trajectory.run, trajectory.problem
        return {
            **run.description,
            "fingerprint": run.fingerprint,
            "torch": trajectory.torch_version,
            "problem": problem.name,
            "axes": problem.axes,
            "window": problem.window and [problem.window.intercept, problem.window.slope],
            "standardized": problem.standardized,
            "file": problem.source,
            "columns": problem.columns,
            "label": run.optimizer.label,
            "state": list(trajectory.state),
            "varying": list(trajectory.varying),
        }

    @classmethod
    def read(cls, text: str) -> Self:
        """The one that stands in the JSON ``text``. Raises ValueError where it is none."""
        try:
            about = cls.model_validate_json(text)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, ("its provenance", *first["loc"])))
            raise ValueError(f"{place}: {first['msg']}") from None
        if about.format != FORMAT:
            raise ValueError(f"format {about.format}, this version reads {FORMAT}")
        return about

    @property
    def loss_settings(self) -> dict[str, Any]:
        """The settings of the loss, as it takes them."""
        return _with_tuples(self.settings)

    def run_on(self, loss: Loss, start: np.ndarray) -> Run:
        """The run again. Raises OptanimError where its optimizer is not what it was."""
        problem = Problem(
            self.problem,
            loss,
            start,
            self.axes,
            self.standardized,
            self.file,
            self._window,
            self.columns,
        )
        schedule = self.schedule and Schedule(self.schedule[0], _with_tuples(self.schedule[1]))
        batches = self.batches and Batches(*self.batches)
        optimizer = self._optimizer()
        return Run(
            problem,
            optimizer,
            schedule,
            start,
            self.steps,
            batches,
            seed=self.seed,
            versions=self.versions,
        )

    def _optimizer(self) -> Optimizer:
        """The optimizer again; the code of a class of one's own is looked at, but not run."""
        keywords = _with_tuples(self.keywords)
        classes = own_classes(self.optimizer, keywords)
        if not classes:
            return make(self.optimizer, self.label, **keywords)
        if " ".join(map(code_digest, classes)) != self.source:
            raise OptanimError(f"the code of {self.optimizer} has changed since, or is not there")
        return Optimizer(self.label, self.optimizer, MappingProxyType(keywords), self.source)

    @property
    def _window(self) -> Window | None:
        return Window(*self.window) if self.window else None


def _with_tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    """JSON's lists as tuples again."""
    return {key: _tuples(value) for key, value in values.items()}


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
