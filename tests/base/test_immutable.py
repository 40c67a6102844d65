"""Copies of records that never change are the records themselves."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass

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
