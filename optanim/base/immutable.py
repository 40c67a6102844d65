"""Records that never change need no copies.

Manim deep-copies whole mobjects for every animation. A mobject that holds a trajectory or a
landscape would copy megabytes each time; these records answer with themselves instead:
``copy.deepcopy(trajectory) is trajectory``. They can be pickled, for a worker in another process.
"""

from __future__ import annotations

import copyreg
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self

import numpy as np


class Immutable:
    """Base of frozen dataclasses: `copy.copy` and `copy.deepcopy` give the record itself.

    Unpickled, its arrays are read-only as they were, which NumPy alone forgets.
    """

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        for value in state.values():
            for part in value.values() if isinstance(value, Mapping) else (value,):
                if isinstance(part, np.ndarray):
                    part.setflags(write=False)
        self.__dict__.update(state)


def _read_only(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


# Python does not pickle read-only mappings, which the records hold.
copyreg.pickle(MappingProxyType, lambda mapping: (_read_only, (dict(mapping),)))
