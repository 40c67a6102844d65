"""What TOML wants where a file is none: what its parser says is for those who know TOML."""

from __future__ import annotations

import re

_WANTED = (
    (r"[“”„‟‘’«»]", 'texts stand in straight quotes, "..."'),
    (r"=\s*[+-]?\d+,\d+\s*(#.*)?$", "a number has a point, as in 0.1"),
    (r"=\s*\[?\s*([+-]?\.\d|[+-]?\d+\.(?!\d))", "digits stand on both sides of a point, as in 0.5"),
    (r"=\s*(?i:true|false)\b", "true and false are written in small letters"),
    (r"=\s*[^\W\d]", 'a text stands in quotes, as in problem = "saddle"'),
    (r"^\s*[\w-]+\s*:", "a key has a =, as in steps = 100"),
)
"""What is seen in the line that the parser stopped in, and what is to be said of it."""


def wanted_by_toml(text: str, error: str) -> str:
    """What TOML wants instead of what stands in the line that ``error`` names, "" if unknown."""
    if "hex value" in error or "\\" in error:
        return '; within "..." a backslash is written twice, or as /'
    if "racers" in error:  # declared twice
        return "; each racer has its own [[racers]], in double brackets"
    found = re.search(r"at line (\d+)", error)
    lines = text.splitlines()
    line = lines[int(found[1]) - 1] if found and int(found[1]) <= len(lines) else lines[-1:] or ""
    for pattern, wanted in _WANTED:
        if re.search(pattern, "".join(line)):
            return f"; {wanted}"
    return ""
