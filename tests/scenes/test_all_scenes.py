"""What is true of every scene file."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from optanim.film import probe, timeline

ROOT = Path(__file__).parents[2]
SCENES = sorted((ROOT / "scenes").glob("*.py"))


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_a_scene_file_has_a_docstring_and_one_scene(path: Path) -> None:
    """With two scenes in a file, Manim would ask on the terminal which one."""
    tree = ast.parse(path.read_text("utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    assert ast.get_docstring(tree) and len(classes) == 1 and ast.get_docstring(classes[0])


@pytest.mark.film
@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_manim_renders_it_at_low_quality_as_declared(path: Path, tmp_path: Path) -> None:
    manim = [sys.executable, "-m", "manim", "-ql", "--media_dir", str(tmp_path)]
    done = subprocess.run(
        [*manim, "--progress_bar", "none", str(path)],
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (film,) = [file for file in tmp_path.rglob("*.mp4") if "partial" not in str(file)]
    declared = timeline(film)
    proven = "Verified before the first frame" in " ".join((done.stdout + done.stderr).split())
    assert proven == bool(declared["fingerprints"]) == any(map(bool, declared["views"]))
    assert probe(film).frames == declared["frames"] == len(declared["steps"])


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_opengl_is_refused_in_one_sentence(path: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "manim", "-ql", "--renderer=opengl", str(path)],
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "leave out --renderer" in done.stderr and "Traceback" not in done.stderr + done.stdout
