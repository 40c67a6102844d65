"""The code that a race file names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

CODE = re.compile(r"(?<![\w.:])[\w.]+:\w+(?=$|[:,;\]'])")
"""package.module:name, alone, before keywords or within them, as against NAME:key=value."""


def code_in(raw: Mapping[str, Any]) -> list[str]:
    """What of the keys ``raw``, as yet unchecked, is imported and run when the race is made.

    That is the loss, and the racers' optimizers; each once.
    """
    racers = raw.get("racers")
    parts = [raw, *(racers if isinstance(racers, list | tuple) else ())]
    values = [
        str(part.get(key, ""))
        for part in parts
        if isinstance(part, Mapping)
        for key in ("problem", "loss", "optimizer", "base")
    ]
    return list(dict.fromkeys(name for value in values for name in CODE.findall(value)))
