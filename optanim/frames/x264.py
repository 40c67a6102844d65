"""How x264 encodes films."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType

from llvmlite.binding import get_host_cpu_features


def _instructions() -> dict[str, str]:
    """AVX2, where x264 would take AVX-512.

    With those instructions it reads memory that nobody has written when it weighs macroblocks
    between two others in time, so that the same frames are now and then encoded otherwise.
    """
    with suppress(RuntimeError):  # of a processor that LLVM does not know
        if get_host_cpu_features().get("avx512bw"):
            return {"x264-params": "asm=AVX2"}
    return {}


X264: Mapping[str, str] = MappingProxyType(
    {"preset": "veryfast", "crf": "20", "threads": "1", **_instructions()}
)
"""As good as Manim's medium at crf 23 in half the time; more threads only take turns with the one
that draws."""
