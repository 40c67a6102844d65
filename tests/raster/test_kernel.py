"""Kernels are compiled wherever they run."""

from __future__ import annotations

import threading

import pytest

from optanim.raster.kernel import kernel, together


def test_a_kernel_runs_where_nothing_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a user without a home, of a package that lies in a folder of root's."""
    monkeypatch.setattr("numba.core.config.CACHE_LOCATOR_CLASSES", "ZipCacheLocator")
    assert kernel()(lambda number: number + 1)(2) == 3


def test_two_threads_share_the_work_and_what_either_raises_is_raised() -> None:
    done: dict[int, int] = {}
    for _ in range(2):  # the other thread is kept
        together(lambda part: done.update({part: threading.get_ident()}))
        assert len(set(done.values())) == 2 and done[1] == threading.get_ident()
    for broken in (0, 1):
        with pytest.raises(ZeroDivisionError):
            together(lambda part, broken=broken: 1 // abs(part - broken))
