"""A user's own code, named by where it lies: ``package.module:name``."""

from __future__ import annotations

import importlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

from optanim.base.code import Code
from optanim.base.errors import OptanimError
from optanim.base.text import quoted

UNKNOWN = "unknown "
"""How the digest of code begins that nobody can look up: each time another one follows."""
IMPORTED_FROM = "__optanim_code__"
"""The attribute of a top-level module in which stands what `Code` it was imported from."""


def imported(named: str, kind: str) -> tuple[Any, str]:
    """What ``named``, as in "package.module:name", is now, and the digest of its `Code`.

    Modules are looked for in the current folder as well. One of the user's own whose files have
    changed since it was imported is imported again, with what it imports; an installed one is
    refused then. Raises OptanimError for that, too, where there is no such thing, and where
    it cannot be called; ``kind``, as in "a loss", says there what it was to be. The digest begins
    with `UNKNOWN` where the code has no file that tells it, as in a notebook's cell.
    """
    with _said_of(named, kind) as module_name:
        module, code = _current(module_name)
    thing = _thing(named, module)
    return thing, _digest(thing, module, code)


def loaded(named: str, kind: str) -> tuple[Any, str]:
    """What `imported` gave last, whatever became of its files since; imported where it is not yet.

    Raises OptanimError as `imported` does.
    """
    module_name = _module_of(named, kind)
    code = getattr(sys.modules.get(module_name.partition(".")[0]), IMPORTED_FROM, None)
    if code is None:
        return imported(named, kind)
    with _said_of(named, kind):
        module = importlib.import_module(module_name)
    thing = _thing(named, module)
    return thing, _digest(thing, module, code)


def code_digest(named: str) -> str:
    """The digest that `imported` would give, from the files alone: nothing is imported or run.

    Raises OptanimError where ``named`` is not written package.module:name.
    """
    _look_here()
    code = Code.of(_module_of(named, "code"))
    return code.digest if code else UNKNOWN + uuid4().hex


def is_known(digest: str) -> bool:
    """Whether ``digest``, or several joined to one, will stand for the same code again."""
    return UNKNOWN not in digest


@contextmanager
def _said_of(named: str, kind: str) -> Iterator[str]:
    """The name of the module in ``named``; what goes wrong in importing it is said in one line."""
    module_name = _module_of(named, kind)
    try:
        yield module_name
    except OptanimError:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever the module does
        reason = " ".join(str(error).split()) or type(error).__name__
        raise OptanimError(f"{named}: {module_name} cannot be imported: {reason}") from None


def _module_of(named: str, kind: str) -> str:
    module_name, _, name = named.partition(":")
    if not module_name or not name:
        raise OptanimError(f"{named!r} must be written package.module:name to name {kind}")
    return module_name


def _thing(named: str, module: ModuleType) -> Any:
    module_name, _, name = named.partition(":")
    thing = getattr(module, name, None)
    if not callable(thing):
        names = sorted(key for key, each in vars(module).items() if callable(each))
        raise OptanimError(
            f"{named}: {module_name} has no {name!r}; it has {quoted(', '.join(names), 200)}"
        )
    return thing


def _digest(thing: Any, module: ModuleType, code: Code | None) -> str:
    homes = {getattr(each, "__module__", "") for each in (thing, *getattr(thing, "__mro__", ()))}
    if code is None or module.__spec__ is None or "__main__" in homes:
        return UNKNOWN + uuid4().hex
    return code.digest


def _look_here() -> None:
    if (here := str(Path.cwd())) not in sys.path:
        sys.path.append(here)
    importlib.invalidate_caches()


def _current(name: str) -> tuple[ModuleType, Code | None]:
    """The module as its files are now, and its code; None where that is not known."""
    _look_here()
    top, code = name.partition(".")[0], Code.of(name)
    if code is None:
        return importlib.import_module(name), None
    loaded = {each for each in sys.modules if each.partition(".")[0] in {top, *code.modules}}
    before: Code | None = getattr(sys.modules.get(top), IMPORTED_FROM, None)
    if before is None and loaded and code.newest >= _process_began():
        # Imported by somebody else, before or after its files changed.
        if top not in code.modules:
            return importlib.import_module(name), None
        _forget(loaded)
    elif before is not None and before != code:
        if before.installed != code.installed:
            raise OptanimError(
                f"{name}: it, or what it imports, was installed anew since it was imported: "
                "start Python again"
            )
        _forget(loaded)
    module = importlib.import_module(name)
    code = Code.of(name)  # its code may have said where else modules are looked for
    setattr(sys.modules[top], IMPORTED_FROM, code)
    return module, code


def _forget(modules: set[str]) -> None:
    """Have ``modules`` imported again, from their sources, when they are asked for next."""
    for each in modules:
        compiled = getattr(sys.modules.pop(each), "__cached__", None)
        if compiled:  # Python takes it for up to date where an edit kept size and second
            with suppress(OSError):
                Path(compiled).unlink()


@cache
def _process_began() -> float:
    """When, in seconds since 1970; 0 where the system does not say it, that is, not on Linux."""
    try:
        ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
        booted = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)
        return booted + ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, ValueError, IndexError):
        return 0.0
