"""Copies of records that never change are the records themselves."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from optanim.base.immutable import Immutable
from optanim.base.window import Window


@dataclass(frozen=True, eq=False)
class Record(Immutable):
    values: list[int]


def test_no_copy_is_made_however_deep_it_lies() -> None:
    record = Record([1, 2])
    assert copy.copy(record) is record and copy.deepcopy(record) is record
    holder = {"a": [record], "b": [3]}
    copied = copy.deepcopy(holder)
    assert copied["a"][0] is record and copied["b"] is not holder["b"]


def test_pickling_still_makes_another() -> None:
    window = Window((0.0, 1.0), (2.0, 3.0))
    again = pickle.loads(pickle.dumps(window))
    assert again == window and again is not window


@dataclass(frozen=True, eq=False)
class Rows(Immutable):
    rows: np.ndarray
    named: Mapping[str, np.ndarray]


def test_unpickled_arrays_and_mappings_are_read_only_as_before() -> None:
    made = np.arange(3.0)
    made.setflags(write=False)
    again = pickle.loads(pickle.dumps(Rows(made, MappingProxyType({"a": made}))))
    assert np.array_equal(again.rows, made) and isinstance(again.named, MappingProxyType)
    assert not again.rows.flags.writeable and not again.named["a"].flags.writeable
