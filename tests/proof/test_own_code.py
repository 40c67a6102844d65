"""No steps of code that was edited since pass for those of the code that is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import optanim.runs.tracing
from optanim.base.errors import OptanimError
from optanim.optimizers.optimizer import make
from optanim.proof import archive
from optanim.proof.verification import verify
from optanim.runs.problem import own, surface
from optanim.runs.run import Run
from optanim.runs.tracing import refusal, trace

CORE = """
import torch
from factors_of_mine import FACTOR


class Scaled(torch.optim.SGD):
    def __init__(self, params, lr=0.001):
        super().__init__(params, lr=FACTOR * lr)


def tilted(x, y):
    return FACTOR * x**2 + y**2
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the package of an optimizer and a loss, and a module beside it."""
    (tmp_path / "scaled_of_mine").mkdir()
    (tmp_path / "scaled_of_mine" / "__init__.py").write_text("from .core import *\n")
    (tmp_path / "scaled_of_mine" / "core.py").write_text(CORE)
    (tmp_path / "factors_of_mine.py").write_text("FACTOR = 1\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def run() -> Run:
    return Run(surface("rosenbrock"), make("scaled_of_mine:Scaled"), steps=10)


def params(factor: float) -> np.ndarray:
    return trace(Run(surface("rosenbrock"), make("GD", lr=0.001 * factor), steps=10)).params


def test_steps_are_those_of_the_code_that_is_there(folder: Path) -> None:
    for factor in (1, 2, 1):
        (folder / "factors_of_mine.py").write_text(f"FACTOR = {factor}\n")
        assert np.array_equal(archive.fetch(run(), folder).trajectory.params, params(factor))
    assert len(list(folder.glob("*.npz"))) == 2


def test_what_looks_for_its_own_module_finds_it_from_the_first_try_on(folder: Path) -> None:
    """Pickle, and whatever copies by it, imports the module of what it packs."""
    packs = "\n    def step(self):\n        pickle.dumps(Memory())\n        super().step()\n"
    core = CORE.replace("\n\ndef tilted", f"{packs}\n\nclass Memory:\n    pass\n\n\ndef tilted")
    (folder / "scaled_of_mine" / "core.py").write_text(f"import pickle\n{core}")
    assert refusal(run().optimizer) is None
    assert np.array_equal(trace(run()).params, params(1))


def test_the_same_code_is_traced_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.fetch(run(), folder)
    monkeypatch.setattr(optanim.runs.tracing, "trace", None)
    archive.fetch(run(), folder)


def test_an_archive_of_earlier_code_is_refused(folder: Path) -> None:
    archive.save(verify(trace(run())), folder / "a.npz")
    archive.load(folder / "a.npz")
    (folder / "factors_of_mine.py").write_text("FACTOR = 2\n")
    with pytest.raises(OptanimError, match="the code of scaled_of_mine:Scaled has changed since"):
        archive.load(folder / "a.npz")


def test_what_was_asked_for_before_an_edit_is_run_by_the_code_of_then(folder: Path) -> None:
    before, bent = run(), own("scaled_of_mine:tilted", (1.0, 1.0))
    (folder / "factors_of_mine.py").write_text("FACTOR = 2\n")
    assert np.array_equal(trace(run()).params, params(2))
    assert np.array_equal(trace(before).params, params(1))
    assert own("scaled_of_mine:tilted").loss.value(np.array([1.0, 1.0])) == 3.0
    assert bent.loss.value(np.array([1.0, 1.0])) == 2.0


def test_an_archive_is_read_without_running_its_optimizer(folder: Path) -> None:
    (folder / "factors_of_mine.py").write_text("FACTOR = 1\nopen('ran', 'a').write('x')\n")
    archive.save(verify(trace(run())), folder / "a.npz")
    code = "from optanim import load; load('a.npz')"
    ran = (folder / "ran").read_text()
    subprocess.run([sys.executable, "-c", code], check=True)
    assert (folder / "ran").read_text() == ran == "x"


def test_a_loss_is_only_run_where_it_is_trusted(folder: Path) -> None:
    mine = Run(own("scaled_of_mine:tilted", (1.0, 1.0)), make("GD"), steps=5)
    archive.save(verify(trace(mine)), folder / "a.npz")
    with pytest.raises(OptanimError, match="the code of scaled_of_mine:tilted must be run"):
        archive.load(folder / "a.npz")
    assert archive.load(folder / "a.npz", trust=True).trajectory.run.fingerprint == mine.fingerprint
    (folder / "factors_of_mine.py").write_text("FACTOR = 2\n")
    with pytest.raises(OptanimError, match="the code of scaled_of_mine:tilted has changed since"):
        archive.load(folder / "a.npz", trust=True)


def test_code_without_a_file_is_never_archived(folder: Path, monkeypatch) -> None:
    cell = type(sys)("__main__")
    exec(CORE, vars(cell))
    monkeypatch.setitem(sys.modules, "__main__", cell)
    mine = Run(surface("rosenbrock"), make("__main__:Scaled"), steps=10)
    assert np.array_equal(archive.fetch(mine, folder).trajectory.params, params(1))
    of_loss = Run(own("__main__:tilted", (1.0, 1.0)), make("GD"), steps=5)
    archive.fetch(of_loss, folder)
    assert not list(folder.glob("*.npz"))
    with pytest.raises(OptanimError, match="lies in no file"):
        archive.save(verify(trace(mine)), folder / "a.npz")
