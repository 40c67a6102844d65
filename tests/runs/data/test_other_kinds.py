"""Workbooks, Parquet, standard input and what a program holds: the same rules as for text."""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import python_calamine

from optanim.base.errors import OptanimError
from optanim.runs.data import Wanted, read_points
from optanim.runs.problem import from_data

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def write_workbook(path: Path, **sheets: list[list[Any]]) -> None:
    """An xlsx by its standard, ECMA-376: texts, numbers, and dates as numbers of style 1."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{i}" r:id="r{i}"/>' for i, name in enumerate(names, 1)
    )
    linked = "".join(
        f'<Relationship Id="r{i}" Type="{LINKS}/worksheet" Target="worksheets/s{i}.xml"/>'
        for i in range(1, len(names) + 1)
    )
    formats = '<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/>'
    with zipfile.ZipFile(path, "w") as book:
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r0" '
            f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{linked}'
            f'<Relationship Id="s" Type="{LINKS}/styles" Target="styles.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{listed}</sheets></workbook>',
        )
        book.writestr(
            "xl/styles.xml", f'<styleSheet xmlns="{MAIN}"><cellXfs>{formats}</cellXfs></styleSheet>'
        )
        for i, rows in enumerate(sheets.values(), 1):
            cells = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
            book.writestr(
                f"xl/worksheets/s{i}.xml",
                f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>',
            )


def _cell(value: Any) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, date):
        return f'<c s="1"><v>{value.toordinal() - date(1899, 12, 30).toordinal()}</v></c>'
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
    return f"<c><v>{value!r}</v></c>"


def test_a_workbooks_sheet_with_the_columns_is_read(tmp_path: Path) -> None:
    table = [
        ["Measured in Berlin", None, None],
        ["day", "note", "speed (km/h)"],
        [date(2020, 1, 31), "a", 1234.5],
        [date(2020, 2, 2), None, None],
        [date(2020, 2, 3), "b", 2],
    ]
    write_workbook(tmp_path / "a.xlsx", Notes=[["nothing here"]], Runs=table)
    points = read_points(tmp_path / "a.xlsx", Wanted("day", "speed (km/h)"))
    assert points.x.tolist() == [0, 3] and points.y.tolist() == [1234.5, 2]
    assert points.columns == (("day", "2020-01-31"), ("speed (km/h)", None))
    assert points.left_out == 1
    with pytest.raises(OptanimError, match="row 4, column speed"):
        read_points(tmp_path / "a.xlsx", Wanted("day", "speed (km/h)"), strict=True)


def test_a_workbook_without_one_such_sheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, A=[["x", "y"], [1, 2]], B=[["x", "y"], [3, 4]])
    with pytest.raises(OptanimError, match="sheets 'A', 'B' all have such columns"):
        read_points(path)
    write_workbook(path, A=[["v", "w"], [1, 2]])
    with pytest.raises(OptanimError, match="as --x v --y w"):
        read_points(path)
    write_workbook(path, A=[["x", "y"], [1, 2], [3, "oops"]])
    with pytest.raises(OptanimError, match="row 3, column y: 'oops' is no finite number"):
        read_points(path)


def test_parquet_is_read_with_its_own_types(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = {
        "day": pa.array([date(2020, 1, 3), date(2020, 1, 1), None]),
        "price": pa.array([Decimal("1.25"), Decimal("2.50"), Decimal("3.75")]),
        "text": ["1,5", "2,5", "n/a"],
        "count": pa.array([1, None, 3], pa.int16()),
        "sure": [True, False, True],
    }
    pq.write_table(pa.table(table), path)
    points = read_points(path, Wanted("day", "price"))
    assert points.x.tolist() == [2, 0] and points.y.tolist() == [1.25, 2.5]
    assert points.left_out == 1 and points.columns[0].since == "2020-01-01"
    points = read_points(path, Wanted("text", "count"))
    assert points.x.tolist() == [1.5] and points.y.tolist() == [1]
    assert read_points(path, Wanted("price", "sure")).y.tolist() == [1, 0, 1]
    with pytest.raises(OptanimError, match=r"no column 'prise'\. Did you mean 'price'"):
        read_points(path, Wanted("prise", "count"))
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(OptanimError, match="is no Parquet that can be read"):
        read_points(path, Wanted("price", "count"))


def test_damage_that_the_readers_trip_over_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"x": pa.array([10**7], pa.date32()), "y": [1]}), path)
    with pytest.raises(OptanimError, match="cannot be read below row 0: date value out of range"):
        read_points(path)

    class PanicException(BaseException):
        """What Rust raises has a name and no place."""

    def panic(file: object) -> None:
        raise PanicException("range end index 120\nout of range")

    monkeypatch.setattr(python_calamine.CalamineWorkbook, "from_filelike", panic, raising=True)
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(OptanimError, match="no workbook that can be read: range end index 120 out"):
        read_points(path)


@pytest.mark.parametrize(("name", "extra"), [("python_calamine", "excel"), ("pyarrow", "parquet")])
def test_a_missing_extra_is_named(
    name: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    (tmp_path / "a").write_bytes({"excel": b"PK\x03\x04", "parquet": b"PAR1"}[extra])
    with pytest.raises(OptanimError, match=rf"pip install 'optanim\[{extra}\]'"):
        read_points(tmp_path / "a")


def test_a_pair_of_arrays_is_called_as_asked_for() -> None:
    points = read_points(([1, 2], [3, 4]), Wanted("hours", "points"))
    assert points.columns == (("hours", None), ("points", None))


def test_a_closed_standard_input_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(OptanimError, match="standard input: it is closed"):
        from_data("-")


def test_a_zip_archive_is_to_be_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("a.csv", "x,y\n1,2\n")
    with pytest.raises(OptanimError, match="unpack it first, if it is a zip archive"):
        read_points(tmp_path / "a.zip")


def test_standard_input_is_read_once_and_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(b"x,y\n1,2\n2,3\n3,5\n"))
    monkeypatch.setattr(sys, "stdin", stdin)
    problem = from_data("-")
    assert problem.loss.rows == 3 and problem.source is None and problem.name == "data"
    assert not stdin.buffer.closed
    with pytest.raises(OptanimError, match="standard input: there is nothing in it"):
        from_data("-")


class Frame:
    """What data frames have in common."""

    def __init__(self, **columns: Any) -> None:
        self.columns = list(columns)
        self._columns = columns

    def __getitem__(self, name: str) -> Any:
        return self._columns[name]


STRUCTURED = np.array([(1, 2.5), (2, 3.5)], dtype=[("x", int), ("y", np.float32)])


@pytest.mark.parametrize(
    ("data", "x", "y"),
    [
        (([1, 2], np.array([3, 4], np.int8)), [1, 2], [3, 4]),
        ({"x": [1, None, 3], "y": ["1,5", "2,5", "3"]}, [1, 3], [1.5, 3]),
        (Frame(x=np.array([1.0, np.nan, 3.0]), y=[True, False, False]), [1, 3], [1, 0]),
        (STRUCTURED, [1, 2], [2.5, 3.5]),
        ((np.ma.array([1, 2, 3], mask=[0, 1, 0]), range(3)), [1, 3], [0, 2]),
        ((np.array(["2020-03-01", "2020-02-28"], "M8[D]"), (1, 2)), [2, 0], [1, 2]),
        (pa.table({"x": [1.5, None, 2.5], "y": [3, 4, 5]}), [1.5, 2.5], [3, 5]),
        ((np.array([1.5, 2.5]), [True, None]), [1.5], [1]),
        ((np.array([[1.5], [2.5]]), np.array([3, 4])), [1.5, 2.5], [3, 4]),
    ],
)
def test_tables_and_arrays_in_memory_are_read(data: Any, x: list, y: list) -> None:
    points = read_points(data)
    assert points.x.tolist() == x and points.y.tolist() == y


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (5, "int is no data"),
        (np.ones((5, 2)), "ndarray is no data: give a file, a table with columns by name"),
        (([1], [1, 2]), "x has 1 values, y has 2"),
        ((np.ones((2, 2)), [1, 2]), r"x has the shape \(2, 2\)"),
        (([[1], [2, 3]], [1, 2]), "x is no column of numbers"),
        (("ab", "cd"), r"x has the shape \(\)"),
        (([1.0, np.inf], [1, 2]), "index 1, column x: inf is no finite number"),
        (([1j, 2], [1, 2]), "index 0, column x: '1j' is no finite number"),
        ((["1,234", "2,345"], [1, 2]), "'1,234' may be 1.234 or 1234"),
        ({"a": [1], "y": [2]}, "no column 'x'"),
        ((np.array(["20000", "20001"], "M8[Y]"), [1, 2]), "'20000-01-01T.*' is no finite number"),
        (SimpleNamespace(columns=["x", "y"]), "SimpleNamespace is no data"),
        (SimpleNamespace(keys=5), "SimpleNamespace is no data"),
    ],
)
def test_what_is_no_data_in_memory_is_refused(data: Any, message: str) -> None:
    with pytest.raises(OptanimError, match=message):
        read_points(data)
