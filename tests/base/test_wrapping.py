"""Lines break where a script lets them."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.base.wrapping import balanced, cells, phrases, pieces, wrapped
from optanim.look.words import Words

CHINESE = "第 12 步：GD 的损失降到 0.001 以内（最小值），它“不再”离开。"
ENGLISH = sorted(text for text in Words.load("en").texts if "{" not in text and "/" not in text)
NEVER_FIRST, NEVER_LAST = "，。：；！？、）”", "（“"


@pytest.mark.parametrize("width", [18, 33, 80])
def test_english_breaks_at_blanks_as_the_standard_library_has_it(width: int) -> None:
    for text in ENGLISH:
        assert wrapped(text, width) == textwrap.wrap(text, width)


@given(width=st.integers(8, 60))
def test_chinese_breaks_anywhere_but_before_marks_and_within_numbers(width: int) -> None:
    lines = wrapped(CHINESE, width)
    assert "".join(lines).replace(" ", "") == CHINESE.replace(" ", "")
    assert all(0 < cells(line) <= width for line in lines)
    assert all(line[0] not in NEVER_FIRST and line[-1] not in NEVER_LAST for line in lines)
    for whole in ("12", "GD", "0.001"):
        assert sum(line.count(whole) for line in lines) == 1


def test_lines_without_blanks_are_filled() -> None:
    assert wrapped("所有优化器都从同一个地方出发", 10) == ["所有优化器", "都从同一个", "地方出发"]


def test_a_formula_stays_whole() -> None:
    assert wrapped("the limit 2/λ of η", 12) == ["the limit", "2/λ of η"]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("aaaaaaaaaa b", ["aaaa", "aaaa", "aa b"]),
        ("ée\u0301e\u0301ée\u0301", ["ée\u0301e\u0301é", "e\u0301"]),
    ],
)
def test_what_has_nowhere_to_break_is_broken_between_letters(words: str, lines: list[str]) -> None:
    assert wrapped(words, 4) == lines


@pytest.mark.parametrize(
    "words", ["one two three four five six", "一二三四，五六七八，九十，百千万"]
)
def test_of_too_many_lines_the_last_ends_on_an_ellipsis(words: str) -> None:
    whole, cut = wrapped(words, 9), wrapped(words, 9, most=2)
    assert len(whole) > 2 and cut[0] == whole[0]
    assert cut[1].endswith("…") and whole[1].startswith(cut[1][:-1]) and cells(cut[1]) <= 9
    assert wrapped(words, 9, most=len(whole)) == whole


def test_a_chinese_character_takes_the_room_of_two_letters() -> None:
    assert [cells(words) for words in ("步", "step", "第 5 步", "η = √λ", "，")] == [2, 4, 7, 6, 2]


TITLE, TERMS = "优化算法怎样找到最小值", ("优化算法", "怎样", "找到", "最小值")


@pytest.mark.parametrize(
    ("words", "width", "lines"),
    [
        (TITLE, 18, ["优化算法怎样", "找到最小值"]),
        (TITLE, 10, ["优化算法", "怎样找到", "最小值"]),
        (TITLE, 4, ["优化", "算法", "怎样", "找到", "最小", "值"]),  # a term is longer than a line
        ("Four optimizers, one valley", 20, ["Four optimizers,", "one valley"]),
        ("鞍面：各用自己的设置", 16, ["鞍面：", "各用自己的设置"]),
        ("", 8, [""]),
    ],
)
def test_titles_are_balanced_and_broken_between_words(
    words: str, width: int, lines: list[str]
) -> None:
    assert balanced(words, width, TERMS) == lines


@given(words=st.text(st.sampled_from("优化器算、） aB(1"), max_size=30), width=st.integers(4, 40))
def test_balanced_lines_are_as_few_as_filled_ones_and_no_longer(words: str, width: int) -> None:
    lines, filled = balanced(words, width), wrapped(words, width)
    assert len(lines) == len(filled) and "".join("".join(lines).split()) == "".join(words.split())
    assert max(map(cells, lines)) <= max(map(cells, filled))


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("鞍面：各用自己的设置", ["鞍面：", "各用自己的设置"]),
        ("谁先到？！是 Adam。", ["谁先到？！", "是 Adam。"]),
        ("“谁先到？”第一步", ["“谁先到？”", "第一步"]),
        ("怎样找到？", ["怎样", "找到？"]),  # one clause alone
        ("怎样找到，为什么不是每一个都", ["怎样", "找到，", *"为什么不是每一个都"]),  # too long
        ("One, two: 3", ["One, ", "two: ", "3"]),
    ],
)
def test_phrases_are_clauses_where_these_have_room(words: str, parts: list[str]) -> None:
    assert phrases(words, 14, TERMS) == parts


@given(st.text(st.sampled_from("优化器算法，。 aB(1/"), max_size=30))
def test_pieces_are_the_whole_and_keep_terms_together(words: str) -> None:
    parts = pieces(words, ("优化器", "算法"))
    assert "".join(parts) == words
    for term in ("优化器", "算法"):
        assert sum(part.count(term) for part in parts) == words.count(term)
