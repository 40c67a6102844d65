"""The request for a trajectory."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from optanim.errors import OptanimError, unknown
from optanim.immutable import Immutable
from optanim.optimizer import Optimizer, parse_call
from optanim.problem import Problem

FORMAT = 1
"""Counts up whenever the same request would give another archive."""


@dataclass(frozen=True, eq=False)
class Schedule(Immutable):
    """A class of torch.optim.lr_scheduler by name, and its keywords. Stepped after every step."""

    name: str
    keywords: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def parse(cls, text: str) -> Schedule:
        """The schedule written as ``NAME[:key=value,...]``."""
        name, keywords = parse_call(text)
        import torch

        known = {
            key
            for key, kind in vars(torch.optim.lr_scheduler).items()
            if isinstance(kind, type) and key.endswith(("LR", "Restarts"))
        } - {"_LRScheduler", "ReduceLROnPlateau"}
        if name not in known:
            raise unknown("scheduler", name, known)
        return cls(name, MappingProxyType(keywords))

    def __str__(self) -> str:
        return f"{self.name}:{dict(self.keywords)}"


@dataclass(frozen=True, eq=False)
class Run(Immutable):
    """``steps`` steps of ``optimizer`` on ``problem``.

    ``start`` (2,) is the problem's where none is given; ``fingerprint`` is the SHA-256 over
    everything that determines the trajectory. Raises OptanimError for steps or a start
    that are impossible.
    """

    problem: Problem
    optimizer: Optimizer
    schedule: Schedule | None = None
    start: np.ndarray | None = None
    steps: int = 100
    fingerprint: str = field(init=False)

    def __post_init__(self) -> None:
        if self.steps < 1:
            raise OptanimError(f"steps={self.steps} must be 1 or more")
        start = self.problem.start if self.start is None else self.start
        start = np.array(start, dtype=np.float64)
        if start.shape != (2,) or not np.all(np.isfinite(start)):
            raise OptanimError(f"start={start} must be two finite numbers, intercept and slope")
        start.setflags(write=False)
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "fingerprint", self._fingerprint())

    def _fingerprint(self) -> str:
        digest = hashlib.sha256()
        loss = self.problem.loss
        for array in (loss.x, loss.y, self.start):
            digest.update(np.ascontiguousarray(array).tobytes())
        optimizer = (self.optimizer.torch_class, sorted(self.optimizer.keywords.items()))
        rest = (FORMAT, loss.name, optimizer, str(self.schedule), self.steps)
        digest.update(repr(rest).encode())
        return digest.hexdigest()
