"""The text for the site, held against the rules on its help pages."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from optanim.films.notes import Chapter
from optanim.lecture.documents.records import Lecture
from optanim.lecture.documents.youtube import chapters, description, plain, youtube

LENGTHS = st.lists(st.floats(0.5, 400.0), min_size=1, max_size=40)


def parts(*lengths: float) -> list[Chapter]:
    """Chapters A, B, … of these seconds, one after the other."""
    starts = [sum(lengths[:k]) for k in range(len(lengths) + 1)]
    return [Chapter(chr(65 + k), starts[k], starts[k + 1]) for k in range(len(lengths))]


def timed(lecture: Lecture, *lengths: float) -> Lecture:
    """The first film of ``lecture`` alone, with a section of each of these seconds."""
    first = lecture.films[0]
    slides = tuple(
        replace(first.slides[0], seconds=each, title=f"S{k}") for k, each in enumerate(lengths)
    )
    return replace(lecture, films=(replace(first, slides=slides),))


def listed(text: str) -> list[tuple[int, str]]:
    """What the site makes of a description: times at the beginning of lines, in seconds."""
    found = re.findall(r"^(?:(\d+):)?(\d{1,2}):(\d\d) (.*)$", text, re.MULTILINE)
    return [(3600 * int(h or 0) + 60 * int(m) + int(s), title) for h, m, s, title in found]


@given(LENGTHS)
def test_chapters_are_those_that_the_site_shows(lengths: list[float]) -> None:
    found = chapters(parts(*lengths))
    assert not found or len(found) >= 3
    for before, after in pairwise(found):
        assert before.end == after.start
    if found:
        assert found[0].start == 0 and found[-1].end == int(sum(lengths))
        assert all(one.end - one.start >= 10 for one in found)


def test_short_parts_belong_to_a_neighbour() -> None:
    titles = [(one.title, one.start) for one in chapters(parts(4, 20, 20, 5, 30, 9))]
    assert titles == [("B", 0), ("C", 24), ("E", 44)]
    assert chapters(parts(20, 20)) == [] and chapters(parts(20, 20, 9.9)) == []
    assert [one.title for one in chapters(parts(20, 20, 10))] == ["A", "B", "C"]


def test_the_description_lists_them(lecture: Lecture) -> None:
    told = listed(description(timed(lecture, 15.5, 50, 3600, 12)))
    assert told == [(0, "S0"), (15, "S1"), (65, "S2"), (3665, "S3")]


def test_several_films_say_which(lecture: Lecture) -> None:
    films = tuple(
        replace(film, title=f"F{k}", slides=timed(lecture, 20, 30).films[0].slides)
        for k, film in enumerate(lecture.films)
    )
    told = listed(description(replace(lecture, films=films)))
    assert told == [(0, "F0: S0"), (20, "F0: S1"), (50, "F1: S0"), (70, "F1: S1")]


def test_a_section_called_as_its_film_is_named_once(lecture: Lecture) -> None:
    film = replace(timed(lecture, 20, 30).films[0], title="S0")
    several = replace(lecture, films=(film, replace(film, title="F1")))
    told = listed(description(several))
    assert told == [(0, "S0"), (20, "S0: S1"), (50, "F1: S0"), (70, "F1: S1")]
    told = listed(description(replace(several, language="zh")))
    assert told[:2] == [(0, "S0"), (20, "S0｜S1")]


def test_what_is_too_long_is_left_out_by_its_end(lecture: Lecture) -> None:
    film = timed(lecture, *[20.0] * 6).films[0]
    for count, finest in ((20, True), (60, False), (400, False)):
        films = tuple(
            replace(film, title=f"Film number {k:03}", about="ü" * 60) for k in range(count)
        )
        text = description(replace(lecture, films=films))
        assert len(text.encode()) <= 5000 and ("S5" in text) == finest
    assert listed(text) == [] and "Film number 000" in text and "Film number 399" not in text


def test_brackets_are_shown_by_others_and_nothing_is_a_time_or_a_tag(lecture: Lecture) -> None:
    assert plain("<b>x</b> & 1 < 2") == "‹b›x‹/b› & 1 ‹ 2"
    film = replace(lecture.films[0], about="0:05 <i> #set best of 12:30")
    text = description(replace(lecture, films=(film,)))
    assert not set("<>") & set(text) and listed(text) == []
    assert not re.search(r"#\w|\d:\d", text)
    assert "0:05" in text.replace("\u2060", "") and "#set" in text.replace("\u2060", "")


def test_the_title_comes_first_and_is_not_too_long(lecture: Lecture, tmp_path: Path) -> None:
    path = tmp_path / "youtube.txt"
    for title in ("How <they> find", "long " * 50):
        youtube(replace(lecture, title=title), path)
        first, blank, *rest = path.read_text("utf-8").split("\n")
        assert 0 < len(first) <= 100 and not set("<>") & set(first) and not blank
        assert "\n".join(rest).startswith(description(lecture))
