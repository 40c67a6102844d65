"""Findings in their order."""

from __future__ import annotations

from optanim.stories.findings.finding import Finding, in_order, least


def test_findings_come_by_step_and_what_was_not_found_is_left_out() -> None:
    late, early, same = (Finding(name, step, {}) for name, step in (("b", 5), ("a", 2), ("c", 5)))
    assert in_order(late, None, early, same, None) == [early, late, same]
    assert in_order(None) == []


def test_the_least_is_one_alone_or_none() -> None:
    assert least({"a": 2, "b": 1, "c": 3}) == "b"
    assert least({"a": 1, "b": 1, "c": 3}) is None and least({}) is None
