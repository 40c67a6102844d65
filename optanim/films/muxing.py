"""Streams of packets on their way into one MP4."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from typing import Any

Progress = Callable[[int], None]
"""Called with the number of frames that are written so far."""


def unheard(frames: int) -> None:
    """The `Progress` of whoever does not ask."""


def mux(target: Any, *streams: Iterator[Any]) -> None:
    """Write the packets of all ``streams`` to ``target``, by the time at which they are decoded."""
    for packet in heapq.merge(*streams, key=lambda packet: packet.dts * packet.time_base):
        target.mux(packet)


def counted(packets: Iterator[Any], progress: Progress) -> Iterator[Any]:
    """``packets``, of which ``progress`` is told how many went by."""
    for count, packet in enumerate(packets, start=1):
        yield packet
        progress(count)
