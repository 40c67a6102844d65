"""What somebody else's code must neither depend on nor leave behind, while a run is traced."""

from __future__ import annotations

import logging
import random
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import get_ident
from typing import Any

import numpy as np
import torch

from optanim.base.alone import alone
from optanim.base.random_numbers import numpys_and_pythons_kept
from optanim.base.text import shortened
from optanim.losses.torch_function import float64

_log = logging.getLogger(__name__)
LONGEST = 200  # characters of a warning
GRAPH_KEPT = r"Using backward\(\) with create_graph=True"
"""A warning of torch's that is about memory which a run of two parameters does not take."""
STEPPED_FIRST = r"Detected call of `lr_scheduler\.step\(\)` before"
"""One that schedules made of others set off themselves: here the optimizer always steps first."""


@contextmanager
def isolated(seed: int, label: str = "") -> Iterator[None]:
    """Float64 by default, gradients on, random numbers from ``seed``; afterwards as it was.

    Warnings go to the log, each of them once and with the ``label``; without a label there are
    none, and what others log is not shown either.
    """
    with ExitStack() as stack:
        stack.enter_context(alone())
        stack.enter_context(float64())  # scalars of the state follow it, as NAdam's mu_product
        stack.enter_context(_seeded(seed))
        stack.enter_context(torch.enable_grad())
        stack.enter_context(_warnings_once(label))
        if not label:
            stack.enter_context(_no_logs())
        yield


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Every global source of random numbers begins at ``seed``, and goes on where it was.

    Optimizers draw from these, so they have to be the global ones.
    """
    with random_numbers_kept():
        torch.default_generator.manual_seed(seed)
        np.random.seed(seed)  # noqa: NPY002
        random.seed(seed)
        yield


@contextmanager
def random_numbers_kept() -> Iterator[None]:
    """torch's, NumPy's and Python's random numbers go on as if nothing had been drawn."""
    before = torch.get_rng_state()
    with numpys_and_pythons_kept():
        try:
            yield
        finally:
            torch.set_rng_state(before)


@contextmanager
def _no_logs() -> Iterator[None]:
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


@contextmanager
def _warnings_once(label: str) -> Iterator[None]:
    said: dict[str, None] = {}
    thread, shown = get_ident(), warnings.showwarning

    def hear(message: Warning | str, *rest: Any, **named: Any) -> None:
        if get_ident() != thread:
            shown(message, *rest, **named)
        else:
            said[shortened(" ".join(str(message).split()), LONGEST)] = None

    with warnings.catch_warnings():
        warnings.simplefilter("default")
        for about_code in (DeprecationWarning, PendingDeprecationWarning, FutureWarning):
            warnings.simplefilter("ignore", about_code)
        for untrue in (GRAPH_KEPT, STEPPED_FIRST):
            warnings.filterwarnings("ignore", untrue)
        warnings.showwarning = hear
        try:
            yield
        finally:
            for sentence in said if label else ():
                _log.warning("%s: %s", label, sentence)
