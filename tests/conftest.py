"""What all tests share: how cases are chosen, who runs what, and Manim without a word."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from optanim.base import shipped
from tests.page.browser import CHROMIUM, chromium

ROOT = Path(__file__).parent.parent
QUIET = {"progress_bar": "none", "verbosity": "ERROR"}
"""Manim's settings for rendering in a test."""
# The same cases every time; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("suite", derandomize=True, deadline=None, max_examples=25)
settings.register_profile("search", deadline=None, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


class Scheduling(LoadScopeScheduling):
    """Tests of one file run in one process; those that look at one film too, wherever they stand.

    So a film is rendered once. It is the first in brackets, as in ``test_truth.py::test[adam-GD]``.
    """

    def _split_scope(self, nodeid: str) -> str:
        test, _, parameters = nodeid.partition("[")
        first = parameters.rstrip("]").partition("-")[0]
        return first if first in shipped.scenes() else test.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    return Scheduling(config, log)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all pages that the tests of a file look at."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: pages are not clicked through")
    with chromium() as found:
        yield found
