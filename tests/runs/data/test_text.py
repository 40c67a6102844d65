"""Tables in text: what is read, and what is refused because it could be read in two ways."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from optanim.base.errors import OptanimError
from optanim.runs.data import Wanted, read_points, text

READ = {
    "x;y\n1,5;2,25\n3;4\n": [(1.5, 2.25), (3, 4)],
    "x\ty\n1e3\t+2\n.5\t−4.\n": [(1000, 2), (0.5, -4)],
    "x;y\n1.500e+01;2.125e+00\n": [(15, 2.125)],
    " x   y\n 1   2\n3 4 \n": [(1, 2), (3, 4)],
    "y|note|x\n1|a, b|2\n3|c|4": [(2, 1), (4, 3)],
    'x,y\n"1,5","2,25"\n"3","4"\n': [(1.5, 2.25), (3, 4)],
    'x,y\n"1,234.5",2\n"12,000",3\n': [(1234.5, 2), (12000, 3)],
    "x;y\n1.234,5;2,5\n3.333;4,2\n": [(1234.5, 2.5), (3333, 4.2)],
    "x;y\n1\u00a0234,5;2\n2;3": [(1234.5, 2), (2, 3)],
    "x,y\r1,2\r3,4\r": [(1, 2), (3, 4)],
    "x,y\r\n1,2\r\n\r\n3,4": [(1, 2), (3, 4)],
    '# a "comment\n\nx,y\n# 5,6\n1,2\n\n3,4\n#9,9\n': [(1, 2), (3, 4)],
    "# x y\n1 2\n3 4\n": [(1, 2), (3, 4)],
    "Station: Berlin\nsince, 2020\n\nx,y\n1,2\n3,4\n": [(1, 2), (3, 4)],
    "sep=;\nx;y\n1;2\n3;4\n": [(1, 2), (3, 4)],
    '"x" "y"\n"1" 10 1\n"2" 11 2\n': [(10, 1), (11, 2)],
    "x y\n1 10 1\n2 11 2\n": [(10, 1), (11, 2)],
    "x\ty\n3\t10\t1\n8\t11\t2\n": [(10, 1), (11, 2)],
    "x\ty\nMazda RX4\t21\t6\nDatsun\t22\t4\n": [(21, 6), (22, 4)],
    '"x","y"\n"1",10,1.5\n"2",11,2\n': [(10, 1.5), (11, 2)],
    "x,y,\n1,2,\n3,4,\n": [(1, 2), (3, 4)],
    "x,y\n1,2,\n3,4,\n": [(1, 2), (3, 4)],
    'note,y,x\n"a, b",2,1\n\n"two\nlines",3,2\nplain,5,3\n': [(1, 2), (2, 3), (3, 5)],
    '"x\n",y\n1,2\n3,4\n': [(1, 2), (3, 4)],
    'id,x,y\n"a b","1.5",2\n"",3,"4"\n': [(1.5, 2), (3, 4)],
    'id;x;y\n"a, b";1,5;2\n"c";3;"4"\n': [(1.5, 2), (3, 4)],
    "id,x,y\n1,0.123,1.234\n2,0.5,5.678\n": [(0.123, 1.234), (0.5, 5.678)],
    "x,y\n2020-01-05,1\n2020-01-03,2\n2020-01-04 12:00,5\n": [(2, 1), (0, 2), (1.5, 5)],
    "x;y\n31.12.2019;1\n1.1.2020;2\n": [(0, 1), (1, 2)],
    "x,y\n01/02/2020,1\n01/13/2020,2\n": [(0, 1), (11, 2)],
    "x,y\n31-Jan-2000,1\n1 Feb 2000,3\n": [(0, 1), (1, 3)],
    "x,y\n12/31/2019 12:00 AM,1\n1/1/2020 6:00 pm,2\n": [(0, 1), (1.75, 2)],
    "\n" * 600 + "x,y\n1,2\n3,4\n": [(1, 2), (3, 4)],
    "x,y\n2020-01-01,1.105\n2020-01-02,1.234\n": [(0, 1.105), (1, 1.234)],
    "x;y\n13/01/2020;1.234\n14/01/2020;2.5\n": [(0, 1.234), (1, 2.5)],
    "x;y\n0.123;1.234\n0.5;5.678\n": [(0.123, 1.234), (0.5, 5.678)],
    "x,y\n2020-01-01T00:00:00.5Z,1\n2020-01-02T12:00:00Z,2\n": [(0.5 / 86400, 1), (1.5, 2)],
    "x,y\n..,1\n:,2\n#DIV/0!,3\n1.5,4\n2,5\n": [(1.5, 4), (2, 5)],
    "#c\n" * 600 + "x,y\n1,2\n3,4\n": [(1, 2), (3, 4)],
    "x\ty\tz\n83.200\t9\t1,5\n12.5\t8\t2\n": [(83.2, 9), (12.5, 8)],
    "x;y;z\n4.216;234.840;0.5\n5.360;233.630;0.25\n": [(4.216, 234.84), (5.36, 233.63)],
    "x,y\n1,TRUE\n2,False\n3,\n": [(1, 1), (2, 0)],
    'x,y\n"1,234","12,500.50"\n"2,345.0",7\n': [(1234, 12500.5), (2345, 7)],
    "x;y;z\n1,234;5;2,500\n2,345;6;-12,500.5\n": [(1234, 5), (2345, 6)],
    'x,y\n"8,804,190","1,213"\n"3,898,747",1299\n': [(8804190, 1213), (3898747, 1299)],
    "x;y\n1.234;12.500,50\n3.333;4\n": [(1234, 12500.5), (3333, 4)],
    "x;y;z\n1.234;0.5;12,500.5\n": [(1.234, 0.5)],
    "x,y\n2020-01-01 02:00:00+02,1\n2020-01-02 00:00:00 UTC,2\n---,***\n": [(0, 1), (1, 2)],
    "x,y\n2020-01-01T00:00+05:30,1\n2020-01-02T12:00+0530,3\n": [(0, 1), (1.5, 3)],
    "x,y\n2020/01/31 11:00:00 AM GMT+1,1\n2020/02/01 6:00:00 PM GMT+1,3\n": [
        pytest.approx((11 / 24, 1)),
        pytest.approx((1.75, 3)),
    ],
    "x,y\n2020-01-01T23:00-09,1\n2020-01-02T00:00-09,3\n": [
        pytest.approx((23 / 24, 1)),
        (1, 3),
    ],
    "x,y\n2020-01-01T00:30+01:00,1\n2020-01-01T00:30Z,3\n": [
        pytest.approx((23.5 / 24, 1)),
        pytest.approx((1 + 0.5 / 24, 3)),
    ],
}
REFUSED = {
    "x,y\n1,5\n2,6,3\n": "line 3: 3 fields instead of 2: '2,6,3'",
    "x,y,z\n1,2\n3,4,5\n": "line 2: 2 fields instead of 3",
    "x,y\n1,5,2\n2,6,3\n": "line 2 and all others have 3 fields, the header 2",
    '"x","y"\n"1",10,1\n"2",11,2\n': "rows' names, or are there decimal commas?",
    'x,y\n"a",1,\n"b",4,\n': "line 2 and all others have 3 fields",
    "x,y\n1,2,\n3,4,5\n": "line 2 and all others",
    "x,y,x\n1,2,3\n": "line 1: 2 columns are called 'x'",
    "x,y\n1_000,2\n": "line 2, column x: '1_000' is no finite number",
    "x,y\n0x10,2\n": "'0x10' is no finite number",
    "x,y\n1,inf\n": "column y: 'inf' is no finite number",
    "x,y\n1e999,2\n": "'1e999' is no finite number",
    "x,y\n5%,2\n": "'5%' is no finite number",
    "x,y\n١,2\n": "is no finite number",
    "x;y\n1 234;2\n": "'1 234' is no finite number",
    'x,y\n"1,000",2\n2,3\n': "line 2, column x: '1,000' may be 1 or 1000; write numbers without",
    "x;y\n1,234;2\n3;4\n": "'1,234' may be 1.234 or 1234",
    "x;y\n1.234;2,5\n3.333;4,2\n": "'1.234' may be 1.234 or 1234",
    "x;y;z;w\n1,234;2;1,234.5;1.234,5\n": "'1,234' may be 1.234 or 1234",
    "x;y;z\n1.234;2;1,234,567.0\n2.345;3;2,5\n": "'1.234' may be 1.234 or 1234",
    'x,y,rgb\n"1,234",2,"255,128,100"\n': "'1,234' may be 1.234 or 1234",
    "x;y\n1,234;0.5\n2,345;0.7\n": "'1,234' may be 1.234 or 1234",
    "x;y\n83.200;45\n12.300;9\n": "line 2, column x: '83.200' may be 83.2 or 83200",
    "x\ty\tz\n83.200\t9\t1,5\n12.300\t8\t2\n": "'83.200' may be 83.2 or 83200",
    "x\ty\tz\n83.200\t9\t1.5.2020\n12.300\t8\t2.5.2020\n": "'83.200' may be 83.2 or 83200",
    "x,y\n2024-03,1\n": "'2024-03' is no finite number; if it is a date, it needs a day",
    "x,y\n5. März 2024,1\n": "if it is a date, its month needs a number or an English name",
    "x,y\n1,TRUE\n2,0\n": "line 3, column y: '0' is not written as the values before it",
    "M,4.5,1\nF,3.5,1\n": "if line 1 is a row, by number, as --x 2 --y 3",
    "x;y\n31.12.2019;1.105\n1.1.2020;1.234\n": "line 2, column y: '1.105' may be 1.105 or 1105",
    "x,y\n01/02/2020,1.234\n02/02/2020,2.345\n": "may be 2020-02-01 or 2020-01-02",
    "x,y\n12/31/19,1\n": "'12/31/19' is no finite number; if it is a date, its year needs four",
    "it's,a\"b\n1,2\n": "as --x 'it'\"'\"'s' --y 'a\"b' or x = \"it's\", y = \"a\\\"b\"",
    "x;y\n1.5;2\n2,5;3\n": "line 3, column x: '2,5' is not written as the values before it",
    "x,y\n01/02/2020,1\n01/03/2020,2\n": "may be 2020-02-01 or 2020-01-02",
    "x,y\n2020-01-01,1\n2020-01-02T00:00Z,2\n": "line 3, column x: '2020-01-02T00:00Z' is not wri",
    "x,y\nJan 31 2000,1\n1 February 2000,3\n": "line 3, column x: '1 February 2000' is not written",
    "x,y\n1/31/2020 1:30 PM,1\n1/31/2020 1:30,2\n": "line 3, column x: '1/31/2020 1:30' is not wr",
    "x,y\n2020-01-31 11:00+130,1\n": "'2020-01-31 11:00+130' is no finite number",
    "x,y\n1/31/2020 13:30 PM,1\n": "'1/31/2020 13:30 PM' is no finite number",
    "x,y\n19-Sep-03,1\n": "'19-Sep-03' is no finite number",
    "x,y\n2020-02-30,1\n": "'2020-02-30' is no finite number",
    'x,y\n"1,2\n3,4\n': "line 2: unexpected end of data",
    "x note y\nNA 1\t2 6\nNA 3\t4 6\n": "line 2 and all others have 4 fields",
    'v,w,x,y\n",",1"2,3\n': "line 2: 3 fields instead of 4",
    'x,y\n"1"5,2\n': "line 2: ',' expected after '\"'",
    "id,x,y\n#1,3,4\n2,3,4\n": "line 2: '#1,3,4' may be a comment or a row",
    "x,y\n1,2\n3,4\nx,y\n1,2\n": "line 4, column x: 'x' is no finite number",
    "1,2\nx,y\n3,4\n": "line 2 names the columns, but line 1 is a row",
    "1,2\n3,4\n": "without names they are called 1 to 2; choose two, as --x 1 --y 2",
    "a b,c\n1 2,3\n": "line 1: no column 'x' or 'y'",
    "weight,hwy (mpg)\n1,2\n": "choose two, as --x weight --y 'hwy (mpg)' or x = \"weight\"",
    "a,y\n1,2\n": "line 1: no column 'x'. There are columns of numbers: 'a', 'y'",
    "a,b,c,d\nu,1,2\nv,3,4\n": "line 1 has 4 names of columns, line 2 3 fields: 'u, 1, 2'",
    "#,name,a,b\n1,u,2,3\n2,v,3,4\n": "There are columns of numbers: 'a', 'b'",
    "": "there is nothing in it",
    "\0\0\0\0": "is no text",
}


def read(path: Path, content: str | bytes, *names: str) -> list[tuple[float, float]]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    points = read_points(path, Wanted(*names))
    return list(zip(points.x.tolist(), points.y.tolist(), strict=True))


@pytest.mark.parametrize("content", READ)
def test_what_can_be_read_in_one_way_is_read(content: str, tmp_path: Path) -> None:
    assert read(tmp_path / "a.csv", content) == READ[content]


@pytest.mark.parametrize("content", REFUSED)
def test_what_could_be_read_in_two_ways_or_none_is_refused(content: str, tmp_path: Path) -> None:
    with pytest.raises(OptanimError) as caught:
        read(tmp_path / "a.csv", content)
    assert REFUSED[content] in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [*READ, *REFUSED])
def test_the_size_of_a_chunk_changes_nothing_but_what_is_known_too_late(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read a line at a time, a table is the same, or is refused: never another one."""
    monkeypatch.setattr(text, "CHUNK", 1)
    try:
        points = read(tmp_path / "a.csv", content)
    except OptanimError:
        return
    assert points == READ[content]


def test_what_could_be_read_otherwise_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x;y\n1;7\n1,234;12,500.50\n2,345;3\n")
    assert read_points(path).taken == (
        "line 3, column x: '1,234' is 1234, as there is '12,500.50'",
    )
    path.write_text("x,y\n2020-03-29T00:00+01:00,1\n2020-03-29T12:00+02:00,2\n")
    points = read_points(path)
    assert points.columns[0].since == "2020-03-28 UTC"
    assert points.taken == ("column x: dates of several time zones, counted in UTC",)
    path.write_text("x,y\n2020-03-29T00:00+01:00,1\n2020-03-29T12:00+01:00,2\n")
    assert read_points(path).columns[0].since == "2020-03-29" and not read_points(path).taken


def test_numbers_that_look_like_dates_are_said_to_be_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x,y\n20240131,8.5\n20240201,7.5\n20240301,6\n")
    points = read_points(path)
    assert points.x[0] == 20240131 and "x: 20240131 is taken for a number" in points.taken[0]
    path.write_text("x,y\n20240131,8.5\n20241301,7.5\n")
    assert not read_points(path).taken


def test_missing_values_are_left_out_and_counted_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x,y,note\n1,2,NA\nNA,3,\n4,,\n5,null,\n?,6,\n7,8,\n")
    points = read_points(path)
    assert points.x.tolist() == [1, 7] and points.left_out == 4
    in_any_language = ["#NV", "#WERT!", "#¡VALOR!", "#N/D", "#¿NOMBRE?", "#DIV/0!"]
    errors = tmp_path / "b.csv"
    errors.write_text("x;y\n1;2\n# 8;9\n" + "".join(f"{e};3\n4;{e}\n" for e in in_any_language))
    assert read_points(errors).left_out == 12
    with pytest.raises(OptanimError, match="line 3, column x: 'NA': the value is missing"):
        read_points(path, strict=True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_usual_encoding_is_read(encoding: str, tmp_path: Path) -> None:
    content = "Größe;note;Preis (€)\n1,5;naïve;1\u00a0002\n–;ß;7\n3;–;4\n".encode(encoding)
    names = "Gro\u0308ße", "Preis (€)"  # an accent of its own, as some systems write it
    assert read(tmp_path / "a.csv", content, *names) == [(1.5, 1002), (3, 4)]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_compressed_files_are_read_and_broken_ones_refused(
    pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    packed = pack(b"x,y\n" + b"1,2\n3,4\n" * 1000)
    assert len(read(tmp_path / "a.csv", packed)) == 2000
    for cut in range(6, len(packed), 7):
        with pytest.raises(OptanimError, match=r"a\.csv: "):
            read(tmp_path / "a.csv", packed[:cut])


def test_a_table_without_names_is_asked_for_by_number(tmp_path: Path) -> None:
    assert read(tmp_path / "a.csv", "7,2,3\n4,5,6\n", "3", "1") == [(3, 7), (6, 4)]
    with pytest.raises(OptanimError, match="line 1, column 2: 'u' is no finite number"):
        read(tmp_path / "a.csv", "7,u\n4,v\n", "1", "2")
    with pytest.raises(OptanimError, match="may be names of columns or a row; write"):
        read(tmp_path / "a.csv", "1,2\n4,5\n", "2", "1")
    assert read(tmp_path / "a.csv", "2019,2020\n4,5\n", "2019", "2020") == [(4, 5)]


@pytest.mark.parametrize(
    "content",
    [
        "M,4.5,1,2\nF,3,2,9\nI,2,3,1\n",  # whose second row is no header
        "17:24:00 4.5 1 2\n17:25:00 3 2 9\n17:26:00 2 3 1\n",
        '4.5,1,2,"a b"\n3,2,9,"c, 5"\n2,3,1,d\n',
        "Run 3,,,\n,,,\nM,4.5,1,2\nF,3,2,9\nI,2,3,1\n",
        "Run 3\n\n2\n?;4,5;1;2\nF;3;2;9\nM;2;3;1\n",
    ],
)
def test_a_table_of_texts_and_numbers_without_names_loses_no_row(
    content: str, tmp_path: Path
) -> None:
    first = 1 if content.startswith("4.5") else 2
    names = str(first), str(first + 1)
    assert read(tmp_path / "a.csv", content, *names) == [(4.5, 1), (3, 2), (2, 3)]


def test_names_that_are_numbers_are_names(tmp_path: Path) -> None:
    table = "Source,World\n\nname,1,2,2019,2020\na,5,6,7,8\nb,2019,2020,1,2\n"
    assert read(tmp_path / "a.csv", table, "2019", "2020") == [(7, 8), (1, 2)]
    assert read(tmp_path / "a.csv", table.replace("a,", "3,").replace("b,", "4,"), "1", "2") == [
        (5, 6),
        (2019, 2020),
    ]
    with pytest.raises(OptanimError, match="'Source, World' is no row, nor names the wanted"):
        read(tmp_path / "a.csv", table, "2", "3")
    years = "name,2019,2020\na,1,2\nb,3,4\n"
    with pytest.raises(OptanimError, match="'name, 2019, 2020' may be names of columns or a row"):
        read(tmp_path / "a.csv", years, "2", "3")
    assert read(tmp_path / "a.csv", years.replace("1,2", "1685,1750"), "2", "3")[0] == (2019, 2020)
    listed = "name,low,high\na,5,6\nb,2,3\nc,7,8\n"
    with pytest.raises(OptanimError, match="line 1: no column '2' or '3'"):
        read(tmp_path / "a.csv", listed, "2", "3")
    with pytest.raises(OptanimError, match="line 3 names the columns, but line 2 is a row"):
        read(tmp_path / "a.csv", listed.replace("2,3", "2019,2020"), "2019", "2020")


def test_an_encoding_that_is_not_known_is_hinted_at(tmp_path: Path) -> None:
    with pytest.raises(OptanimError, match="where letters look wrong, save it as UTF-8"):
        read(tmp_path / "a.csv", "年,値\n1,2\n".encode("cp932"), "年", "値")


def test_one_column_is_not_both(tmp_path: Path) -> None:
    with pytest.raises(OptanimError, match="x and y are both the column 'a'"):
        read(tmp_path / "a.csv", "a,b\n1,2\n", "a", " a ")


def test_a_mistyped_name_gets_the_near_one(tmp_path: Path) -> None:
    with pytest.raises(OptanimError, match=r"no column 'wieght'\. Did you mean 'weight'\?"):
        read(tmp_path / "a.csv", "weight,hwy\n1,2\n", "wieght", "hwy")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("no.csv", None, "cannot be read: No such file"),
        (".", None, "cannot be read: Is a directory"),
        ("a.zst", b"(\xb5/\xfd....", "compressed by zstd"),
        ("a.xlsx", b"PK\x03\x04....", "is no workbook that can be read"),
        ("a.parquet", b"PAR1....", "is no Parquet that can be read"),
        ("a.utf16", b"\xff\xfex\0,\0y\0\n", "cannot be read"),
        ("a.json", b'{"x": [1, 2], "y": [3, 4]}', "looks like JSON"),
        ("a.txt", b"x;y\n1;2\n00:01;3\n", "as its seconds"),
        ("a.tsv", b"x\ty\n3\t1\t2\n1\t2\t3\n", "the first the rows' names\\? Name"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is no text"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(
    name: str, content: bytes | None, message: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(OptanimError, match=message) as caught:
        read_points(tmp_path / name)
    assert len(str(caught.value).splitlines()) == 1
