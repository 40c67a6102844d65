"""The proof at work, measured while the page is built."""

from __future__ import annotations

import numpy as np

import optanim
from docs.written.markdown import table
from optanim.proof.verification import verify


def checks() -> str:
    """A table of what is measured on Adam's 100 steps on the article's problem, and the bounds."""
    run = optanim.Run(optanim.article(), optanim.make("Adam"))
    rows = [
        (check.name, f"{check.measured:.3g}", f"{check.bound:.3g}")
        for check in verify(optanim.trace(run)).checks
    ]
    return table(("check", "measured", "bound"), rows)


def drift() -> str:
    """How far a replay from the start strays on a chaotic path, and one from row to row."""
    rmsprop = optanim.make("RMSprop", lr=0.1)
    valley = optanim.surface("rosenbrock")
    recorded = optanim.trace(optanim.Run(valley, rmsprop, steps=1000))
    params, state = recorded.params[0], {name: rows[0] for name, rows in recorded.state.items()}
    away = 0.0
    for step, row in enumerate(recorded.params[1:], start=1):
        gradient = valley.loss.gradient(params)
        params, state = rmsprop.rule(params, state, gradient, step, **rmsprop.keywords)
        away = max(away, float(np.max(np.abs(params - row))))
    replayed = next(c for c in verify(recorded).checks if c.name.startswith("steps replayed"))
    return (
        "RMSprop with a learning rate of 0.1 on Rosenbrock's valley, replayed from the start, is "
        f"off by up to {away:.2g} within 1000 steps. Replayed from row to row, the same steps are "
        f"off by at most {replayed.measured:.2g} in units of $epsilon$ of their terms, which the "
        "next section explains. Both were measured while this page was made."
    )
