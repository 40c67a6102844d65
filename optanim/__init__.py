"""optanim: films of torch optimizers at work, every step verified before a frame is drawn.

The names below load on first use, so that importing the package loads neither torch nor Manim.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "article": "problem",
    "from_csv": "problem",
    "Problem": "problem",
    "make": "optimizer",
    "parse": "optimizer",
    "Optimizer": "optimizer",
    "Schedule": "run",
    "Run": "run",
    "Trajectory": "trajectory",
    "Outcome": "trajectory",
    "Verified": "verify",
    "fetch": "archive",
    "save": "archive",
    "load": "archive",
    "Race": "racing",
    "surface": "problem",
    "own": "problem",
    "Batches": "run",
    "race": "own_race",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'optanim' has no attribute {name!r}")
    return getattr(import_module(f"optanim.{_HOMES[name]}"), name)
