"""A user's own code, named by where it lies: ``package.module:name``."""

from __future__ import annotations

import hashlib
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from optanim.base.errors import OptanimError


def imported(named: str, kind: str) -> tuple[Any, str]:
    """What ``named``, as in "package.module:name", is, and the SHA-256 of the module's file.

    The SHA-256 is that of nothing where the module has no file. Modules are looked for in the
    current folder as well. Raises OptanimError where there is no such thing, or where it cannot be
    called; ``kind``, as in "a loss", says there what it was to be.
    """
    module_name, _, name = named.partition(":")
    if not module_name or not name:
        raise OptanimError(f"{named!r} must be written package.module:name to name {kind}")
    if (here := str(Path.cwd())) not in sys.path:
        sys.path.append(here)
    try:
        module = import_module(module_name)
    except Exception as error:  # noqa: BLE001  # whatever the module does when it is imported
        raise OptanimError(f"{named}: {module_name} cannot be imported: {error}") from None
    if not callable(getattr(module, name, None)):
        names = sorted(key for key, thing in vars(module).items() if callable(thing))
        raise OptanimError(f"{named}: {module_name} has no {name!r}; it has {', '.join(names)}")
    file = getattr(module, "__file__", None)
    content = Path(file).read_bytes() if file else b""
    return getattr(module, name), hashlib.sha256(content).hexdigest()
