"""What somebody else's code must neither depend on nor leave behind, while a run is traced."""

from __future__ import annotations

import io
import logging
import random
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout

import numpy as np
import torch

from optanim.base.alone import alone
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
def unprinted() -> Iterator[None]:
    """What is printed meanwhile is not shown: somebody else's code has no place in our output.

    Not for a whole run, since a progress bar that begins in it holds on to what it finds.
    """
    with alone(), redirect_stdout(io.StringIO()):
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
    before = (torch.get_rng_state(), np.random.get_state(), random.getstate())  # noqa: NPY002
    try:
        yield
    finally:
        torch.set_rng_state(before[0])
        np.random.set_state(before[1])  # noqa: NPY002
        random.setstate(before[2])


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
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        for about_code in (DeprecationWarning, PendingDeprecationWarning, FutureWarning):
            warnings.simplefilter("ignore", about_code)
        for untrue in (GRAPH_KEPT, STEPPED_FIRST):
            warnings.filterwarnings("ignore", untrue)
        try:
            yield
        finally:
            said = dict.fromkeys(
                shortened(" ".join(str(each.message).split()), 200) for each in caught
            )
    for sentence in said if label else ():
        _log.warning("%s: %s", label, shortened(sentence, LONGEST))
