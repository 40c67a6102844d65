"""The package with a file more, as somebody has it who adds one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def said_with(file: Path, place: str, folder: Path, code: str) -> Any:
    """What ``code`` prints, as JSON, where ``file`` lies at ``place`` of a copy of the package.

    The copy is made in ``folder``, from which the code is run.
    """
    shutil.copytree(
        ROOT / "optanim", folder / "optanim", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(file, folder / "optanim" / place)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(folder)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
