"""optanim: films of torch optimizers at work, every step verified before a frame is drawn.

The names below load on first use, so that importing the package loads neither torch nor Manim.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "Batches": "runs.run",
    "OptanimError": "base.errors",
    "Optimizer": "optimizers.optimizer",
    "Outcome": "runs.outcome",
    "Problem": "runs.problem",
    "Race": "studies.racing",
    "Run": "runs.run",
    "Schedule": "runs.run",
    "Trajectory": "runs.trajectory",
    "Verified": "proof.verification",
    "article": "runs.problem",
    "fetch": "proof.archive",
    "from_data": "runs.problem",
    "load": "proof.archive",
    "make": "optimizers.optimizer",
    "own": "runs.problem",
    "parse": "optimizers.optimizer",
    "race": "api",
    "save": "proof.archive",
    "surface": "runs.problem",
    "sweep": "studies.sweeping",
    "trace": "runs.tracing",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'optanim' has no attribute {name!r}")
    return getattr(import_module(f"optanim.{_HOMES[name]}"), name)
