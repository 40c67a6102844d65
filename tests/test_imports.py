"""The floors of the house: the contracts of pyproject.toml hold, and importing loads little."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BY_STRING = {"optanim/__init__.py", "optanim/base/listing.py", "optanim/base/user_code.py",
             "optanim/base/space.py"}  # fmt: skip
"""The package's own lazy names, files that a folder lists, and modules that users name."""


def test_imports_point_one_way() -> None:
    """In a process of its own: import-linter takes over its process's logging."""
    code = (
        "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_what_the_contracts_cannot_see_is_not_done() -> None:
    files = {path.relative_to(ROOT).as_posix(): path for path in ROOT.glob("optanim/**/*.py")}
    for name in files.keys() - BY_STRING:
        for node in ast.walk(ast.parse(files[name].read_text("utf-8"))):
            called = isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1]
            assert called not in ("import_module", "__import__"), f"{name} imports by string"
            starred = isinstance(node, ast.ImportFrom) and any(a.name == "*" for a in node.names)
            assert not starred, f"{name} imports everything"


@pytest.mark.parametrize(
    "module", ["optanim", "optanim.runs.problem", "optanim.optimizers.optimizer",
               "optanim.runs.run", "optanim.proof.verification", "optanim.race_file"]
)  # fmt: skip
def test_importing_loads_neither_torch_nor_manim(module: str) -> None:
    code = f"import sys, {module}; print(sorted({{'torch', 'manim'}} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
