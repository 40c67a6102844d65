"""What is known of an optimizer: its step, its numbers, its formula and its look, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from optanim.base.immutable import Immutable
from optanim.optimizers.bounds import Bound
from optanim.optimizers.classes import keywords_of

State = Mapping[str, np.ndarray | float]
Step = tuple[np.ndarray, dict[str, np.ndarray | float]]


def nothing_wrong(_: Mapping[str, Any]) -> str | None:
    """Keywords that are each within their bounds will do together, too."""
    return None


@dataclass(frozen=True, eq=False)
class Entry(Immutable):
    """An optimizer of the table.

    How it steps. ``torch_class`` is a class of torch.optim, or ``package.module:Class``, and
    ``keywords`` are the arguments that make it this optimizer where the class is several: SGD with
    a momentum is Momentum. Their values are the defaults. ``rule`` is the step in NumPy, see
    `optanim.optimizers.known`; its signature says which arguments it covers and what they are if
    left out, as in torch. ``bounds`` are those of arguments that are not just 0 or more, ``refuse``
    says what is wrong with several together, and ``averages`` names the arguments beta that weigh
    an average: beta times the old, 1 - beta times the new.

    How it is shown. ``formula`` has a line for each of its equations, in Typst's notation, and
    ``symbols`` the letters of its arguments in them, ``letters`` those of what torch's optimizer
    remembers, by torch's names. ``colors`` are ``#rrggbb`` by theme, and
    ``shape`` is that of its head, in the words of `optanim.look.shapes`: ``("polygon", 5)``.
    ``year`` of publication is the order in which optimizers are listed.
    """

    name: str
    year: int
    torch_class: str
    rule: Callable[..., Step]
    formula: tuple[str, ...]
    symbols: Mapping[str, str]
    colors: Mapping[str, str]
    shape: tuple[Any, ...]
    letters: Mapping[str, str] = field(default_factory=dict)
    keywords: Mapping[str, Any] = field(default_factory=dict)
    bounds: Mapping[str, Bound] = field(default_factory=dict)
    averages: tuple[str, ...] = ()
    refuse: Callable[[Mapping[str, Any]], str | None] = nothing_wrong

    @property
    def defaults(self) -> Mapping[str, Any]:
        """The arguments that the rule covers, with torch's defaults.

        With any other a run is proven without replay.
        """
        return keywords_of(self.rule)

    def fits(self, torch_class: str, keywords: Mapping[str, Any]) -> bool:
        """Whether ``torch_class`` with ``keywords`` is this optimizer."""
        return torch_class == self.torch_class and all(map(keywords.get, self.keywords))
