"""The rules of the house: who may import whom, and how long a file may be."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "optanim").rglob("*.py"))
LOWER = {  # everything that computes, in the order in which it may be imported
    "immutable": 0, "errors": 0, "whole": 1, "window": 1, "data": 3, "bounds": 1, "rules": 1,
    "written": 1, "places": 1, "classes": 2, "losses": 2, "outcome": 3, "optimizer": 3,
    "problem": 4, "run": 5, "trajectory": 6, "trace": 7,
    "replay": 7, "anatomy": 8, "verify": 8, "archive": 9, "landscape": 5, "racing": 10,
    "batch": 5, "sweep": 9, "events": 11, "rates": 12, "tuning": 10, "race_file": 11,
    "scale": 3, "rendering": 11, "results": 11, "own_race": 12,
    "scaling": 12,
}  # fmt: skip


def imports(path: Path, top_level_only: bool = False) -> set[str]:
    """The dotted names that a file imports."""
    tree = ast.parse(path.read_text("utf-8"))
    nodes = tree.body if top_level_only else list(ast.walk(tree))
    names = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def part(path: Path) -> str:
    """The folder or the module of the package that a file belongs to."""
    return path.relative_to(ROOT / "optanim").parts[0].removesuffix(".py")


def reaches(names: set[str], package: str) -> bool:
    return any(name == package or name.startswith(package + ".") for name in names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_keeps_the_rules(path: Path) -> None:
    names, home = imports(path), part(path)
    if home not in ("stage", "frames"):
        assert not reaches(names, "manim") and not reaches(names, "optanim.stage")
        assert not reaches(names, "optanim.frames")
    if home in ("stage", "frames"):
        assert not reaches(names, "torch") and not reaches(names, "optanim.trace")
    if home != "trace":
        assert not reaches(imports(path, top_level_only=True), "torch")
    if home in ("film", "gif"):
        allowed = {"optanim.errors", "optanim.whole", "optanim.film"}
        assert {n for n in names if n.startswith("optanim.") and n.count(".") == 1} <= allowed
    assert not reaches(names, "scenes")
    assert not any(name.endswith(".*") for name in names)
    assert len(path.read_text("utf-8").splitlines()) <= 220


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_computing_imports_point_one_way(path: Path) -> None:
    home = part(path)
    if home not in LOWER or home == "rules":
        return
    for name in imports(path, top_level_only=True):
        if name.startswith("optanim."):
            other = name.split(".")[1]
            if other in LOWER and other != home:
                assert LOWER[other] < LOWER[home], f"{home} imports {other}"


def test_importing_the_package_loads_neither_torch_nor_manim() -> None:
    code = (
        "import sys, optanim, optanim.problem, optanim.optimizer, optanim.run, optanim.verify\n"
        "print(sorted({'torch', 'manim'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
