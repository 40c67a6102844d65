"""The proof at work: the checks that one trajectory passes, measured while the page is built."""

from __future__ import annotations

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
