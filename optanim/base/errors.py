"""The error that a user can cause and mend."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from numbers import Integral
from typing import Any

from optanim.base.text import quoted


class OptanimError(ValueError):
    """Bad input: the message is one line that names the value and the bound or the choices."""

    def __str__(self) -> str:
        return re.sub(r"[\r\n]+", " ", super().__str__())  # a file's name may have such


class Several(OptanimError):
    """What is wrong with several things: all that is said of each, in lines of its own."""

    def __str__(self) -> str:
        return "\n".join(dict.fromkeys(map(str, self.args)))


def unknown(kind: str, name: str, choices: Iterable[str]) -> OptanimError:
    """The error for a ``name`` that is none of ``choices``, the nearest one first."""
    names = sorted(choices)
    last = str(name).rpartition(".")[2]  # of torch.optim.Adam
    hint = nearest_of(last if last in names else name, names)
    return OptanimError(f"unknown {kind} {quoted(name)!r}.{hint} Choose from: {', '.join(names)}")


def nearest_of(name: str, choices: Iterable[str]) -> str:
    """`` Did you mean 'x'?`` for the one of ``choices`` that is near to ``name``, else nothing.

    Capitals, blanks and dashes do not count: "rms prop" is as good as "RMSprop".
    """
    plain = {_plain(choice): choice for choice in choices}
    near = get_close_matches(_plain(name), list(plain), n=5, cutoff=0.6)
    near.sort(key=lambda each: sorted(each) != sorted(_plain(name)))  # two letters changed places
    return f" Did you mean {plain[near[0]]!r}?" if near else ""


def check_kind(name: str, value: Any, kind: Any, how: str) -> None:
    """Raise OptanimError where ``value``, called ``name``, is no ``kind``; ``how`` it must be."""
    if not isinstance(value, kind):
        raise OptanimError(f"{name}={quoted(value)} must be {how}")


def check_switch(name: str, value: Any) -> None:
    """Raise OptanimError where ``value``, called ``name``, is neither true nor false."""
    check_kind(name, value, bool, "true or false")


def check_whole(name: str, value: Any, least: int, most: int) -> None:
    """Raise OptanimError where ``value``, called ``name``, is no whole number of these."""
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not whole or not least <= value <= most:
        bounds = f"a whole number from {least} to {most}"
        raise OptanimError(f"{name}={quoted(value)} must be {bounds}")


def _plain(name: Any) -> str:
    return re.sub(r"[\s_-]", "", str(name)[:80]).casefold()
