"""A race file says which code it names before that is run."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from optanim.base.errors import OptanimError
from optanim.race_file import load
from optanim.race_file.code import code_in


def test_losses_and_optimizers_are_named_once() -> None:
    raw = {
        "problem": "pkg.losses:bowl",
        "title": "a:b",
        "racers": [
            {"optimizer": "pkg.opt:Mine", "base": "Adam:lr=0.1", "label": "x:y"},
            {"optimizer": "pkg.opt:Mine", "lr": 0.1},
            {"optimizer": "Wrapper", "base": "other:Inner:lr=0.1"},
            {"optimizer": 3},
            "no table",
        ],
    }
    assert code_in(raw) == ["pkg.losses:bowl", "pkg.opt:Mine", "other:Inner"]
    assert code_in({"problem": "rosenbrock", "racers": [{"optimizer": "SGD"}]}) == []
    assert code_in({"problem": 3, "racers": None}) == []


def test_it_is_said_before_it_is_run(tmp_path: Path, monkeypatch, caplog) -> None:
    code = "import logging\nlogging.getLogger('foreign').warning('running')\n1 / 0\n"
    (tmp_path / "somebodys_opts.py").write_text(code)
    monkeypatch.syspath_prepend(str(tmp_path))
    file = tmp_path / "race.toml"
    file.write_text("problem = 'rosenbrock'\n[[racers]]\noptimizer = 'somebodys_opts:Mine'\n")
    with caplog.at_level(logging.WARNING), pytest.raises(OptanimError):
        load(file)
    said = [record.getMessage() for record in caplog.records]
    assert said[:2] == [f"{file} names code, which is run now: somebodys_opts:Mine", "running"]
