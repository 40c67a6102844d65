"""A user's own code is found where it says it lies."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from optanim.base.errors import OptanimError
from optanim.base.user_code import imported


def test_a_module_of_the_current_folder(tmp_path: Path, monkeypatch) -> None:
    code = "NUMBER = 3\ndef bowl(x, y):\n    return x * x + y * y\n"
    (tmp_path / "bowls_of_mine.py").write_text(code)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))  # and taken from the path again afterwards
    function, digest = imported("bowls_of_mine:bowl", "a loss")
    assert function(3, 4) == 25 and digest == hashlib.sha256(code.encode()).hexdigest()
    with pytest.raises(OptanimError, match="bowls_of_mine has no 'NUMBER'; it has bowl"):
        imported("bowls_of_mine:NUMBER", "a loss")


def test_a_module_without_a_file_has_the_sum_of_nothing() -> None:
    assert imported("math:sqrt", "a loss")[0](4.0) == 2.0
    assert imported("sys:getsizeof", "a loss")[1] == hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize("named", ["bowl", ":bowl", "module:"])
def test_how_it_must_be_written(named: str) -> None:
    with pytest.raises(OptanimError, match=r"must be written package\.module:name to name a loss"):
        imported(named, "a loss")


def test_whatever_a_module_does_when_it_is_imported_is_said(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "bowls_that_break.py").write_text("1 / 0\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(OptanimError, match="cannot be imported: division by zero"):
        imported("bowls_that_break:bowl", "a loss")
