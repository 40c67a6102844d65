"""What racers stand on."""

from __future__ import annotations

from typing import Any, Protocol


class Ground(Protocol):
    """A map or a surface that racers stand on."""

    def describe(self, width: int) -> dict[str, Any]:
        """Where it is in a frame ``width`` pixels wide."""
