"""The runs of a race on a page: every row of every trajectory, and what was checked of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from optanim.look.race_words import marks, outcome
from optanim.look.words import Words
from optanim.page.packed import packed, shortened
from optanim.proof.verification import Verified
from optanim.studies.racing import Race


def run_of(verified: Verified, short: bool = False) -> dict[str, Any]:
    """All rows of a run, as its trajectory names them, its fingerprint and its checks.

    In ``short`` its numbers have seven digits, as many as the page shows.
    """
    t = verified.trajectory

    def put(values: np.ndarray) -> dict[str, Any]:
        return packed(shortened(values) if short else values)

    return {
        "params": put(t.params),
        "losses": put(t.losses),
        "gradients": put(t.gradients),
        "lrs": put(t.lrs),
        "state": {name: put(values) for name, values in t.state.items()},
        "optimizer": f"{t.optimizer} {t.run.schedule or ''}".strip(),
        "fingerprint": t.run.fingerprint,
        "torch": t.torch_version,
        "replayed": verified.replayed,
        "checks": [[check.name, check.measured, check.bound] for check in verified.checks],
    }


def told(words: Words, race: Race, tolerance: float) -> list[dict[str, Any]]:
    """The racers in the order of the race: name, how the run ends, what is proven less strictly."""
    return [
        {
            "name": name,
            "ends": outcome(words, race, name, verified.trajectory.ending(tolerance)),
            "marks": marks(words, verified),
        }
        for name, verified in race.verified.items()
    ]
