"""What a module named by a user is made of: the files that decide what its code does."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import metadata
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec, all_suffixes
from pathlib import Path
from types import MappingProxyType

ELSEWHERE = frozenset({"torch", "numpy", "optanim"})
"""Their versions belong to every run; see `optanim.runs.run`."""
INSTALLED = frozenset({"site-packages", "dist-packages"})
"""Folders of these names hold what was installed, as against what somebody is writing."""
UNSETTLED = 2.0  # seconds
SUFFIXES, COMPILED = tuple(all_suffixes()), tuple(EXTENSION_SUFFIXES)


@dataclass(frozen=True)
class Code:
    """The code behind a module, without importing it.

    ``module`` is its top-level package. ``own`` is the SHA-256 over files that are not
    installed: those of the module's top-level package, and of all modules beside it that an
    import statement in them reaches; ``modules`` are the top-level ones of these. ``installed``
    says by the name of a top-level module what of it is installed: of the module itself all
    files, of what else is reached the version. ``changed`` is when a file last changed that
    Python cannot import twice, in seconds since 1970: an installed one of the module itself, or
    a compiled one. What code reads or imports in other ways, as by a name that it makes up,
    cannot be known.
    """

    module: str
    own: str
    modules: frozenset[str]
    installed: Mapping[str, str]
    changed: float

    @property
    def digest(self) -> str:
        """The SHA-256 over all of it."""
        return _sum({"own": self.own, **self.installed})

    @classmethod
    def of(cls, module: str) -> Code | None:
        """The code of the module called ``module``; None where that has no file to look into."""
        top = module.partition(".")[0]
        own: dict[str, str] = {}
        installed: dict[str, str] = {}
        modules: set[str] = set()
        fixed: list[_Content] = []
        waiting, seen = [top], {*ELSEWHERE, top}
        while waiting:
            name = waiting.pop()
            places = _places(name)
            if _is_pythons(name, places):
                continue
            if not places and name == top:
                return None
            if not places:
                installed[name] = "missing"
            elif any(INSTALLED & set(place.parts) for place in places):
                files = _files(name, places) if name == top else {}
                installed[name] = _sum(_sums(files) | _distributions(name))
                fixed += files.values()
            else:
                files = _files(name, places)
                own |= _sums(files)
                fixed += [content for file, content in files.items() if file.endswith(COMPILED)]
                modules.add(name)
                found = {each for content in files.values() for each in content.imports} - seen
                waiting += found
                seen |= found
        changed = max((content.changed for content in fixed), default=0.0)
        return cls(top, _sum(own), frozenset(modules), MappingProxyType(installed), changed)


@dataclass(frozen=True)
class _Content:
    """A file's SHA-256, the top-level modules that it imports, and when it changed."""

    sha256: str
    imports: frozenset[str]
    changed: float


def _content(file: Path) -> _Content:
    stat = file.stat()
    changed = max(stat.st_mtime, stat.st_ctime)
    # What changed just now may change again within what clocks of file systems can tell apart.
    read = _read if time.time() - changed > UNSETTLED else _read.__wrapped__
    return read(file, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size)


@lru_cache(maxsize=10_000)
def _read(file: Path, modified: int, changed: int, _size: int) -> _Content:
    """Of a file of that size that changed at these times, in ns: the cache goes by them."""
    content = file.read_bytes()
    installed = INSTALLED & set(file.parts)  # what is installed says itself what it needs
    imports = frozenset() if installed or file.suffix != ".py" else frozenset(_imports(content))
    return _Content(hashlib.sha256(content).hexdigest(), imports, max(modified, changed) / 1e9)


def _imports(source: bytes) -> Iterator[str]:
    """The top-level names that Python code imports, functions included."""
    try:
        nodes = ast.walk(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError):
        return
    for node in nodes:
        match node:
            case ast.Import(names=names):
                yield from (alias.name.partition(".")[0] for alias in names)
            case ast.ImportFrom(module=str(name), level=0):
                yield name.partition(".")[0]
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__")
                | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield name.partition(".")[0]


def _places(name: str) -> list[Path]:
    """The folders of a package, or the file of a module; nothing where it has none."""
    spec = _spec(name)
    if spec is None:
        return []
    places = [Path(folder) for folder in spec.submodule_search_locations or ()]
    if spec.origin and not any(place.is_dir() for place in places):
        # A module in a ZIP file has no file of its own: the whole of the ZIP stands for it.
        places = [Path(spec.origin), *Path(spec.origin).parents]
        return [place for place in places if place.is_file()][:1]
    return places


def _files(name: str, places: list[Path]) -> dict[str, _Content]:
    """The files of code in ``places``, by name and where they lie within them."""
    found = {f"{name}: {place.name}": place for place in places if place.is_file()}
    for folder in places:
        below = {file.relative_to(folder).as_posix(): file for file in _below(folder)}
        found |= {f"{name}: {where}": file for where, file in below.items()}
    return {where: _content(file) for where, file in found.items()}


def _sums(files: Mapping[str, _Content]) -> dict[str, str]:
    return {where: content.sha256 for where, content in files.items()}


def _is_pythons(name: str, places: list[Path]) -> bool:
    """Whether it belongs to Python itself, and is no file of one's own by the same name."""
    library = Path(sysconfig.get_path("stdlib"))
    known = name in sys.stdlib_module_names
    return known and all(place.is_relative_to(library) for place in places)


def _below(folder: Path) -> Iterator[Path]:
    """The files of code in a folder and those in it."""
    for parent, folders, files in os.walk(folder):
        folders[:] = [each for each in folders if each != "__pycache__" and each[0] != "."]
        yield from (Path(parent, file) for file in files if file.endswith(SUFFIXES))


def _spec(name: str) -> ModuleSpec | None:
    """Where ``name`` would be imported from now, whatever was imported before."""
    if name == "__main__":
        return None
    specs = (finder.find_spec(name, None) for finder in sys.meta_path)
    return next((spec for spec in specs if spec is not None), None)


def _distributions(name: str) -> dict[str, str]:
    """What is installed under a module's name and whatever that requires, with version and sums."""
    try:
        metadata.distribution(name)
        waiting = [name]
    except (metadata.PackageNotFoundError, ValueError):
        waiting = [*_distribution_names().get(name, ())]
    found: dict[str, str] = {}
    while waiting:
        key = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if key in found or key in ELSEWHERE:
            continue
        try:
            distribution = metadata.distribution(key)
        except metadata.PackageNotFoundError:
            continue
        if Path(str(distribution.locate_file(""))).name not in INSTALLED:
            continue  # another package brings it along, and puts it on the path when it likes
        listed = (distribution.read_text("RECORD") or "").splitlines()
        files = [row for row in listed if "sha256=" in row and ".dist-info/" not in row]
        found[key] = f"{distribution.version} {_sum(dict.fromkeys(files, ''))}"
        needs = [need for need in distribution.requires or () if "extra ==" not in need]
        waiting += [re.split(r"[^\w.-]", need, maxsplit=1)[0] for need in needs]
    return found


@cache
def _distribution_names() -> dict[str, list[str]]:
    return dict(metadata.packages_distributions())


def _sum(parts: Mapping[str, str]) -> str:
    return hashlib.sha256(repr(sorted(parts.items())).encode()).hexdigest()
