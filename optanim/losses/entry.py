"""What is known of a loss: its class, its settings and its formula, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from optanim.base.immutable import Immutable
from optanim.losses.loss import Loss

RESERVED = frozenset(
    {
        "problem", "data", "standardize", "loss", "start", "steps", "seed", "batch_size",
        "tolerance", "fair", "lr", "view", "window", "levels", "transform", "seconds",
        "theme", "racers", "optimizer", "optimizers", "scheduler", "label", "color",
        "lr_scheduler", "file", "output", "quality", "dry_run", "save", "force", "help",
        "name", "path", "points", "place", "settings", "x", "y", "of", "strict", "resolution",
        "upright", "language", "voice", "files", "table", "workers", "dask",
    }
)  # fmt: skip
"""What a setting cannot be called: race files, options and functions have these already."""


@dataclass(frozen=True)
class Setting(Immutable):
    """A number that a loss takes: its default, the bounds, both allowed, and what it means."""

    default: float
    low: float
    high: float
    about: str


@dataclass(frozen=True, eq=False)
class Entry(Immutable):
    """A loss of the table, under its class's ``key``.

    ``kind`` makes it from its ``settings``, after x and y where it is ``of_data``. ``formula`` is
    in Typst's notation. A loss ``of_classes`` wants y of 0 or 1. ``of_sums`` makes a loss that
    sums over the data determine from `optanim.losses.moments.Moments` and a sample of x and y, so
    that any number of rows will do; ``least_rows`` are how few will.

    A setting is an option of the command line and a key of race files by itself. Raises ValueError
    for one that is called as another of these: the author's mistake.
    """

    kind: type[Loss]
    formula: str
    settings: Mapping[str, Setting] = field(default_factory=dict)
    of_data: bool = False
    of_classes: bool = False
    of_sums: Callable[..., Loss] | None = None
    least_rows: int = 2

    def __post_init__(self) -> None:
        for key in self.settings:
            if key in RESERVED or not key.isidentifier() or key != key.lower():
                raise ValueError(f"{self.kind.key}: a setting cannot be called {key!r}")
