"""How optimizers and schedules are written on a command line: ``NAME[:key=value,...]``."""

from __future__ import annotations

import math
import re
from typing import Any

from optanim.base.errors import OptanimError
from optanim.base.text import quoted

_WORDS = {"true": True, "false": False, "none": None}
_NUMBER = re.compile(r"[+-]?(\d+|(\d+\.\d*|\.\d+|\d+(?=[eE]))([eE][+-]?\d+)?)", re.ASCII)
_MOST_DIGITS = 308  # as many as a float64 has before its point
_SLASHES = "; a tuple is written with slashes, as betas=0.9/0.99, and a number with a point"
_DEEPEST = 8  # brackets within each other


def parse_call(text: str) -> tuple[str, dict[str, Any]]:
    """Name and keywords of ``NAME[:key=value,...]``; OptanimError where it is not so written.

    A NAME may be ``package.module:Class``. Values are numbers, ``true``, ``false``, ``none`` and
    words; tuples of them as in ``betas=0.9/0.99``, a tuple of one as in ``milestones=10/``, the
    empty one as ``/``; and in brackets calls of this kind, which stay text, as in
    ``schedulers=[LinearLR:total_iters=5;ConstantLR]``.
    """
    name, _, rest = text.partition(":")
    if rest and re.fullmatch(r"\s*\w+\s*", rest.partition(":")[0]):
        following, _, rest = rest.partition(":")
        name = f"{name.strip()}:{following.strip()}"
    keywords: dict[str, Any] = {}
    for pair in filter(str.strip, _split(text, rest, ",")):
        key, _, value = (part.strip() for part in pair.partition("="))
        if not key.isidentifier() or not value:
            said = f"{quoted(pair)!r} is not written key=value"
            hint = _SLASHES if keywords and number_in(pair.strip()) is not None else ""
            raise OptanimError(f"{quoted(text)!r}: {said}{hint}")
        if key in keywords:
            raise OptanimError(f"{quoted(text)!r}: {key} is given twice")
        keywords[key] = _value(text, value)
    return name.strip(), keywords


def written_call(name: str, keywords: dict[str, Any]) -> str:
    """The text that `parse_call` reads as ``name`` with ``keywords``."""
    pairs = ",".join(f"{key}={written(value)}" for key, value in keywords.items())
    return f"{name}:{pairs}" if pairs else name


def written(value: Any) -> str:
    """A value as it is written: ``0.9/0.99``, ``10/``, ``true``, ``strong_wolfe``."""
    if isinstance(value, tuple | list):
        if any(isinstance(part, str) and re.search("[:;,]", part) for part in value):
            return f"[{';'.join(map(str, value))}]"
        return "/".join(map(written, value)) + ("/" if len(value) < 2 else "")
    return str(value).lower() if isinstance(value, bool) or value is None else str(value)


def number_in(text: str) -> int | float | None:
    """The number that is written as ``text``, whole where it has no point and no exponent.

    None for what Python reads, but is no plain number: ``1_000``, ``0x10``, ``nan``, other
    scripts' digits. Raises OptanimError for one that a float64 cannot hold.
    """
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    if len(text) > _MOST_DIGITS or not math.isfinite(float(text)):
        raise OptanimError(f"{quoted(text)} is too large a number, at most 1.8e308")
    return int(text) if found[2] is None else float(text)


def numbers_in(text: str) -> tuple[int | float, ...] | None:
    """The numbers that are written as ``text`` with commas between them, as in ``2,9``.

    None where one of them is none to `number_in`, whose errors it raises.
    """
    found = [number_in(part.strip()) for part in text.split(",")]
    numbers = tuple(each for each in found if each is not None)
    return numbers if len(numbers) == len(found) else None


def _value(text: str, value: str) -> Any:
    if value.startswith("[") and value.endswith("]"):
        return tuple(part.strip() for part in _split(text, value[1:-1], ";"))
    parts = value.split("/")
    if len(parts) == 1:
        return _single(text, value)
    if not parts[-1].strip():  # what ends in a slash may be a tuple of one, or of none
        parts = parts[:-1] if value != "/" else []
    return tuple(_single(text, part.strip()) for part in parts)


def _single(text: str, part: str) -> Any:
    if part.lower() in _WORDS:
        return _WORDS[part.lower()]
    if (number := number_in(part)) is not None:
        return number
    if part.isidentifier():
        return part
    hint = f"; a text stands in brackets, as [{quoted(part)}]" if re.search(r"[:#\s]", part) else ""
    hint = _SLASHES if re.search("[()]", part) else hint
    hint = "; commas stand between keywords" if re.match(r"[\d.+-].*[=＝]", part) else hint
    raise OptanimError(f"{quoted(text)!r}: {quoted(part)!r} is neither a number nor a word{hint}")


def _split(text: str, rest: str, mark: str) -> list[str]:
    """``rest`` at each ``mark`` that stands in no brackets; OptanimError where one stays open."""
    parts, depth = [""], 0
    for letter in rest:
        depth += {"[": 1, "]": -1}.get(letter, 0)
        if not 0 <= depth <= _DEEPEST:
            break
        if letter == mark and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    if depth:
        raise OptanimError(
            f"{quoted(text)!r}: a bracket is not closed, or not opened, or lies {_DEEPEST} deep"
        )
    return parts
