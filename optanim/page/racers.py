"""The runs of a race on a page: every row of every trajectory, and what was checked of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from optanim.look.race_words import marks, outcome
from optanim.look.words import Words
from optanim.optimizers.optimizer import Optimizer
from optanim.page.packed import packed, shortened
from optanim.proof.verification import Verified
from optanim.studies.racing import Race


def run_of(verified: Verified, short: bool = False) -> dict[str, Any]:
    """All rows of a run, as its trajectory names them, its fingerprint and its checks.

    In ``short`` its numbers have seven digits, as many as the page shows; what lies between two
    rows is then told as ``moves``, for the difference of rounded numbers would lose its digits.
    """
    t = verified.trajectory

    def put(values: np.ndarray) -> dict[str, Any]:
        return packed(shortened(values) if short else values)

    return {
        "params": put(t.params),
        "losses": put(t.losses),
        "gradients": put(t.gradients),
        "lrs": put(t.lrs),
        "moves": put(np.diff(t.params, axis=0)) if short else None,
        "state": {name: put(values) for name, values in t.state.items()},
        "optimizer": f"{_called(t.optimizer)} {t.run.schedule or ''}".strip(),
        "fingerprint": t.run.fingerprint,
        "torch": t.torch_version,
        "replayed": verified.replayed,
        "checks": [[check.name, check.measured, check.bound] for check in verified.checks],
    }


def _called(optimizer: Optimizer) -> str:
    """How the optimizer is made in torch, with what counts in its formula: SGD(lr=0.1)."""
    if optimizer.entry is None or optimizer.is_own:
        return str(optimizer)
    settings = optimizer.settings
    counts = {key: settings[key] for key in optimizer.entry.symbols if settings[key]}
    keywords = ", ".join(
        f"{key}={value!r}" for key, value in {**counts, **optimizer.keywords}.items()
    )
    return f"torch.optim.{optimizer.torch_class}({keywords})"


def told(words: Words, race: Race, tolerance: float) -> list[dict[str, Any]]:
    """The racers in the order of the race: name, how the run ends, what is proven less strictly.

    And the name of the rule of their steps, with its letters for what an optimizer remembers.
    """
    entries = {name: run.optimizer.entry for name, run in race.trajectories.items()}
    return [
        {
            "name": name,
            "rule": entry.name if (entry := entries[name]) else None,
            "letters": dict(entry.letters) if entry else {},
            "ends": outcome(words, race, name, verified.trajectory.ending(tolerance)),
            "marks": marks(words, verified),
        }
        for name, verified in race.verified.items()
    ]
