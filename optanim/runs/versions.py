"""The versions of what computes steps."""

from __future__ import annotations

import sys
from functools import cache
from importlib import metadata


@cache
def current_versions() -> str:
    """Those of torch and NumPy, as in "torch 2.13.0, numpy 2.4.6", without loading either."""
    return ", ".join(f"{name} {_version(name)}" for name in ("torch", "numpy"))


def _version(name: str) -> str:
    """That of the module which is loaded, else of the one that would be."""
    module = sys.modules.get(name)
    return str(module.__version__) if module else metadata.version(name)
