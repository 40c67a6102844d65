"""Modules of a user's own, imported apart from whatever else the process has imported."""

from __future__ import annotations

import builtins
import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import CodeType, ModuleType
from typing import Any

from optanim.base.alone import alone


class Space:
    """The top-level modules ``tops`` and all below them, as their sources are at first import.

    Whoever edits a module, and in a notebook imports it again, changes nothing in here: functions
    and classes of before go on to be what they were. While a module of the space is imported, while
    an import statement in its functions runs, and wherever else the space is `entered`, the rest
    of the program's modules by the same names are out of sight.
    """

    def __init__(self) -> None:
        self.tops: frozenset[str] = frozenset()
        self.modules: dict[str, ModuleType] = {}
        self._is_entered = False

    def imported(self, name: str) -> ModuleType:
        """The module called ``name``. Raises whatever its code raises."""
        if name not in self.modules:
            with self.entered():
                importlib.import_module(name)
        return self.modules[name]

    @contextmanager
    def entered(self) -> Iterator[None]:
        """`sys.modules` with the modules of the space in place of others by the same names."""
        with alone():
            if self._is_entered or not self.tops:
                yield
                return
            others, finder = self._taken_out(), _Finder(self)
            sys.modules.update(self.modules)
            sys.meta_path.insert(0, finder)
            self._is_entered = True
            try:
                yield
            finally:
                self._is_entered = False
                sys.meta_path.remove(finder)
                self.modules.update(self._taken_out())
                sys.modules.update(others)

    def _taken_out(self) -> dict[str, ModuleType]:
        """What stands in `sys.modules` by a name of the space, and from now on does not."""
        names = [name for name in sys.modules if name.partition(".")[0] in self.tops]
        return {name: sys.modules.pop(name) for name in names}

    def import_statement(self, name: str, *rest: Any, **named: Any) -> ModuleType:
        """What `__import__` is to the modules of the space."""
        level = rest[3] if len(rest) > 3 else named.get("level", 0)
        if level == 0 and name.partition(".")[0] not in self.tops:
            return builtins.__import__(name, *rest, **named)
        with self.entered():
            return builtins.__import__(name, *rest, **named)


class _Finder(MetaPathFinder):
    """Finds the modules of a space where others find them, and has them loaded from source."""

    def __init__(self, space: Space) -> None:
        self.space = space

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module's spec, None for modules that are none of the space."""
        if fullname.partition(".")[0] not in self.space.tops:
            return None
        others = [finder for finder in sys.meta_path if finder is not self]
        specs = (finder.find_spec(fullname, path, target) for finder in others)
        spec = next((spec for spec in specs if spec is not None), None)
        if spec is not None and type(spec.loader) is SourceFileLoader:
            spec.loader = _Loader(spec.loader, self.space)
        return spec


class _Loader(SourceFileLoader):
    """Loads a module of a space from its source.

    What is cached of it is passed over: that counts as up to date where an edit kept the source's
    size and second.
    """

    def __init__(self, loader: SourceFileLoader, space: Space) -> None:
        super().__init__(loader.name, loader.path)
        self.space = space

    def get_code(self, fullname: str) -> CodeType:
        """The source, compiled."""
        return self.source_to_code(self.get_data(self.path), self.path)

    def exec_module(self, module: ModuleType) -> None:
        """Run the module, with import statements that look into its space first."""
        known = {**vars(builtins), "__import__": self.space.import_statement}
        vars(module)["__builtins__"] = known
        super().exec_module(module)
