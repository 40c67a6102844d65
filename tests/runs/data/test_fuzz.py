"""Tables written in any dialect are read exactly or refused in one line, and nothing breaks it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optanim.base.errors import OptanimError
from optanim.runs.data import Points, Wanted, read_points, text

ENCODINGS = "utf-8", "utf-8-sig", "utf-16", "cp1252"
NUMBERS = st.one_of(
    st.integers(-2000, 2000).map(str),
    st.decimals(-9999, 9999, places=3).map(str),
    st.floats(-1e9, 1e9, allow_subnormal=False).map(repr),
)
TEXTS = st.text("abzäÑ€ ,;|\t\"'.:#1\n", max_size=6).map(lambda words: f"t{words}")
MISSING = st.sampled_from(["NA", "", "NaN", "null", "?", "-", "#N/A"])
LACKING = st.one_of(st.tuples(MISSING, NUMBERS), st.tuples(NUMBERS, MISSING))
ROWS = st.lists(
    st.one_of(*[st.tuples(NUMBERS, NUMBERS)] * 4, LACKING).map(lambda pair: [*pair]),
    min_size=1,
    max_size=10,
)
FORM = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from(",;\t| "),
        "lineterminator": st.sampled_from(["\n", "\r\n", "\r"]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    }
)
BETWEEN = st.sampled_from([None, None, "", '# one, two; "three', "#"])
NAMES = "note", "Größe (m)", "y"


@dataclass(frozen=True)
class Written:
    """A table as it is written: ``points`` are its rows without those that lack a value."""

    content: bytes
    points: list[tuple[float, float]]
    lacking: int
    clear: bool  # nothing in it could mean two things
    chunk: int  # so many lines are to be read at a time


@st.composite
def tables(draw: st.DrawFn) -> Written:
    """A column of texts and two of numbers, in any order, in any dialect."""
    rows, note, between = draw(ROWS), draw(TEXTS), draw(BETWEEN)
    mark, order, form = draw(st.sampled_from(".,")), draw(st.permutations(range(3))), draw(FORM)
    note = note.replace("\n", form["lineterminator"])  # which the writer puts into quotes
    file = io.StringIO()
    writer = csv.writer(file, **form)
    for row in [NAMES, *([note, *(number.replace(".", mark) for number in row)] for row in rows)]:
        if between is not None:
            file.write(between + form["lineterminator"])
        writer.writerow([row[place] for place in order])
    points = [(float(x), float(y)) for x, y in rows if x[-1:].isdigit() and y[-1:].isdigit()]
    chunk = draw(st.sampled_from([1, 2, 5, 1000]))
    gaps = form["delimiter"] == " " and ("\t" in note or any("" in row for row in rows))
    content = file.getvalue().encode(draw(st.sampled_from(ENCODINGS)))
    clear = mark == "." and form["delimiter"] != ";" and not gaps
    return Written(content, points, len(rows) - len(points), clear, chunk)


def outcome(path: Path, *names: str) -> Points | str:
    """The points, or in one line why there are none."""
    try:
        return read_points(path, Wanted(*names))
    except OptanimError as error:
        (line,) = str(error).splitlines()
        return line


def check_written(table: Written, path: Path) -> None:
    path.write_bytes(table.content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "CHUNK", table.chunk)
        points = outcome(path, NAMES[1])
    if isinstance(points, str):
        assert not table.clear, points
    else:
        assert list(zip(points.x.tolist(), points.y.tolist(), strict=True)) == table.points
        assert points.left_out == table.lacking


ANYTHING = st.one_of(
    st.binary(max_size=40),
    st.text("0123456789,.;|\t \"'\n\r#xyeENA-+−", max_size=60).map(
        lambda words: f"x,y\n1,2\n{words}".encode()
    ),
    st.text(max_size=30).map(lambda words: words.encode("utf-16", "surrogatepass")),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "a.csv"


@given(table=tables())
@settings(max_examples=150, deadline=None)
def test_any_dialect_is_read_exactly_or_refused(table: Written, path: Path) -> None:
    check_written(table, path)


@given(content=ANYTHING)
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused_in_one_line(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    outcome(path)


@pytest.mark.slow
@given(table=tables(), content=ANYTHING)
@settings(max_examples=1750, deadline=None)
def test_much_more_of_both(table: Written, content: bytes, path: Path) -> None:
    check_written(table, path)
    path.write_bytes(content)
    outcome(path)
