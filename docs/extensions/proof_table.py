"""The proof at work: the checks that one trajectory passes, measured while the page is built."""

from __future__ import annotations

import optanim
from optanim.proof.verification import verify


def checks() -> str:
    """A table of what is measured on Adam's 100 steps on the article's problem, and the bounds."""
    run = optanim.Run(optanim.article(), optanim.make("Adam"))
    rows = ["| check | measured | bound |", "|---|--:|--:|"]
    for check in verify(optanim.trace(run)).checks:
        rows.append(f"| {check.name} | {check.measured:.3g} | {check.bound:.3g} |")
    return "\n".join(rows)
