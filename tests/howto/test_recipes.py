"""Whoever follows the recipes of docs/howto gets what they promise.

All are followed in one copy of the repository and in one process there. What each promises is
looked at in ``promises/``; the tests that a recipe has one write are run, too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.howto.recipes import commands, lay

ROOT = Path(__file__).parents[2]
COPIED = ("optanim", "scenes", "races", "tests", "docs", "tools")
RECIPES = sorted(path.stem for path in (ROOT / "tests/howto/promises").glob("[a-z]*.py"))


def test_what_is_promised_comes_of_following_them(tmp_path: Path) -> None:
    for part in COPIED:  # with what Python and numba have compiled there
        shutil.copytree(ROOT / part, tmp_path / part)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in RECIPES:
        lay(name, tmp_path)
    tests = [word for name in RECIPES for line in commands(name, "pytest") for word in line.split()]
    files = [word for word in tests if word != "pytest"]
    promises = [f"tests/howto/promises/{name}.py" for name in RECIPES]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *files, *promises],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
