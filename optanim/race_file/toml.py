"""What TOML wants where a file is none: what its parser says is for those who know TOML."""

from __future__ import annotations

import re

_WANTED = (
    (r"[“”„‟‘’«»]", 'texts stand in straight quotes, "..."'),
    (r"=\s*[+-]?\d+,\d+\s*(#.*)?$", "a number has a point, as in 0.1"),
    (r"=\s*\[?\s*([+-]?\.\d|[+-]?\d+\.(?!\d))", "digits stand on both sides of a point, as in 0.5"),
    (r"=\s*(?i:true|false)\b", "true and false are written in small letters"),
    (r"=\s*(?i:yes|no|on|off|ja|nein|oui|non)\s*(#.*)?$", "it is written true or false"),
    (r"=\s*#[0-9a-fA-F]", 'a colour stands in quotes, as in color = "#ff8800"'),
    (r"=\s*(\(|[^\[\"'#]*\d\s*,\s*[+-]?\d)", "a list stands in brackets, as in start = [2, 9]"),
    (r"=\s*\[[^\],]*\d\s*[ ;]\s*[+-]?\d", "the numbers of a list have commas between them"),
    (r";\s*(#.*)?$", "a line ends without a semicolon"),
    (r"\d\s*[/*]\s*\d", "a number is written out, as in 0.1"),
    (r",\s*[\w-]+\s*=", "each key has a line of its own"),
    (r"=\s*[^\W\d]", 'a text stands in quotes, as in problem = "saddle"'),
    (r"^\s*[\w-]+\s*(:|[^\s=]|$)", "a key has a =, as in steps = 100"),
)
"""What is seen in the line that the parser stopped in, and what is to be said of it."""


def wanted_by_toml(text: str, error: str) -> str:
    """What TOML wants instead of what stands in the line that ``error`` names, "" if unknown."""
    found = re.search(r"at line (\d+)", error)
    lines = text.splitlines()
    line = "".join(lines[int(found[1]) - 1 :][:1] if found else lines[-1:])
    if r"'\n'" in error:
        return "; the text that begins in this line has no closing quote"
    if "\\" in line and ("hex value" in error or "\\" in error):
        return '; within "..." a backslash is written twice, or as /'
    if "racers" in error or "overwrite" in error:  # twice
        return "; a key stands once, and each racer has its own [[racers]], in double brackets"
    for pattern, wanted in _WANTED:
        if re.search(pattern, line):
            return f"; {wanted}"
    return ""
