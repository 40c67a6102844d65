"""How optimizers and schedules are written on a command line: ``NAME[:key=value,...]``."""

from __future__ import annotations

import ast
import re
from typing import Any

from optanim.base.errors import OptanimError


def parse_call(text: str) -> tuple[str, dict[str, Any]]:
    """Name and keywords of ``NAME[:key=value,...]``; OptanimError where it is not so written.

    A NAME may be ``package.module:Class``. Values are numbers, ``true``, ``false``, ``none``,
    words, and tuples of them as in ``betas=0.9/0.99``.
    """
    name, _, rest = text.partition(":")
    if rest and re.fullmatch(r"\s*\w+\s*", rest.partition(":")[0]):
        following, _, rest = rest.partition(":")
        name = f"{name.strip()}:{following.strip()}"
    keywords = {}
    for pair in filter(None, rest.split(",")):
        key, equals, value = pair.partition("=")
        if not equals:
            raise OptanimError(f"{text!r}: {pair!r} is not written key=value")
        parts = [_value(text, part.strip()) for part in value.split("/")]
        keywords[key.strip()] = tuple(parts) if len(parts) > 1 else parts[0]
    return name.strip(), keywords


def written_call(name: str, keywords: dict[str, Any]) -> str:
    """The text that `parse_call` reads as ``name`` with ``keywords``."""
    pairs = ",".join(f"{key}={written(value)}" for key, value in keywords.items())
    return f"{name}:{pairs}" if pairs else name


def written(value: Any) -> str:
    """A value as it is written: ``0.9/0.99``, ``true``, ``strong_wolfe``."""
    if isinstance(value, tuple | list):
        return "/".join(map(written, value))
    return str(value).lower() if isinstance(value, bool) or value is None else str(value)


def _value(text: str, part: str) -> Any:
    words = {"true": True, "false": False, "none": None}
    if part.lower() in words:
        return words[part.lower()]
    try:
        return ast.literal_eval(part)
    except (ValueError, SyntaxError):
        if part.isidentifier():
            return part
        raise OptanimError(f"{text!r}: {part!r} is neither a number nor a word") from None
