"""Sentences as people say them: symbols as words, powers of ten as such."""

from __future__ import annotations

import re

from optanim.look.words import Words

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_POWER = re.compile(r"(?:(?P<mantissa>\d[\d.]*) ?× ?)?10(?P<exponent>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_PERCENT = re.compile(r"(?P<number>\d[\d.]*) ?%")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_INDEX = re.compile(r"(?<=\w)[₀₁₂₃₄₅₆₇₈₉]+")


def spoken(sentence: str, words: Words) -> str:
    """``sentence`` with its symbols in words, by the catalogue's table ``spoken``.

    In English "η = 2 × 10⁻³" is "eta equals 2 times ten to the minus 3"::

        spoken("β₁ is 1,000 × 5%", Words.load("en"))  # "beta 1 is 1000 times 5 percent"

    Numbers stay in digits, which every voice reads in its language.
    """

    def power(found: re.Match[str]) -> str:
        exponent = found["exponent"].translate(_RAISED)
        if found["mantissa"] is None:
            return words("spoken.power", exponent=exponent)
        return words("spoken.times_power", mantissa=found["mantissa"], exponent=exponent)

    said = _THOUSANDS.sub("", sentence).replace("_", " ")
    said = _POWER.sub(power, said)
    said = _PERCENT.sub(lambda found: words("spoken.percent", number=found["number"]), said)
    said = _INDEX.sub(lambda found: f" {found[0].translate(_LOWERED)}", said)
    for symbol, word in words.entries["spoken"]["symbols"].items():
        said = said.replace(symbol, f" {word} ")
    return re.sub(r" +(?=[,.:;!?，。：；！？]|$)", "", " ".join(said.split()))
