"""The forms in which texts write numbers and dates, each of which reads a text in one way only."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

MISSING = frozenset(
    (
        *("", "na", "n/a", "n.a.", "#n/a", "#na", "<na>", "nan", "-nan", "nat"),
        *("null", "(null)", "\\n", "none", "nil", "missing"),
        *("?", ".", "..", "...", ":", "-", "--", "---", "–", "—", "***"),
    )
)
"""What files write where a value is missing, in small letters."""
ERROR = re.compile(r"#(?:N/[ABD]|N[AV]|[¡¿]?[A-ZÀ-Ý/0]{3,8}[!?])", re.IGNORECASE)
"""A spreadsheet's error, in the language it has: #N/A and #DIV/0!, #NV and #WERT!, #¡VALOR!."""
_EPOCH = date(1970, 1, 1).toordinal()
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_SPACES = "\u00a0\u202f'’"  # and what else stands between thousands and nowhere else


class Form(ABC):
    """One way to write a value; texts have no blanks around them."""

    @abstractmethod
    def value(self, text: str) -> float | None:
        """The number that ``text`` stands for, None where it is not of this form."""

    def read(self, texts: Sequence[str]) -> np.ndarray | None:
        """The numbers (n,) of ``texts``, None where one of them is not of this form."""
        values = np.empty(len(texts))
        for i, text in enumerate(texts):
            value = self.value(text)
            if value is None:
                return None
            values[i] = value
        return values

    def shown(self, value: float) -> str:
        """A value of this form, as a message says it."""
        return f"{value:.12g}"


class Number(Form):
    """A number with ``mark`` before its decimals."""

    _whole, _exponent = r"\d+", r"(?:[eE][+\-−]?\d+)?"

    def __init__(self, mark: str) -> None:
        self._mark, point = mark, re.escape(mark)
        self._letters = frozenset("0123456789+-eE" + mark)
        self._pattern = re.compile(
            rf"[+\-−]?(?:{self._whole}(?:{point}\d*)?|{point}\d+){self._exponent}", re.ASCII
        )

    def value(self, text: str) -> float | None:
        """The finite number that ``text`` stands for."""
        if not self._pattern.fullmatch(text):
            return None
        value = float(self._plain(text))
        return value if np.isfinite(value) else None

    def read(self, texts: Sequence[str]) -> np.ndarray | None:
        """The numbers (n,) of ``texts``, None where one of them is not of this form."""
        if not self._letters.issuperset("".join(texts)):
            return super().read(texts)
        plain = texts if self._mark == "." else [t.replace(self._mark, ".") for t in texts]
        try:
            values = np.fromiter(map(float, plain), np.float64, len(texts))
        except ValueError:
            return None
        return values if np.all(np.isfinite(values)) else None

    def _plain(self, text: str) -> str:
        """``text`` as Python writes it."""
        return text.replace(self._mark, ".").replace("−", "-")


class Grouped(Number):
    """A number as ``plain`` ones are, or with any of ``groups`` between its thousands.

    What has an exponent has no such groups: 1.234e5 and 1,234e5 are one number each.
    """

    _exponent = ""

    def __init__(self, mark: str, groups: str, plain: Number) -> None:
        self._whole = rf"[1-9]\d{{0,2}}(?:[{groups}]\d{{3}})+"
        self._groups = dict.fromkeys(map(ord, groups))
        self._without = plain
        super().__init__(mark)

    def value(self, text: str) -> float | None:
        """The finite number that ``text`` stands for."""
        value = self._without.value(text)
        return super().value(text) if value is None else value

    def read(self, texts: Sequence[str]) -> np.ndarray | None:
        """The numbers (n,) of ``texts``, None where one of them is not of this form."""
        values = self._without.read(texts)
        return Form.read(self, texts) if values is None else values

    def _plain(self, text: str) -> str:
        """``text`` as Python writes it."""
        return super()._plain(text.translate(self._groups))


class Date(Form):
    """A date as days since 1970; ``pattern`` names y, d, and m or b.

    ``clock`` says what its time has to have: a "zone", a "half" of the day, AM or PM, or "both".
    Without, there may be a time or none.
    """

    def __init__(self, pattern: str, clock: str = "") -> None:
        self.zoned = clock in ("zone", "both")
        time = r"[T ]\s*(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2}(?:[.,]\d+)?))?"
        east = r"(?P<sign>[+-])(?P<zh>\d{2}|\d(?!\d))(?::?(?P<zm>\d{2}))?"
        zone = rf"\s*(?:Z|(?:UTC|GMT)?{east}|UTC|GMT)"
        half = r"\s*(?P<half>[AaPp])\.?[Mm]\.?"
        ends = {"zone": zone, "half": half, "both": half + zone}
        self._pattern = re.compile(
            pattern + (time + ends[clock] if clock else f"(?:{time})?"), re.ASCII
        )

    def value(self, text: str) -> float | None:
        """The days since 1970 began, in UTC where a zone is given."""
        found = self._pattern.fullmatch(text)
        if not found:
            return None
        parts = found.groupdict()
        try:
            month = _month(parts["b"]) if "b" in parts else int(parts["m"])
            day = date(int(parts["y"]), month, int(parts["d"])).toordinal() - _EPOCH
        except ValueError:
            return None
        hours, minutes = int(parts["H"] or 0), int(parts["M"] or 0)
        if half := parts.get("half"):
            if not 1 <= hours <= 12:
                return None
            hours = hours % 12 + 12 * (half in "Pp")
        seconds = float((parts["S"] or "0").replace(",", "."))
        if hours > 23 or minutes > 59 or seconds >= 60.0:
            return None
        return day + ((hours * 60 + minutes - _east(parts)) * 60 + seconds) / 86400.0

    def east(self, text: str) -> int:
        """The minutes by which the clock of a date of this form is ahead of UTC."""
        found = self._pattern.fullmatch(text)
        return _east(found.groupdict()) if found else 0

    def shown(self, value: float) -> str:
        """A date as ISO 8601 writes it."""
        return iso_date(value)


class Truth(Form):
    """True or false in capitals or not, as 1 or 0."""

    def value(self, text: str) -> float | None:
        """1 for true, 0 for false."""
        return {"true": 1.0, "false": 0.0}.get(text.lower())


def iso_date(days: float) -> str:
    """The date so many days after 1970 began, as in 2020-01-31."""
    return date.fromordinal(int(days // 1) + _EPOCH).isoformat()


def is_missing(text: str) -> bool:
    """Whether ``text``, without blanks around it, is what files write where a value is missing."""
    return text.lower() in MISSING or ERROR.fullmatch(text) is not None


def lacking(text: str) -> str:
    """What ``text`` lacks to be a date or a number, "" where it looks like neither."""
    if re.fullmatch(_DURATION, text):
        return "; a time that something took is given as a number, as its seconds"
    for pattern, reason in _LACKING.items():
        if re.fullmatch(pattern, text.partition(":")[0]):
            return f"; if it is a date, {reason}"
    return ""


def _month(name: str) -> int:
    """The number of an English month, its first three letters or more. Raises ValueError."""
    return [month.startswith(name.lower()) for month in _MONTHS].index(True) + 1


def _east(parts: dict[str, str | None]) -> int:
    east = int(parts.get("zh") or 0) * 60 + int(parts.get("zm") or 0)
    return -east if parts.get("sign") == "-" else east


class Grouping(NamedTuple):
    """How a table sets thousands apart: the ``form`` of its numbers, and one that ``shows`` it."""

    form: Form
    shows: str


def grouping_of(fields: Iterable[str], numbers: Collection[str] = ()) -> Grouping | None:
    """What one of ``fields`` tells of all, unless another tells otherwise.

    That is one with points as well as commas or, of those that have to be ``numbers``, one with
    several groups of thousands.
    """
    clear: dict[Form, list[str]] = {POINT_GROUPED: [], COMMA_GROUPED: []}
    for field in filter(is_marked, fields):
        forms = [form for form in clear if form.value(field) is not None]
        if len(forms) == 1:
            clear[forms[0]].append(field)
    found = [form for form, shown in clear.items() if shown]
    if len(found) != 1:
        return None
    (form,) = found
    telling = (
        field
        for field in clear[form]
        if ("." in field and "," in field)
        or (field in numbers and max(field.count("."), field.count(",")) > 1)
    )
    shows = next(telling, None)
    return None if shows is None else Grouping(form, shows)


def is_marked(field: str) -> bool:
    """Whether there is a point or a comma in ``field``."""
    return "." in field or "," in field


_DURATION = r"-?\d+ (days?|(nano|micro|milli)?seconds).*|-?\d+:\d\d(:\d\d([.,]\d+)?)?"
_LACKING = {
    r"\d{1,2}([./ -])(\d{1,2}|[A-Za-z]{3})\1\d{2}(?!\d).*": "its year needs four digits",
    r"\d{4}[-/. ]?[MQmq]?\d{1,2}|\d{1,2}[-/.]\d{4}|[^\W\d]{3,9}\.?[- ]\d{4}": "it needs a day",
    r"\d{1,2}[-. ]{1,2}[^\W\d]{3,}\.?[- ]\d{4}.*": "its month needs a number or an English name",
}
POINT, COMMA = Number("."), Number(",")
POINT_GROUPED = Grouped(".", f",{_SPACES}", POINT)
COMMA_GROUPED = Grouped(",", f".{_SPACES}", COMMA)
"""1234.5, which is what is meant where nothing speaks against it, 1234,5, 1,234.5 and 1.234,5."""
NUMBERS: tuple[Form, ...] = (POINT, COMMA, POINT_GROUPED, COMMA_GROUPED)
_YEAR, _D, _M = r"(?P<y>\d{4})", r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})"
_NAME = r"(?P<b>[A-Za-z]{3,9})"
_YMD = rf"{_YEAR}(?P<mark>[-/.]){_M}(?P=mark){_D}"
_DATES = (
    _YMD,
    rf"{_D}\.{_M}\.{_YEAR}",
    rf"{_D}(?P<mark>[-/]){_M}(?P=mark){_YEAR}",
    rf"{_M}(?P<mark>[-/]){_D}(?P=mark){_YEAR}",
    rf"{_D}[ -]?{_NAME}\.?[ -]?{_YEAR}",
    rf"{_NAME}\.? {_D},? {_YEAR}",
)
DOTTED = Date(_DATES[1])
DATES: tuple[Form, ...] = (
    *map(Date, _DATES),
    Date(_YMD, "zone"),
    Date(_YMD, "both"),
    *(Date(pattern, "half") for pattern in _DATES),
)
"""2020-01-31 and 2020/1/31, 31.1.2020, 31/1/2020, 1/31/2020, 31 Jan 2020 and Jan 31, 2020; the
first with a zone as well, all with AM or PM, and the first with both, as Google's forms write."""
VALUES: tuple[Form, ...] = (*NUMBERS, *DATES, Truth())
"""All forms, the likelier first."""
