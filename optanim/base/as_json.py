"""Values written down as JSON, where that tells all of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def as_json(value: Any) -> str | None:
    """The JSON of ``value``, NumPy's and torch's numbers as plain ones; None where it has none."""
    try:
        return json.dumps(value, sort_keys=True, default=_plain)
    except (TypeError, ValueError, RecursionError):
        return None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if not hasattr(value, "tolist"):
        raise TypeError(f"{value!r} cannot be written down")
    return value.tolist()
