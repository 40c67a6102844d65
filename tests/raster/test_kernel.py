"""Kernels are compiled wherever they run."""

from __future__ import annotations

import pytest

from optanim.raster.kernel import kernel


def test_a_kernel_runs_where_nothing_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a user without a home, of a package that lies in a folder of root's."""
    monkeypatch.setattr("numba.core.config.CACHE_LOCATOR_CLASSES", "ZipCacheLocator")
    assert kernel()(lambda number: number + 1)(2) == 3
