"""Type: whatever is not refused is drawn, whole, in its direction, and within its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import manimpango
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import Camera, tempconfig

from optanim.base.errors import OptanimError
from optanim.base.lettering import refusal
from optanim.look import race_words
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.stage.draw.canvas import BODY, SMALL, Canvas
from optanim.stage.draw.fitting import TALLEST, fitted
from optanim.stage.draw.paragraphs import paragraph
from tests.conftest import QUIET

INVISIBLE = "\u0301\u0323\u0489\u20dd\u00ad\u200b\u200d\ufe0f\u00a0\u3000"
ODD = INVISIBLE + "ß√№™…–→≠∇αЖאבםعربيةनमस्तेไทย한글狮子😀🇩🇪<>&{}%\\\"'-=~^_"
TEXTS = st.text(st.sampled_from(ODD) | st.characters(), max_size=12) | st.text(
    "-<>=~!:x",
    max_size=8,  # what fonts join
)


@pytest.fixture(scope="module")
def canvas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canvas]:
    with tempconfig({**QUIET, "media_dir": tmp_path_factory.mktemp("media")}):
        yield Canvas.of(Camera(), DARK, Words.load())


@pytest.fixture(scope="module")
def chinese(canvas: Canvas) -> Canvas:
    """A canvas of the same frame whose words are Chinese."""
    return replace(canvas, words=Words.load("zh"))


def set_in(canvas: Canvas, font: str) -> Canvas:
    """The ``canvas`` with all its type in one ``font``."""
    return replace(canvas, theme=replace(DARK, font=font), words=Words.load())


def outlines(canvas: Canvas, text: str, **style: str) -> list[np.ndarray]:
    """The outlines of the glyphs of ``text``, wherever they stand."""
    return [glyph - glyph.mean(axis=0) for glyph in canvas.text(text, **style).glyphs]


def alike(ours: list[np.ndarray], theirs: list[np.ndarray]) -> list[bool]:
    pairs = zip(ours, theirs, strict=True)
    return [a.shape == b.shape and np.allclose(a, b, atol=2e-3) for a, b in pairs]


def test_chinese_is_set_in_its_own_font_and_all_else_in_the_films(
    canvas: Canvas, chinese: Canvas
) -> None:
    """A sample of the catalogue's letters; a Japanese font draws the first of them otherwise."""
    words = "".join(Words.load("zh").texts)
    han = "直" + "".join(
        sorted({letter for letter in words if "\u4e00" <= letter <= "\u9fff"})[::20]
    )
    simplified, japanese = (set_in(canvas, f"Noto Sans CJK {form}") for form in ("SC", "JP"))
    assert len(han) > 20 and all(alike(outlines(chinese, han), outlines(simplified, han)))
    assert not any(alike(outlines(chinese, han[:1]), outlines(japanese, han[:1])))
    latin = "GDRMSpropAdam0123456789η√ab"
    assert all(alike(outlines(chinese, latin), outlines(canvas, latin)))
    assert not any(alike(outlines(chinese, "ag"), outlines(simplified, "ag")))


def test_english_is_set_in_one_font_alone(canvas: Canvas) -> None:
    assert canvas.font == DARK.font and not Words.load().font


def test_a_line_of_several_fonts_has_one_baseline(chinese: Canvas) -> None:
    """Also where a root, which is set in a font of its own, stands between the others."""
    glyphs = chinese.text("L 颜色：√L，高度：√(L + 1)").glyphs
    letters = [i for i, letter in enumerate("L颜色：√L，高度：√(L+1)") if letter == "L"]
    feet = [glyphs[i][:, 1].min() for i in letters]
    assert len(glyphs) == 16 and np.ptp(feet) < 1e-3


def test_a_font_that_is_missing_is_named_with_the_package_it_is_in(
    canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manimpango, "list_fonts", lambda: ["Inter", "Noto Sans CJK JP"])
    assert Canvas.of(Camera(), DARK, Words.load()).font == "Inter"
    with pytest.raises(OptanimError) as error:
        Canvas.of(Camera(), DARK, Words.load("zh"))
    assert str(error.value) == (
        "the font 'Noto Sans CJK SC' of the language 'zh' is not installed: "
        "it is in the package fonts-noto-cjk of Debian and Ubuntu"
    )


def drawn_or_refused(canvas: Canvas, text: str) -> None:
    """Each glyph an outline with an area, about as many as letters; or one line that says why."""
    why = refusal(text)
    if why is not None:
        assert len(why.splitlines()) == 1
        return
    line = fitted(canvas, text, 200.0)
    assert 1 <= len(line.glyphs) <= 3 * len(text) + 3  # a letter may be set in parts
    assert all(np.ptp(glyph, axis=0)[:2].max() > 0.0 for glyph in line.glyphs)
    assert canvas.width_of(line) <= 200.0 * (1.0 + 1e-9)
    assert canvas.height_of(line) <= TALLEST * SMALL * (1.0 + 1e-9)


@settings(max_examples=100)
@given(text=TEXTS)
def test_any_text_is_drawn_or_refused(canvas: Canvas, text: str) -> None:
    drawn_or_refused(canvas, text)


@pytest.mark.parametrize("weight", ["NORMAL", "SEMIBOLD"])
def test_a_root_has_a_bar_as_no_tick_has(canvas: Canvas, weight: str) -> None:
    """It reaches over the letter beside it, ends level there, and stands where it did."""
    colour, root, letter = canvas.text("c√L", weight=weight).glyphs
    top, cap = root[:, 1].max(), letter[:, 1].max()
    assert top - letter[:, 1].min() > 1.1 * np.ptp(letter[:, 1])
    level = root[root[:, 1] > top - 1e-6]
    assert np.ptp(level[:, 0]) > 0.1 * np.ptp(root[:, 0]) and level[:, 0].max() == root[:, 0].max()
    assert colour[:, 0].max() < root[:, 0].min() < root[:, 0].max() < letter[:, 0].max()
    assert top > cap


@pytest.mark.slow
@settings(max_examples=1000)
@given(text=TEXTS)
def test_any_text_is_drawn_or_refused_slow(canvas: Canvas, text: str) -> None:
    drawn_or_refused(canvas, text)


@pytest.mark.parametrize(
    ("text", "count"),
    [("SGD -> Adam", 8), ("fi", 2), ("e\u0301", 1), ("x\u0302", 2), ("a\u00adb", 2), ("狮子", 2),
     ("ןין", 3), ("a\u200bb c", 3)],
)  # fmt: skip
def test_each_letter_is_there(canvas: Canvas, text: str, count: int) -> None:
    """An arrow of "-" and ">" is one glyph; what shows nothing is none."""
    assert len(canvas.text(text).glyphs) == count


@pytest.mark.parametrize("text", ["W", "狮子", "█", "a\u20dd\u20de\u20df\u20dd"])
def test_what_no_shortening_fits_is_made_smaller(canvas: Canvas, text: str) -> None:
    line = fitted(canvas, text, 20.0)
    assert 0.0 < canvas.width_of(line) <= 20.0 * (1.0 + 1e-9)


@pytest.mark.parametrize("letter", ["\u05d5", "\u05df"])
def test_a_word_from_right_to_left_is_drawn_to_its_end(canvas: Canvas, letter: str) -> None:
    one, two, three = (canvas.width_of(canvas.text(n * letter)) for n in (1, 2, 3))
    assert two - one == pytest.approx(three - two, rel=0.02) and two > 1.5 * one


def test_a_name_from_right_to_left_stands_where_its_sentence_has_it(canvas: Canvas) -> None:
    """In "NAME is first, at step 5" on the left, whatever its letters and the number do."""
    name = race_words.racer("שלום 1")
    alone = canvas.text(name)
    words = canvas.words("caption.race.result all", label=name, firsts=1, step=5, count=2, steps=9)
    left = sorted(canvas.text(words).glyphs, key=lambda glyph: glyph[:, 0].min())
    for ours, theirs in zip(sorted(alone.glyphs, key=lambda g: g[:, 0].min()), left, strict=False):
        assert np.allclose(np.ptp(ours, axis=0), np.ptp(theirs, axis=0), atol=1e-3)


def test_what_slips_through_is_one_line_too(canvas: Canvas) -> None:
    with pytest.raises(OptanimError, match=r"no installed font has U\+F0000"):
        canvas.text("a\U000f0000")


def test_words_of_a_language_are_looked_at_before_anything_is_drawn(canvas: Canvas) -> None:
    english = Words.load()
    entries = {**english.entries, "step": "\U000f0000"}
    with pytest.raises(OptanimError, match=r"language 'en'.*U\+F0000"):
        Canvas.of(Camera(), DARK, Words("en", entries, english.plural))


def test_a_sentence_without_blanks_is_broken_where_it_must_be(canvas: Canvas) -> None:
    region = canvas.frame.middle(400.0, 400.0)
    words = "所有优化器都从同一个地方出发十字标出最小值"
    lines = paragraph(canvas, words, region, BODY)
    assert "".join(line.words for line in lines) == words
    assert [len(line.words) for line in lines] == [7, 7, 7]
    assert max(map(canvas.width_of, lines)) <= 400.0


def test_no_line_of_chinese_begins_with_a_comma(chinese: Canvas) -> None:
    region = chinese.frame.middle(300.0, 800.0)
    lines = paragraph(chinese, "一二三四五六，七八九十（甲乙）丙丁，戊己。", region, BODY)
    assert len(lines) > 2 and max(map(chinese.width_of, lines)) <= 300.0
    assert all(line.words[0] not in "，）。" and line.words[-1] != "（" for line in lines)


@pytest.mark.parametrize(
    "words", ["γ = 0.9: away", "u: the sum of all", "g leads uphill", "Up the hill"]
)
def test_lines_have_one_baseline_whatever_they_begin_with(canvas: Canvas, words: str) -> None:
    """That is where the feet of their H would be: half of it below the region's middle."""
    region, height = canvas.frame.middle(800.0, 80.0), canvas.text("H", BODY).height
    (line,) = paragraph(canvas, words, region, BODY)
    feet = np.sort([glyph[:, 1].min() for glyph in line.glyphs])
    assert np.abs(feet - (region.center[1] - height / 2)).min() < 0.03 * height
    middle = float(np.median(feet)) + height / 2
    assert middle == pytest.approx(region.center[1], abs=0.05 * height)
