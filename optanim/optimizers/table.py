"""The one table of optimizers: what lies in `optanim.optimizers.known`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from optanim.base.listing import by_name, entries
from optanim.optimizers import known
from optanim.optimizers.entry import Entry

TABLE: Mapping[str, Entry] = MappingProxyType(
    by_name(sorted(entries(known, Entry), key=lambda e: (e.year, e.name)), lambda e: e.name)
)
"""Every optimizer by its name, the oldest first."""


def kind_of(torch_class: str, keywords: Mapping[str, Any]) -> Entry | None:
    """The optimizer of the table that ``torch_class`` is with ``keywords``, or None.

    Of several that fit the one is taken that asks for the most: SGD with nesterov and a momentum
    is Nesterov, although it is Momentum, too.
    """
    fitting = [entry for entry in TABLE.values() if entry.fits(torch_class, keywords)]
    return max(fitting, key=lambda entry: len(entry.keywords), default=None)
