"""Every file that decides what a user's module does is in the digest of its code."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from optanim.base.code import Code


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own with a package, a module and what they import."""
    package = tmp_path / "opts_of_mine"
    (package / "deep").mkdir(parents=True)
    (package / "__init__.py").write_text("from .core import Mine\n")
    (package / "core.py").write_text("import torch, helper_of_mine\nclass Mine: ...\n")
    (package / "deep" / "late.py").write_text("x = 1\n")
    (tmp_path / "helper_of_mine.py").write_text("def f():\n    from other_of_mine import g\n")
    (tmp_path / "other_of_mine.py").write_text("import no_such_thing\ng = 1\n")
    (tmp_path / "alone_of_mine.py").write_text(
        "import importlib\nimportlib.import_module('y_mine')"
    )
    (tmp_path / "y_mine.py").write_text("y = 1\n")
    (tmp_path / "unrelated.py").write_text("z = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def digest(module: str) -> str:
    code = Code.of(module)
    assert code is not None
    return code.digest


@pytest.mark.parametrize(
    "place",
    [
        "opts_of_mine/__init__.py",
        "opts_of_mine/core.py",
        "opts_of_mine/deep/late.py",
        "helper_of_mine.py",
        "other_of_mine.py",
        "opts_of_mine/new.py",
        "opts_of_mine/fast.abi3.so",
        "no_such_thing.py",
    ],
)
def test_what_is_reached_counts_to_the_last_byte(folder: Path, place: str) -> None:
    before = digest("opts_of_mine.core")
    assert digest("opts_of_mine") == before
    with (folder / place).open("ab") as file:
        file.write(b"# edited")
    assert digest("opts_of_mine.core") != before


@pytest.mark.parametrize(
    "place", ["unrelated.py", "opts_of_mine/notes.txt", "opts_of_mine/__pycache__/core.pyc"]
)
def test_what_is_not_reached_does_not(folder: Path, place: str) -> None:
    before = digest("opts_of_mine")
    (folder / place).parent.mkdir(exist_ok=True)
    (folder / place).write_text("other = 1\n")
    assert digest("opts_of_mine") == before


def test_a_name_written_out_counts_as_an_import(folder: Path) -> None:
    before = digest("alone_of_mine")
    (folder / "y_mine.py").write_text("y = 2\n")
    assert digest("alone_of_mine") != before


def test_the_same_code_elsewhere_is_the_same(folder: Path, monkeypatch, tmp_path_factory) -> None:
    before = digest("opts_of_mine")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for file in folder.rglob("*.py"):
        copy = elsewhere / file.relative_to(folder)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(file.read_bytes())
        file.unlink()
    monkeypatch.syspath_prepend(str(elsewhere))
    assert digest("opts_of_mine") == before


def installed(folder: Path, name: str, version: str, code: str, needs: str = "") -> None:
    """A package as an installer would leave it, with its metadata."""
    package, info = folder / "site-packages" / name, folder / "site-packages" / f"{name}.dist-info"
    package.mkdir(parents=True, exist_ok=True)
    info.mkdir(exist_ok=True)
    (package / "__init__.py").write_text(code)
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    (info / "METADATA").write_text(about + (f"Requires-Dist: {needs}\n" if needs else ""))
    (info / "RECORD").write_text(f"{name}/__init__.py,sha256={code.strip()},9\n")


INSTALLATIONS: dict[str, Callable[[Path], object]] = {
    "an upgrade": lambda folder: installed(folder, "base_pkg", "1.1", "a = 1\n"),
    "the same version again": lambda folder: installed(folder, "base_pkg", "1.0", "a = 2\n"),
    "of the package itself": lambda folder: installed(folder, "opt_pkg", "1.0", "a = 2\n"),
    "an edit in place": lambda folder: (folder / "site-packages/opt_pkg/__init__.py").write_text(
        "a = 3\n"
    ),
}


@pytest.mark.parametrize("name", INSTALLATIONS)
def test_what_is_installed_counts_by_file_or_version(name, tmp_path: Path, monkeypatch) -> None:
    needs = "base_pkg>=0.1 ; python_version > '3'"
    installed(tmp_path, "opt_pkg", "1.0", "import base_pkg\n", needs)
    installed(tmp_path, "base_pkg", "1.0", "a = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site-packages"))
    (tmp_path / "wraps_it.py").write_text("from opt_pkg import a\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    before, wrapped = Code.of("opt_pkg"), Code.of("wraps_it")
    assert before and wrapped and not before.modules and wrapped.modules == {"wraps_it"}
    INSTALLATIONS[name](tmp_path)
    after = Code.of("opt_pkg")
    assert after and after.own == before.own and after.installed != before.installed
    assert after.digest != before.digest
    assert name == "an edit in place" or digest("wraps_it") != wrapped.digest


def test_a_folder_without_init_and_a_zip_are_looked_into(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "spaced").mkdir()
    (tmp_path / "spaced" / "a.py").write_text("a = 1\n")
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as file:
        file.writestr("zipped_opts/__init__.py", "a = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path / "packed.zip"))
    spaced, zipped = digest("spaced.a"), digest("zipped_opts")
    (tmp_path / "spaced" / "a.py").write_text("a = 2\n")
    with zipfile.ZipFile(tmp_path / "packed.zip", "a") as file:
        file.writestr("zipped_opts/b.py", "a = 1\n")
    assert digest("spaced.a") != spaced and digest("zipped_opts") != zipped


@pytest.mark.parametrize("name", ["__main__", "no_such_module_at_all"])
def test_what_has_no_file_has_no_digest(name: str) -> None:
    assert Code.of(name) is None


def test_what_comes_with_python_has_nothing_of_ones_own() -> None:
    code, other = Code.of("math"), Code.of("json")
    assert (
        code
        and other
        and not code.modules
        and (code.own, code.installed) == (other.own, other.installed)
    )
