"""Tasks that are done one after another, or several at a time."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from threading import Thread
from typing import TypeVar

from optanim.base.errors import OptanimError

Task = TypeVar("Task")
Result = TypeVar("Result")


def each(
    function: Callable[[Task], Result],
    tasks: Iterable[Task],
    executor: Executor | None,
    lost: tuple[type[BaseException], ...] = (BrokenProcessPool,),
) -> Iterator[tuple[Task, Result]]:
    """The ``tasks``, each with what ``function`` makes of it, as they are done.

    ``executor`` is any of `concurrent.futures`; without one they are done here, in order. What one
    of them raises is raised once those are done that have been begun. Raises OptanimError where a
    worker died, which is what the executor says by an error of a kind in ``lost``, or by cancelling
    what nobody asked it to cancel.
    """
    if executor is None:
        for task in tasks:
            yield task, function(task)
        return
    waiting = {executor.submit(function, task): task for task in tasks}
    failure: BaseException | None = None
    for done in as_completed(waiting):
        error = CancelledError() if done.cancelled() else done.exception()
        if error is None:
            yield waiting[done], done.result()
        elif failure is None:
            failure = error
            for one in waiting:
                one.cancel()
    if isinstance(failure, (CancelledError, *lost)):
        raise OptanimError(
            "a worker died, perhaps for want of memory; what is done is kept: start again, with "
            "fewer --workers if need be"
        )
    if failure is not None:
        raise failure


@contextmanager
def processes(workers: int) -> Iterator[Executor | None]:
    """So many processes on this machine, which end with the block; None for one.

    They are begun anew, not forked: torch and the rasteriser have threads.
    """
    if workers == 1:
        yield None
        return
    executor = ProcessPoolExecutor(workers, get_context("spawn"), _begin)
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        for child in active_children():
            child.terminate()
        raise
    executor.shutdown()


def _begin() -> None:
    """Leave Ctrl-C, which a terminal sends to all, to the process that waits; end when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
