"""Scripts: numbers belong to sentences for ever, for recordings are called by them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.base.errors import OptanimError
from optanim.voice.script import HEADER, Line, Script

SENTENCES = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), unique=True, max_size=8
)


def lines(sentences: list[str], optional: bool = False) -> list[Line]:
    return [Line("", "film", "section", optional, sentence) for sentence in sentences]


@given(first=SENTENCES, second=SENTENCES)
def test_what_is_there_keeps_its_number_and_the_rest_is_numbered_on(first, second) -> None:
    before = Script().with_lines(lines(first))
    after = before.with_lines(lines(second))
    numbers = {line.sentence: line.number for line in after.lines}
    assert [numbers[text] for text in first] == [f"{n:02}" for n in range(1, len(first) + 1)]
    assert set(numbers) == {*first, *second} and len(set(numbers.values())) == len(numbers)


@given(sentences=SENTENCES)
def test_what_is_written_is_read_again(sentences, tmp_path_factory) -> None:
    path = tmp_path_factory.mktemp("script") / "script.csv"
    script = Script().with_lines(lines(sentences))
    script.write(path)
    assert Script.read(path) == script
    with path.open(newline="", encoding="utf-8-sig") as file:
        assert [row[-1] for row in csv.reader(file)] == ["sentence", *sentences]


def test_a_sentence_that_is_always_said_once_need_not_be_left_out_any_more() -> None:
    script = Script().with_lines(lines(["Perhaps."], optional=True))
    (line,) = script.with_lines(lines(["Perhaps."])).lines
    assert line.number == "01" and not line.optional
    (line,) = Script().with_lines(lines(["Sure."])).with_lines(lines(["Sure."], True)).lines
    assert not line.optional


ROWS = [HEADER, ("1", "a", "b", "always", "It's −0.5; “so”."), ("2", "a", "b", "always", "Two.")]


@pytest.mark.parametrize("parted", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_a_spreadsheet_saved_is_read(parted: str, encoding: str, tmp_path: Path) -> None:
    """With its own separators, without the zeros in front, and an empty row at the end."""
    path = tmp_path / "script.csv"
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=parted).writerows([*ROWS, ("", "", "", "", "")])
        file.write("\r\n")
    lines = Script.read(path).lines
    assert [line.number for line in lines] == ["01", "02"]
    assert lines[0].sentence == "It's −0.5; “so”."


def test_signs_that_a_spreadsheet_changed_are_the_same_sentence(tmp_path: Path) -> None:
    path = tmp_path / "script.csv"
    changed = 'It’s -0.5;  "so".'
    with path.open("w", newline="", encoding="cp1252") as file:
        csv.writer(file).writerows([HEADER, ("1", "a", "b", "always", changed)])
    script = Script.read(path).with_lines(lines(["It's −0.5; “so”.", "Two."]))
    told = [(line.number, line.sentence) for line in script.lines]
    assert told == [("01", "It's −0.5; “so”."), ("02", "Two.")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x,y\n1,2\n", "not a script: its columns must be number, film, section, when, sentence"),
        ("", "not a script"),
        (f"{','.join(HEADER)}\n01,a,b\n", "not a script"),
        (f"{','.join(HEADER)}\n01,a,b,always,Yes.\n01,a,b,always,No.\n", "the number '01' stands"),
        (f"{','.join(HEADER)}\n01,a,b,always,A.\n02,a,b,always,A.\n", "the sentence 'A.' stands"),
    ],
)
def test_what_is_no_script_is_refused(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "script.csv").write_text(text)
    with pytest.raises(OptanimError, match=said):
        Script.read(tmp_path / "script.csv")
