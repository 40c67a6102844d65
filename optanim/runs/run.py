"""The request for a trajectory."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import uuid4

import numpy as np

from optanim.base.as_json import as_json
from optanim.base.errors import OptanimError, check_kind, check_whole
from optanim.base.immutable import Immutable
from optanim.base.numbers import two_numbers
from optanim.base.user_code import is_known
from optanim.losses import Loss
from optanim.optimizers.optimizer import Optimizer
from optanim.runs.problem import MOST_SEED, Problem
from optanim.runs.schedule import Schedule
from optanim.runs.versions import current_versions

__all__ = ["FORMAT", "Batches", "Run", "Schedule", "check_run"]

FORMAT = 4
"""Counts up whenever the same request would give another archive."""
MOST_STEPS = 1_000_000_000


@lru_cache(maxsize=4)
def _shuffled(seed: int, epoch: int, count: int) -> np.ndarray:
    return np.random.default_rng([seed, epoch]).permutation(count)


@dataclass(frozen=True)
class Batches(Immutable):
    """``size`` rows of the data a step, shuffled anew each epoch; the last of an epoch may be less.

    They depend on ``size`` and ``seed`` alone, so that every racer is given the same. Raises
    OptanimError where these are no whole numbers, of 1 or more and of 0 or more.
    """

    size: int
    seed: int = 0

    def __post_init__(self) -> None:
        check_whole("batch_size", self.size, 1, MOST_STEPS)
        check_whole("seed", self.seed, 0, MOST_SEED)

    def rows(self, count: int, step: int) -> np.ndarray:
        """The rows of the data, of ``count``, that step ``step`` is given."""
        epoch, place = divmod(step, -(-count // self.size))
        shuffled = _shuffled(self.seed, epoch, count)
        return shuffled[place * self.size : (place + 1) * self.size]


@dataclass(frozen=True, eq=False)
class Run(Immutable):
    """``steps`` steps of ``optimizer`` on ``problem``, on all the data or on ``batches`` of them.

    ``start`` (2,) is the problem's where none is given; random numbers that the optimizer draws
    begin at ``seed``; ``versions`` are those of torch and NumPy; ``fingerprint`` is the SHA-256
    over everything that determines the trajectory. Raises OptanimError for steps, a start or a seed
    that are impossible.
    """

    problem: Problem
    optimizer: Optimizer
    schedule: Schedule | None = None
    start: np.ndarray = None  # type: ignore[assignment]  # the problem's, once it is made
    steps: int = 100
    batches: Batches | None = None
    seed: int = 0
    versions: str = field(default_factory=current_versions)
    fingerprint: str = field(init=False)

    def __post_init__(self) -> None:
        self._check_kinds()
        check_whole("steps", self.steps, 1, MOST_STEPS)
        start = self.problem.start if self.start is None else self.start
        start = two_numbers("start", start)
        check_whole("seed", self.seed, 0, MOST_SEED)
        self._check_batches()
        start.setflags(write=False)
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "fingerprint", self._fingerprint())

    def loss_at(self, step: int) -> Loss:
        """The loss whose gradient the optimizer is given at ``step``: the batch's, or the full."""
        loss = self.problem.loss
        return loss.batch(self.batches.rows(loss.rows, step)) if self.batches else loss

    def _check_kinds(self) -> None:
        kinds: dict[str, tuple[Any, str]] = {
            "problem": (Problem, 'made by optanim, as optanim.surface("himmelblau")'),
            "optimizer": (Optimizer, 'made by optanim, as optanim.make("Adam", lr=0.1)'),
            "schedule": (Schedule | None, 'as optanim.Schedule.parse("ExponentialLR:gamma=0.9")'),
            "batches": (Batches | None, "as optanim.Batches(32)"),
        }
        for name, (kind, how) in kinds.items():
            check_kind(name, getattr(self, name), kind, how)

    def _check_batches(self) -> None:
        if self.batches is None:
            return
        rows, size = self.problem.loss.rows, self.batches.size
        if not rows:
            raise OptanimError(f"batch_size={size}: {self.problem.name} has no data to choose from")
        if "moments" in self.problem.loss.arrays:
            raise OptanimError(
                f"batch_size={size}: of {rows} rows only sums are kept, too many for batches"
            )
        if size > rows:
            raise OptanimError(f"batch_size={size} must lie between 1 and the data's {rows} rows")

    @property
    def description(self) -> dict[str, Any]:
        """All that determines the trajectory but the arrays, by name."""
        schedule, batches = self.schedule, self.batches
        return {
            "format": FORMAT,
            "versions": self.versions,
            "loss": self.problem.loss.key,
            "settings": dict(self.problem.loss.settings),
            "optimizer": self.optimizer.torch_class,
            "source": self.optimizer.source,
            "keywords": dict(self.optimizer.keywords),
            "schedule": schedule and [schedule.name, dict(schedule.keywords)],
            "steps": self.steps,
            "batches": batches and [batches.size, batches.seed],
            "seed": self.seed if self.optimizer.is_own else 0,  # torch's optimizers draw nothing
        }

    @property
    def code(self) -> str:
        """The digests of the code of somebody's own that takes part, parted by blanks."""
        return f"{self.optimizer.source} {self.problem.loss.settings.get('sha256', '')}".strip()

    @property
    def is_repeatable(self) -> bool:
        """Whether another run of this fingerprint takes the same steps, as far as one can know.

        Not where an optimizer or a loss is code that no file tells of, or where a keyword is an
        object that cannot be written down.
        """
        return is_known(self.code) and as_json(self.description) is not None

    def _fingerprint(self) -> str:
        digest = hashlib.sha256()
        for name, array in {**self.problem.loss.arrays, "start": self.start}.items():
            digest.update(f"{name} {array.shape} ".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
        digest.update((as_json(self.description) or uuid4().hex).encode())
        return digest.hexdigest()


def check_run(run: Any) -> None:
    """Raise OptanimError where ``run`` is no request for a trajectory."""
    check_kind("run", run, Run, 'as optanim.Run(optanim.article(), optanim.make("Adam"))')
