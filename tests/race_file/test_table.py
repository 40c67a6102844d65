"""Tables of values: a row is a race, and what is wrong is named by row and column."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.base.errors import OptanimError
from optanim.race_file.table import races, rows

RACE = """
problem = "himmelblau"
start = [0.3, -5]
steps = 60
[[racers]]
optimizer = "GD"
"""
NUMBERS = st.floats(-1e300, 1e300)
VALUES = {
    "steps": st.integers(-(10**20), 10**20),
    "lr": NUMBERS,
    "batch_size": st.integers(),
    "start": st.tuples(NUMBERS, NUMBERS),
    "window": st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS),
    "levels": st.lists(NUMBERS, min_size=2).map(tuple),
    "standardize": st.booleans(),
    "x": st.sampled_from(["1", "weight", "a;b", 'a "b", c\td', "höhe", "TRUE", "0,5"]),
    "name": st.sampled_from(["one", "Zwölf", "第一", "a.b", "1", "0,5"]),
}
TABLES = st.lists(st.sampled_from(sorted(VALUES)), min_size=1, unique=True).flatmap(
    lambda heads: st.lists(
        st.fixed_dictionaries({head: st.none() | VALUES[head] for head in heads}), min_size=1
    )
)


@pytest.fixture
def table(tmp_path: Path):
    """Write a table beside the race file, and give its path."""
    (tmp_path / "mine.toml").write_text(RACE)

    def table(content: str | bytes) -> Path:
        path = tmp_path / "values.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return table


def said(path: Path, **instead: object) -> str:
    with pytest.raises(OptanimError) as caught:
        races(path.with_name("mine.toml"), path, instead)
    return str(caught.value).replace(str(path.parent), "")


def written(value: object, comma: str) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(repr, value))
    text = "" if value is None else str(value)
    return text.replace(".", comma) if isinstance(value, float) else text


def expected(key: str, value: object) -> object:
    """As a race file would have it."""
    return (value[:2], value[2:]) if key == "window" and isinstance(value, tuple) else value


@given(
    TABLES,
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from("_-"),
    st.booleans(),
)
def test_whatever_a_spreadsheet_writes_is_read_as_it_was_meant(
    tmp_path_factory, values, separator, encoding, between, commas
) -> None:
    text, comma = StringIO(newline=""), "," if commas and separator != "," else "."
    writer = csv.writer(text, delimiter=separator)
    heads = list(values[0])
    if len(heads) == 1:  # of what else a table of semicolons would not show that it has them
        heads = [*heads, "theme" if heads != ["theme"] else "view"]
    writer.writerow([head.replace("_", between) for head in heads])
    writer.writerows([written(row.get(head), comma) for head in heads] for row in values)
    path = tmp_path_factory.mktemp("tables") / "values.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    meant = {
        number: {key: expected(key, value) for key, value in row.items() if value is not None}
        for number, row in enumerate(values, start=2)
        if any(value is not None for value in row.values())
    }
    if not meant:
        with pytest.raises(OptanimError, match="no row with a value"):
            rows(path)
        return
    read = rows(path)
    assert {row.number: {**row.keys} for row in read} == {
        number: {key: value for key, value in keys.items() if key != "name"}
        for number, keys in meant.items()
    }
    assert [row.name for row in read] == [keys.get("name", "") for keys in meant.values()]


def test_a_row_is_the_race_with_other_values(table) -> None:
    path = table('name,steps,start,theme\nquick,5,"1,2",\n,,,\n,,,light\n')
    found = races(path.with_name("mine.toml"), path, {"seconds": 30.0})
    assert [name for name, _ in found] == ["quick", "mine-2"]
    (_, quick), (_, light) = found
    assert (quick.runs["GD"].steps, light.runs["GD"].steps) == (5, 60)
    assert [*quick.problem.start] == [1.0, 2.0] and [*light.problem.start] == [0.3, -5.0]
    assert (quick.presentation.theme, light.presentation.theme) == ("dark", "light")
    assert quick.presentation.seconds == light.presentation.seconds == 30.0


def test_data_lie_beside_the_table(table, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "far").mkdir()
    monkeypatch.chdir(tmp_path / "far")
    race = tmp_path / "far" / "ols.toml"
    race.write_text('[[racers]]\noptimizer = "GD"\nlr = 0.01\n')
    (tmp_path / "a.csv").write_text("x,y\n1,2\n2,3\n3,5\n")
    (_, found), (_, article) = races(race, table("data,steps\na.csv,3\n,4"))
    assert (found.problem.name, article.problem.name) == ("a", "article")
    assert tmp_path / "a.csv" in found.inputs


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("", ["values.csv: is empty"]),
        ("\n\n", ["values.csv: is empty"]),
        ("name,steps\n", ["values.csv: has no row with a value"]),
        ("name,steps\n,\n", ["has no row with a value"]),
        ("stesp\n3\n", ["row 1: column stesp is no key", "'steps'", "Choose from: name, problem"]),
        ("racers\n3\n", ["row 1: column racers is no key"]),
        ("steps,\n3,\n", ["row 1: column 2 has no head"]),
        ("batch-size,batch_size\n3,4\n", ["row 1: column batch_size is there twice"]),
        ("steps,lr\n3,0.1\n3\n", ["row 3: must have", "there are heads, 2, and has 1"]),
        ("steps,start\n3,2,9\n", ["row 2: must have", "has 3", 'in quotes, as in "2,9"']),
        ("steps\n3\n\n0\n", ["row 4, column steps = 0: must be 1 or more"]),
        ("steps\n2.0\n", ["row 2, column steps = 2.0: must be a whole number"]),
        ("lr\nfast\n", ['row 2, column lr = "fast": must be a number']),
        ("lr,steps\n1e400,3\n", ["row 2, column lr", "too large a number, at most 1.8e308"]),
        ("lr,start\n1_000,\n", ['column lr = "1_000": must be a number']),
        ('lr,start\n"0,1",\n', ['column lr = "0,1": must be a number']),
        ("theme\nblue\n", ['row 2, column theme = "blue": must be one of dark, light']),
        ("standardize\nwahr\n", ["column standardize", "must be true or false"]),
        ('start\n"1,2,3"\n', ["row 2, column start", "must be two numbers, as in 2,9"]),
        ('start\n"1,x"\n', ["row 2, column start", "must be two numbers, as in 2,9"]),
        ('window\n"1,2,3"\n', ["row 2, column window", "must be four numbers, as in -2,2,-1,3"]),
        ('window\n"2,1,0,1"\n', ["row 2, column window", "2 is not below 1"]),
        ('levels\n"1,a"\n', ["row 2, column levels", "must be numbers, as in 1,10,100"]),
        ('levels\n"2,1"\n', ["row 2, column levels", "must ascend"]),
        ("data\n-\n", ["row 2, column data", "read only once"]),
        ("data,problem\ngone.csv,ols\n", ["row 2, column data", "gone.csv"]),
        ("penalty\n3\n", ["row 2, column penalty = 3", "ridge has"]),
        ("name\n../a\n", ['row 2, column name = "../a": must be the name of a film']),
        ("name\n/a\n", ["row 2, column name"]),
        ("name\na\\b\n", ["row 2, column name"]),
        ("name\n.a\n", ["row 2, column name"]),
        (f"name\n{'动' * 67}\n", ["row 2, column name", "200 bytes at most"]),
        ('name\n"a\nb"\n', ["row 2, column name"]),
        ('steps\n"3\n', ["values.csv: is no CSV: line 2"]),
        (b"PK\3\4\0\0\0\0\x08\0", ["values.csv: is no text; a workbook is saved as CSV"]),
        ("ste\0ps\n3\n", ["values.csv: is no text"]),
    ],
)
def test_what_is_wrong_is_said_in_one_line_by_its_row_and_column(
    content: str | bytes, parts: list[str], table
) -> None:
    line = said(table(content))
    assert line.startswith("/values.csv") and "\n" not in line
    assert all(part in line for part in parts), line


def test_all_that_is_wrong_with_any_row_is_said_at_once(table) -> None:
    path = table("steps,seconds,problem\n0,5,\n3,,beal\n-1,,\n")
    assert said(path).splitlines() == [
        "/values.csv: 4 mistakes",
        "  row 2, column steps = 0: must be 1 or more",
        "  row 2, column seconds = 5: must be 20 or more",
        said(table("problem\n\n\nbeal")).replace("/values.csv: row 4", "  row 3"),
        "  row 4, column steps = -1: must be 1 or more",
    ]


def test_what_is_wrong_with_the_file_or_with_an_option_is_said_once(table) -> None:
    path = table("steps\n3\n4\n0\n")
    (path.with_name("mine.toml")).write_text(RACE + "lr = -1\n")
    assert said(path, seconds=1.0).splitlines() == [
        "/values.csv: 3 mistakes",
        "  seconds = 1.0: must be 20 or more",
        "  row 2, racers[1].lr of mine.toml = -1: GD: lr=-1 must be a number, 0 or more",
        "  row 4, column steps = 0: must be 1 or more",
    ]


def test_a_learning_rate_that_no_racer_would_take_is_refused(table) -> None:
    path = table("lr\n0.5\n")
    ((_, race),) = races(path.with_name("mine.toml"), path)
    assert race.runs["GD"].optimizer.settings["lr"] == 0.5
    path.with_name("mine.toml").write_text(RACE + "lr = 0.1\n")
    assert "row 2, column lr = 0.5: every racer of mine.toml has an lr of its own" in said(path)


def test_what_is_said_of_all_rows_is_no_column(table) -> None:
    path = table("steps,lr\n3,0.1\n4,0.2\n")
    assert (
        said(path, steps=9)
        == "/values.csv: steps = 9: is a column of the table too; leave one of them out"
    )


def test_letters_that_excel_saves_as_western_are_read(table) -> None:
    (row,) = rows(table("name;steps\r\nGröße;3\r\n".encode("cp1252")))
    assert row.name == "Größe"


def test_a_table_or_a_race_file_that_is_not_there(table, tmp_path: Path) -> None:
    path = table("steps\n3\n")
    with pytest.raises(OptanimError, match=r"none.csv: cannot be read: No such file"):
        races(tmp_path / "mine.toml", tmp_path / "none.csv")
    with pytest.raises(OptanimError, match=r"none.toml: cannot be read: No such file"):
        races(tmp_path / "none.toml", path)
