"""A user's own code, named by where it lies: ``package.module:name``."""

from __future__ import annotations

import importlib
import logging
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

from optanim.base.alone import alone
from optanim.base.code import Code
from optanim.base.errors import OptanimError, nearest_of
from optanim.base.likeness import differences, is_like
from optanim.base.space import Space
from optanim.base.text import quoted

_log = logging.getLogger(__name__)
UNKNOWN = "unknown-"
"""How the digest of code begins that nobody can look up: each time another one follows."""
SEEN = "__optanim_seen__"
"""The attribute of an installed module with the digests of its files and of its version when each
was first used here."""


def imported(named: str, kind: str, digests: str = "") -> tuple[Any, str]:
    """What ``named``, as in "package.module:name", is now, and the digest of its `Code`.

    Modules are looked for in the current folder as well. Those of the user's own are imported
    apart, as their files are now, whatever of them was imported before: see `Space`. With
    ``digests``, parted by blanks, what is asked for is the code of one of them, which was imported
    earlier or is there now. Raises OptanimError where it is neither, where there is no such thing,
    or nothing that can be called, and where an installed module has changed since it was
    imported; ``kind``, as in "a loss", says there what it was to be. The digest given back begins
    with `UNKNOWN` where the code has no file that tells it, as in a notebook's cell.
    """
    for digest in digests.split():
        if seen := _seen(digest, named):
            return seen[0], digest
    module_name, _, name = named.partition(":")
    if not module_name or not name:
        raise OptanimError(f"{named!r} must be written package.module:name to name {kind}")
    if "/" in module_name or "\\" in module_name or module_name.endswith(".py"):
        stem = re.split(r"[/\\]", module_name)[-1].removesuffix(".py")
        raise OptanimError(
            f"{named}: a module is named without folder and .py, as in {stem}:{name}; "
            f"it is looked for in the current folder, {Path.cwd()}"
        )
    try:
        module, found = _module(module_name, digests.split())
    except OptanimError as error:
        raise OptanimError(f"{named}: {error}") from None
    except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever the module does
        reason = " ".join(str(error).split()) or type(error).__name__
        hint = f"; it is looked for in the current folder, {Path.cwd()}, and where Python looks"
        lacking = getattr(error, "name", None) if isinstance(error, ImportError) else None
        reason += hint if lacking == module_name.partition(".")[0] else ""
        raise OptanimError(f"{named}: {module_name} cannot be imported: {reason}") from None
    thing = getattr(module, name, None)
    if not callable(thing):
        names = sorted(key for key, each in vars(module).items() if callable(each))
        hint = nearest_of(name, names)
        has = f"has no {name!r}.{hint} It has {quoted(', '.join(names), 200)}"
        raise OptanimError(f"{named}: {module_name} {has}")
    homes = {getattr(each, "__module__", "") for each in (thing, *getattr(thing, "__mro__", ()))}
    digest = _unknown() if "__main__" in homes else found
    _seen(digest, named).append(thing)
    return thing, digest


def place_of(thing: Any) -> str:
    """Where a function or a class is found, as package.module:name.

    What has no name of its own, as a lambda or what another function made, is found where it stands
    by one at the top level of the main program, or of a cell. Raises OptanimError where it stands
    nowhere, and where something else has its name by now.
    """
    module, name = getattr(thing, "__module__", None), getattr(thing, "__qualname__", "")
    if not module or not name.isidentifier():
        main = vars(sys.modules["__main__"]).items()
        names = [key for key, each in main if each is thing and not key.startswith("_")]
        if not names:
            raise OptanimError(
                f"{name or quoted(thing)} cannot be found by a name: write it as a function or a "
                "class of its own at the top level of a module or a cell"
            )
        return f"__main__:{names[0]}"
    if not is_like(vars(sys.modules.get(module, thing)).get(name, thing), thing):
        raise OptanimError(
            f"{name} is another by now, in {module}: give each its own name, or import it again"
        )
    return f"{module}:{name}"


def warn_where_set(digests: str) -> None:
    """Say so where the modules of ``digests``, parted by blanks, are not imported as they are here.

    Somebody has set a variable of theirs since, or has edited their files.
    """
    modules = [pair for digest in digests.split() for pair in _space(digest).modules.items()]
    found = (differences(sys.modules.get(name, module), module) for name, module in modules)
    for said in dict.fromkeys(chain.from_iterable(found)):
        _log.warning("%s, which counts: change it there, or reload the module", said)


def code_digest(named: str) -> str:
    """The digest that `imported` would give, from the files alone: nothing is imported or run."""
    _look_here()
    code = Code.of(named.partition(":")[0])
    return code.digest if code else _unknown()


@contextmanager
def at_home(digests: str) -> Iterator[None]:
    """Have the code of ``digests``, parted by blanks, see its own modules in `sys.modules`.

    Some look there for more than they import, for their own source for example.
    """
    with ExitStack() as stack:
        for digest in digests.split():
            stack.enter_context(_space(digest).entered())
        yield


def is_known(digests: str) -> bool:
    """Whether each of ``digests``, parted by blanks, will stand for the same code again."""
    return UNKNOWN not in digests


def _unknown() -> str:
    return UNKNOWN + uuid4().hex


@lru_cache(maxsize=10_000)
def _seen(digest: str, named: str) -> list[Any]:  # noqa: ARG001  # by which it is found again
    """What ``named`` was when it got ``digest``, which spares another look; empty before that."""
    return []


@alone()
def _look_here() -> None:
    """Have modules looked for in the current folder, and in none that was it before."""
    here, added = str(Path.cwd()), _added()
    for folder in [each for each in added if each != here]:
        added.remove(folder)
        if folder in sys.path:
            sys.path.remove(folder)
    if here not in sys.path:
        sys.path.append(here)
        added.append(here)
    importlib.invalidate_caches()


@cache
def _added() -> list[str]:
    """The folders that are in `sys.path` because they were the current one."""
    return []


@lru_cache(maxsize=64)
def _space(digest: str) -> Space:  # noqa: ARG001  # by which it is found again
    """The modules of one's own that are the code of ``digest``, none at first."""
    return Space()


def _module(name: str, wanted: list[str]) -> tuple[ModuleType, str]:
    """The module, and the digest of its code, which is one of those ``wanted`` if any is."""
    for digest in wanted:
        if name in _space(digest).modules:
            return _space(digest).modules[name], digest
    _look_here()
    code = Code.of(name)
    if wanted and all(map(is_known, wanted)) and (code is None or code.digest not in wanted):
        raise OptanimError("its code has changed since: make it again")
    if code is None:
        return importlib.import_module(name), _unknown()
    if not code.modules:
        return _installed(name, code)
    module = _apart(name, code)
    if (now := Code.of(name)) and now != code:  # it has said where else modules are looked for
        code, module = now, _apart(name, now)
    _check_installed(code)
    return module, code.digest if code.changed < _process_began() else _unknown()


def _apart(name: str, code: Code) -> ModuleType:
    space = _space(code.digest)
    space.tops = code.modules
    return space.imported(name)


def _installed(name: str, code: Code) -> tuple[ModuleType, str]:
    """A module that is installed; its digest is unknown where it may have changed since."""
    before = sys.modules.get(name.partition(".")[0])
    known = "files" in getattr(before, SEEN, {})
    fresh = before is None or known or code.changed < _process_began()
    module = importlib.import_module(name)
    if not fresh:
        return module, _unknown()
    _check_installed(code)
    return module, code.digest


def _check_installed(code: Code) -> None:
    """Raise OptanimError where an installed module that is loaded is not what is there now."""
    for name, digest in code.installed.items():
        module = sys.modules.get(name)
        # Of the module itself all files count, of what else is reached the version: two sums.
        measure = "files" if name == code.module else "version"
        if module is None:
            continue
        seen = vars(module).setdefault(SEEN, {})
        if seen.setdefault(measure, digest) != digest:
            raise OptanimError(f"{name} has changed since it was imported: start Python again")


@cache
def _process_began() -> float:
    """When, in seconds since 1970; 0 where the system does not say it, that is, not on Linux."""
    try:
        ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
        booted = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)
        return booted + ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, ValueError, IndexError):
        return 0.0
