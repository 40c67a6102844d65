"""Lion is proven, listed and drawn by its one file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from docs.written.catalogue import optimizers
from optanim.base.errors import OptanimError
from optanim.look.cast import cast
from optanim.look.theme import DARK, LIGHT
from optanim.optimizers.optimizer import make, parse
from optanim.runs.problem import article
from optanim.stage.boards.legend import hyperparameters
from optanim.studies.sweeping import sweep
from tests.howto.recipes import commands, said


def test_what_it_tells_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    listed, traced = map(said, commands("optimizer", "optanim"))
    assert "lion_pytorch:Lion(lr=0.1, betas=0.9/0.99" in listed
    assert "checks passed" in traced and "without replay" not in traced


def test_it_is_known_by_its_name_and_by_its_class() -> None:
    assert parse("lion_pytorch:Lion:lr=0.1").kind.name == "Lion"
    with pytest.raises(OptanimError, match=r"beta2=1.0 must be below 1"):
        make("Lion", betas=(0.9, 1.0))


def test_it_is_drawn_in_its_own_colours_and_shape() -> None:
    assert [theme.racer("Lion") for theme in (DARK, LIGHT)] == ["#FF8A5C", "#8A3200"]
    assert cast(DARK, {"mine": make("Lion")}).racer("mine") == "#FF8A5C"
    assert len(DARK.outline("Lion")) == 7


def test_its_settings_and_equations_are_shown() -> None:
    told = hyperparameters(make("Lion", weight_decay=0.1))
    assert told == ["η 0.1", "λ 0.1", "β₁ 0.9", "β₂ 0.99"]
    assert "sign" in optimizers().partition("## Lion")[2]


def test_its_rates_are_swept_by_its_rule() -> None:
    losses = sweep(article(points=50), make("Lion"), [0.01, 0.1, 1.0], steps=20).losses
    assert np.isfinite(losses).all() and losses[1] < losses[0]
