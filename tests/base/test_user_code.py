"""A user's own code is found where it says it lies, and is what its files say now."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module, reload
from pathlib import Path

import pytest

from optanim.base.errors import OptanimError
from optanim.base.user_code import code_digest, imported, is_known, warn_where_set


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The current folder, with a package and a module beside it."""
    (tmp_path / "bowls_of_mine").mkdir()
    (tmp_path / "bowls_of_mine" / "__init__.py").write_text("from .core import bowl\nNUMBER = 3\n")
    (tmp_path / "bowls_of_mine" / "core.py").write_text(
        "from steepness import factor\n"
        "def bowl(x, y):\n    return factor * (x * x + y * y)\n"
        "def late(x, y):\n    import steepness as s\n    return s.factor * (x * x + y * y)\n"
    )
    (tmp_path / "steepness.py").write_text("factor = 1\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))  # and taken from the path again afterwards
    yield tmp_path
    for name in ("bowls_of_mine.core", "bowls_of_mine", "steepness"):
        sys.modules.pop(name, None)


def test_a_package_of_the_current_folder(folder: Path) -> None:
    function, digest = imported("bowls_of_mine:bowl", "a loss")
    assert function(3, 4) == 25 and digest == code_digest("bowls_of_mine:bowl")
    assert imported("bowls_of_mine:bowl", "a loss") == (function, digest)
    with pytest.raises(OptanimError, match=r"bowls_of_mine has no 'NUMBER'\. It has bowl"):
        imported("bowls_of_mine:NUMBER", "a loss")
    with pytest.raises(OptanimError, match=r"has no 'Bowl'\. Did you mean 'bowl'\? It has bowl"):
        imported("bowls_of_mine:Bowl", "a loss")


def test_in_another_folder_its_own_module_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", before := [*sys.path])
    unchanged = [*before]
    for name in ("one", "two", "one"):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "moved_to.py").write_text(f"def bowl(x, y):\n    return {name!r}\n")
        monkeypatch.chdir(tmp_path / name)
        assert imported("moved_to:bowl", "a loss")[0](0, 0) == name
    assert [each for each in sys.path if each != str(Path.cwd())] == unchanged


@pytest.mark.parametrize("name", ["bowls_of_mine:bowl", "bowls_of_mine.core:late"])
def test_an_edit_counts_at_once_and_what_was_made_before_stays_as_it_was(
    name, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    made = {}
    for factor in (1, 2, 3, 4):  # of the same size, and most likely in the same second
        (folder / "steepness.py").write_text(f"factor = {factor}\n")
        made[factor] = imported(name, "a loss")
    assert len({digest for _, digest in made.values()}) == 4
    for factor, (function, digest) in made.items():
        assert function(3, 4) == 25 * factor
        assert imported(name, "a loss", digest) == (function, digest)
    (folder / "steepness.py").write_text("factor = 1\n")
    assert imported(name, "a loss") == made[1]


def test_code_that_is_neither_here_nor_was_is_refused(folder: Path) -> None:
    with pytest.raises(OptanimError, match="bowls_of_mine:bowl: its code has changed since"):
        imported("bowls_of_mine:bowl", "a loss", "f" * 64)


def test_looking_alone_runs_nothing(folder: Path) -> None:
    (folder / "steepness.py").write_text("1 / 0\n")
    assert is_known(code_digest("bowls_of_mine:bowl"))


def test_what_a_notebook_imports_and_edits_is_its_own_affair(folder: Path) -> None:
    package, helper = import_module("bowls_of_mine"), import_module("steepness")
    (folder / "steepness.py").write_text("factor = 2\n# edited\n")
    function, _ = imported("bowls_of_mine:bowl", "a loss")
    assert function(3, 4) == 50 and package.bowl(3, 4) == 25
    assert sys.modules["steepness"] is helper and sys.modules["bowls_of_mine"] is package
    helper.factor = 9
    assert reload(helper).factor == 2
    (folder / "steepness.py").write_text("factor = 3\n# edited again\n")
    reload(helper)
    assert function(3, 4) == 50
    assert imported("bowls_of_mine:bowl", "a loss")[0](3, 4) == 75
    (folder / "steepness.py").write_text("factor = \n")
    with pytest.raises(OptanimError, match="bowls_of_mine cannot be imported: invalid syntax"):
        imported("bowls_of_mine:bowl", "a loss")
    assert sys.modules["steepness"] is helper and function(3, 4) == 50


SETTINGS = """
import torch
from steepness import factor
WEIGHT, TABLE, DATA, RATES = 1.0, {"a": [1]}, torch.tensor([1.0, float("nan")]), (1, 2)
def helper(x, k=1.0):
    return k * x
def outer(rate):
    def inner(x, y):
        return rate * x
    return inner
made = outer(2.0)
def bowl(x, y):
    return WEIGHT * helper(x) + made(x, y)
class Base(torch.optim.Optimizer):
    def step(self):
        pass
class Mine(Base):
    scale = 1.0
"""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("WEIGHT = 2.0", "WEIGHT is 2.0 here and 1.0 in its file"),
        ("WEIGHT = DATA", "WEIGHT is tensor"),
        ("TABLE['a'].append(2)", "TABLE is {'a': [1, 2]} here and {'a': [1]} in its file"),
        ("DATA[0] = 1.0 + 1e-6", "DATA is tensor("),
        ("helper = lambda x: x", "helper is not here"),
        ("helper.__defaults__ = (2.0,)", "helper is not here"),
        ("made = outer(3.0)", "made is not here"),
        ("Mine.scale = 4", "Mine is not here"),
        ("Mine.step = helper", "Mine is not here"),
        ("OTHER = 3", ""),
        ("Mine([torch.zeros(2)], {})", ""),  # into which torch then puts a step,
    ],
)
def test_what_is_set_in_a_module_from_outside_is_said(
    folder: Path, caplog, change: str, said: str
) -> None:
    (folder / "steepness.py").write_text("factor = 1\n")
    (folder / "set_from_outside.py").write_text(SETTINGS)
    module = import_module("set_from_outside")
    try:
        exec(change, vars(module))
        for _ in range(2):
            warn_where_set(imported("set_from_outside:bowl", "a loss")[1])
    finally:
        del sys.modules["set_from_outside"]
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == (2 if said else 0) and said in "".join(lines)
    assert all("which counts" in line and "\n" not in line for line in lines)


def test_what_was_installed_anew_needs_another_python(folder: Path, monkeypatch) -> None:
    site = folder / "site-packages"
    (site / "shared_bowls").mkdir(parents=True)
    file = site / "shared_bowls" / "__init__.py"
    file.write_text("def bowl(x, y): return 1\n")
    monkeypatch.syspath_prepend(str(site))
    function, digest = imported("shared_bowls:bowl", "a loss")
    assert is_known(digest)
    with monkeypatch.context() as without:
        without.setattr("os.walk", None)  # a large package is gone through once, not at every step
        assert imported("shared_bowls:bowl", "a loss", digest) == (function, digest)
    file.write_text("def bowl(x, y): return 2\n")
    with pytest.raises(OptanimError, match=r"shared_bowls has changed .*: start Python again"):
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


def test_code_without_a_file_is_another_each_time(folder: Path, monkeypatch) -> None:
    (folder / "passed_on.py").write_text("from __main__ import Mine\n")
    for home in ("__main__", "typed_in"):
        module = type(sys)(home)
        exec("class Mine:\n    pass", vars(module))  # as a notebook does
        monkeypatch.setitem(sys.modules, home, module)
    for home in ("__main__", "typed_in", "passed_on"):
        digests = {imported(f"{home}:Mine", "an optimizer")[1] for _ in range(3)}
        assert len(digests) == 3 and not any(map(is_known, digests))


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


@pytest.mark.parametrize("name", ["no_such:f", "..x:f", "a b:f", "os.path.nosuch:f", "ü:f"])
def test_what_is_not_there_is_said(name: str) -> None:
    with pytest.raises(OptanimError, match="cannot be imported") as error:
        imported(name, "a loss")
    looked = f"looked for in the current folder, {Path.cwd()}"
    assert (looked in str(error.value)) == (name != "os.path.nosuch:f" and name[0] != ".")


@pytest.mark.parametrize("named", ["steep.py:bowl", "./steep.py:bowl", "../a/steep.py:bowl"])
def test_a_path_is_no_module_and_it_is_said_how_to_name_one(named: str, folder: Path) -> None:
    with pytest.raises(OptanimError, match=f"as in steep:bowl; .* current folder, {folder}"):
        imported(named, "a loss")
