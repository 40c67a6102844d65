"""Who renders films: this process, several on this machine, or those of a cluster."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass

from optanim.base.errors import OptanimError
from optanim.farm.workers import processes

CORES = 2
"""So many cores one film keeps busy: one draws, another encodes."""
WAITING = 10
"""Seconds in which a scheduler must answer."""


@dataclass(frozen=True, eq=False)
class Crew:
    """An ``executor``, any of `concurrent.futures`, with so many ``hands``; without one, I myself.

    ``far`` is whether they may share no disk with this process, ``lost`` which errors of the
    executor's say that one of them died. A film is parted among as many as
    can work at it at once, ``parts`` at most.
    """

    executor: Executor | None = None
    hands: int = 1
    parts: int = 1
    far: bool = False
    lost: tuple[type[BaseException], ...] = (BrokenProcessPool,)

    def parts_of(self, films: int) -> int:
        """Into how many parts each of so many ``films`` is divided."""
        return max(min(self.hands // max(films, 1), self.parts), 1)

    def here_at_once(self, films: int) -> int:
        """How many are rendered at a time on this machine, when so many ``films`` are asked for."""
        return 0 if self.far else min(self.hands, films * self.parts_of(films))


ALONE = Crew()
"""This process, one film after another."""


@contextmanager
def crew(workers: int | None = None, dask: str | None = None) -> Iterator[Crew]:
    """So many ``workers`` on this machine, or those of a Dask cluster, until the block ends.

    ``dask`` is the address at which the cluster's scheduler listens. Raises OptanimError where both
    are given, and for a cluster that cannot be reached.
    """
    if workers is not None and dask is not None:
        raise OptanimError(
            f"--workers {workers} are of this machine, --dask {dask} has its own: give one of both"
        )
    with _here(workers or 1) if dask is None else _on_cluster(dask) as found:
        yield found


@contextmanager
def _here(workers: int) -> Iterator[Crew]:
    """Processes on this machine; a film is parted only as far as there are cores for it."""
    with processes(workers) as executor:
        yield Crew(executor, workers, parts=max((os.cpu_count() or 1) // CORES, 1))


@contextmanager
def _on_cluster(address: str) -> Iterator[Crew]:
    try:
        from distributed import Client, KilledWorker
        from distributed.comm.addressing import get_address_host_port
    except ImportError:
        raise OptanimError("--dask needs Dask: pip install 'optanim[dask]'") from None
    try:
        socket.create_connection(get_address_host_port(address), WAITING).close()
        client = Client(address, timeout=WAITING, set_as_default=False)
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise OptanimError(f"--dask {address}: no scheduler answers there: {reason}") from None
    with client:
        hands = len(client.scheduler_info(n_workers=-1)["workers"])
        if hands == 0:
            raise OptanimError(f"--dask {address}: it has no workers: start some by `dask worker`")
        executor = client.get_executor(pure=False)
        try:
            yield Crew(executor, hands, parts=hands, far=True, lost=(KilledWorker,))
        finally:
            executor.shutdown(wait=False)
