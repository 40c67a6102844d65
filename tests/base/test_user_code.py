"""A user's own code is found where it says it lies, and is what its files say now."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from optanim.base.errors import OptanimError
from optanim.base.user_code import code_digest, imported, is_known, loaded


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The current folder, with a package; its modules are forgotten afterwards."""
    before = set(sys.modules)
    (tmp_path / "bowls_of_mine").mkdir()
    (tmp_path / "bowls_of_mine" / "__init__.py").write_text("from .core import bowl\nNUMBER = 3\n")
    (tmp_path / "bowls_of_mine" / "core.py").write_text(
        "from steepness import factor\ndef bowl(x, y):\n    return factor * (x * x + y * y)\n"
    )
    (tmp_path / "steepness.py").write_text("factor = 1\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))  # and taken from the path again afterwards
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


def test_a_package_of_the_current_folder(folder: Path) -> None:
    function, digest = imported("bowls_of_mine:bowl", "a loss")
    assert function(3, 4) == 25 and digest == code_digest("bowls_of_mine:bowl")
    assert imported("bowls_of_mine:bowl", "a loss") == (function, digest)
    with pytest.raises(OptanimError, match="bowls_of_mine has no 'NUMBER'; it has bowl"):
        imported("bowls_of_mine:NUMBER", "a loss")


def test_an_edit_anywhere_is_imported_at_once_and_has_another_digest(folder: Path) -> None:
    seen = {imported("bowls_of_mine:bowl", "a loss")[1]}
    for factor in (2, 3, 4, 5):  # of the same size, and most likely in the same second
        (folder / "steepness.py").write_text(f"factor = {factor}\n")
        function, digest = imported("bowls_of_mine:bowl", "a loss")
        assert function(3, 4) == 25 * factor and digest not in seen
        assert loaded("bowls_of_mine:bowl", "a loss") == (function, digest)
        seen.add(digest)
    (folder / "steepness.py").write_text("factor = 1\n")
    assert imported("bowls_of_mine:bowl", "a loss")[1] in seen


def test_looking_alone_imports_nothing(folder: Path) -> None:
    (folder / "steepness.py").write_text("1 / 0\n")
    assert is_known(code_digest("bowls_of_mine:bowl"))
    assert "bowls_of_mine" not in sys.modules


def test_what_was_imported_stays_what_it_was_until_it_is_asked_for_anew(folder: Path) -> None:
    before = imported("bowls_of_mine:bowl", "a loss")
    (folder / "steepness.py").write_text("factor = 9\n")
    assert loaded("bowls_of_mine:bowl", "a loss") == before


def test_what_somebody_imported_before_an_edit_is_imported_again(folder: Path) -> None:
    assert import_module("bowls_of_mine").bowl(3, 4) == 25
    (folder / "steepness.py").write_text("factor = 2\n")
    function, digest = imported("bowls_of_mine:bowl", "a loss")
    assert function(3, 4) == 50 and digest == code_digest("bowls_of_mine:bowl")


def test_what_was_installed_anew_needs_another_python(folder: Path, monkeypatch) -> None:
    site = folder / "site-packages"
    (site / "shared_bowls").mkdir(parents=True)
    file = site / "shared_bowls" / "__init__.py"
    file.write_text("def bowl(x, y): return 1\n")
    monkeypatch.syspath_prepend(str(site))
    assert is_known(imported("shared_bowls:bowl", "a loss")[1])
    file.write_text("def bowl(x, y): return 2\n")
    with pytest.raises(OptanimError, match=r"shared_bowls.*: start Python again"):
        imported("shared_bowls:bowl", "a loss")


def test_of_what_was_installed_and_imported_since_python_began_nothing_is_sure(
    folder: Path, monkeypatch
) -> None:
    site = folder / "site-packages"
    site.mkdir()
    (site / "early_bowls.py").write_text("def bowl(x, y): return 1\n")
    monkeypatch.syspath_prepend(str(site))
    import_module("early_bowls")
    digests = {imported("early_bowls:bowl", "a loss")[1] for _ in range(3)}
    assert len(digests) == 3 and not any(map(is_known, digests))


def test_code_without_a_file_is_another_each_time(monkeypatch) -> None:
    for home in ("__main__", "typed_in"):
        module = type(sys)(home)
        exec("class Mine:\n    pass", vars(module))  # as a notebook does
        monkeypatch.setitem(sys.modules, home, module)
        digests = {imported(f"{home}:Mine", "an optimizer")[1] for _ in range(3)}
        assert len(digests) == 3 and not any(map(is_known, digests))


def test_a_class_that_comes_of_a_cell_is_not_its_modules(folder: Path, monkeypatch) -> None:
    package = import_module("bowls_of_mine")
    monkeypatch.setattr(
        package, "Late", type("Late", (), {"__module__": "__main__"}), raising=False
    )
    imported("bowls_of_mine:bowl", "a loss")
    package = import_module("bowls_of_mine")
    monkeypatch.setattr(
        package, "Late", type("Late", (), {"__module__": "__main__"}), raising=False
    )
    assert not is_known(imported("bowls_of_mine:Late", "an optimizer")[1])


@pytest.mark.parametrize("named", ["bowl", ":bowl", "module:"])
def test_how_it_must_be_written(named: str) -> None:
    with pytest.raises(OptanimError, match=r"must be written package\.module:name to name a loss"):
        imported(named, "a loss")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("1 / 0\n", "division by zero"),
        ("import sys; sys.exit()\n", "SystemExit"),
        ("raise KeyError\n", "KeyError"),
        ("x = (\n", "'\\(' was never closed"),
        ("raise ValueError('two\\nlines')\n", "two lines$"),
    ],
)
def test_whatever_a_module_does_when_it_is_imported_is_said(
    folder: Path, code: str, reason: str
) -> None:
    (folder / "bowls_that_break.py").write_text(code)
    with pytest.raises(OptanimError, match=f"bowls_that_break cannot be imported: {reason}"):
        imported("bowls_that_break:bowl", "a loss")


@pytest.mark.parametrize(
    "name", ["no_such:f", "..x:f", "a b:f", "os.path.nosuch:f", "x/y:f", "ü:f"]
)
def test_what_is_not_there_is_said(name: str) -> None:
    with pytest.raises(OptanimError, match="cannot be imported"):
        imported(name, "a loss")
