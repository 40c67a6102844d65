"""A trajectory's steps again, by the optimizer's own rule in NumPy, each from its recorded row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np

from optanim.base.errors import OptanimError
from optanim.losses.loss import EPS
from optanim.runs.trajectory import Trajectory


def replay(t: Trajectory) -> tuple[float, str]:
    """The largest difference between a recorded row and its rule's, in eps of the terms.

    And where it is, as in " in exp_avg, by step 12": in what, and by which step it came about.
    Raises OptanimError where the optimizer's class keeps a number that the rule does not return.
    """
    worst, where = 0.0, ""
    for k in range(t.steps):
        inputs = {"params": t.params[k], "gradient": t.gradients[k]}
        inputs |= {name: values[k] for name, values in t.state.items()}
        keywords = in_force(t, k)
        expected = step_after(t, k, inputs, keywords)
        recorded = {"params": t.params[k + 1]}
        recorded |= {name: values[k + 1] for name, values in t.state.items()}
        lacking = [n for n in recorded.keys() - expected.keys() if np.any(recorded[n])]
        if lacking:
            names = ", ".join(sorted(lacking))
            raise OptanimError(
                f"{t.label}: its class keeps {names}, which its rule does not return"
            )
        terms = _terms(t, k, inputs, keywords, expected)
        for name, value in recorded.items():
            difference = np.abs(value - expected.get(name, 0.0))
            scale = EPS * np.maximum(terms.get(name, 0.0), np.finfo(np.float64).tiny / EPS)
            measured = float(np.max(difference / scale))
            if measured > worst or (np.isnan(measured) and not np.isnan(worst)):
                worst, where = measured, f" in {name}, by step {k + 1}"
    return worst, where


def in_force(t: Trajectory, k: int) -> dict[str, Any]:
    """The keywords of step k, those that a schedule varies taken from the record."""
    if not t.steps:
        return dict(t.optimizer.settings)
    keywords = {**t.optimizer.keywords, "lr": float(t.lrs[k])}
    for name, values in t.varying.items():
        keywords[name] = _plain(np.asarray(values[k]))
    return keywords


def step_after(
    t: Trajectory, k: int, inputs: Mapping[str, Any], keywords: Mapping[str, Any]
) -> dict[str, Any]:
    """Parameters and state after step k by the rule, from ``inputs`` with ``keywords``.

    Raises OptanimError where the inputs lack a number of the state that the rule needs.
    """
    given = {name: value for name, value in inputs.items() if name not in ("params", "gradient")}
    # What torch has not made yet is zero; before the first step it has made nothing.
    state = given or defaultdict(lambda: np.zeros(2))
    rule = t.optimizer.rule
    if rule is None:
        raise ValueError(f"{t.optimizer} has no rule to replay its steps by")
    try:
        params, after = rule(inputs["params"], state, inputs["gradient"], k + 1, **keywords)
    except KeyError as error:
        raise OptanimError(f"{t.label}: its state lacks {error}, which its rule needs") from None
    return {"params": params, **after}


def _terms(
    t: Trajectory, k: int, inputs: dict[str, Any], keywords: dict[str, Any], out: dict[str, Any]
) -> dict[str, Any]:
    """How far each result moves, in units of eps, when what goes into it changes by one eps.

    Parameters, gradient and state change by one eps of their value; the decay of an average by
    one eps of 1, because its complement 1 - beta is what gets rounded.
    """
    nudge, entry = 1e-6, t.optimizer.entry
    variants = [(inputs | {name: inputs[name] * (1.0 + nudge)}, keywords) for name in inputs]
    for name in keywords.keys() & (entry.averages if entry else ()):
        value = np.asarray(keywords[name])
        inward = value + np.where(value < 0.5, nudge, -nudge)
        variants.append((inputs, keywords | {name: _plain(inward)}))
    terms = {name: np.abs(value) for name, value in out.items()}
    for variant in variants:
        moved = step_after(t, k, *variant)
        for result, base in out.items():
            terms[result] = terms[result] + np.abs(moved[result] - base) / nudge
    return terms


def _plain(value: np.ndarray) -> Any:
    """A keyword as rules take it: a float, or a tuple of floats."""
    return tuple(value.tolist()) if value.ndim else float(value)
