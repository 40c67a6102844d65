"""What Pango cannot draw is named, by Unicode and by font, on machines of many fonts and of few."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optanim.base.lettering import FONT, refusal, undrawable

LETTERS = st.characters(categories=["L", "N", "P", "S"], min_codepoint=0x80)


def fontconfig(*words: str) -> str:
    if shutil.which("fc-list") is None:
        pytest.skip("fontconfig's own list is the reference")
    return subprocess.run(["fc-list", *words], capture_output=True, text=True, check=True).stdout


@cache
def covered() -> frozenset[int]:
    """The characters of all installed fonts, as fontconfig lists them."""
    found: set[int] = set()
    for line in fontconfig(":", "charset").splitlines():
        for span in line.partition("charset=")[2].split():
            first, _, last = span.partition("-")
            found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def agrees_with_fontconfig(letter: str) -> None:
    why = undrawable(letter)
    assert (why is not None and why.startswith("no installed font has")) == (
        ord(letter) not in covered()
    ), why
    assert why is None or f"U+{ord(letter):04X}" in why


@settings(max_examples=100)
@given(letter=LETTERS)
def test_a_character_is_missing_where_no_font_covers_it(letter: str) -> None:
    agrees_with_fontconfig(letter)


@pytest.mark.slow
@settings(max_examples=2000)
@given(letter=LETTERS)
def test_a_character_is_missing_where_no_font_covers_it_slow(letter: str) -> None:
    agrees_with_fontconfig(letter)


@pytest.mark.parametrize(
    "name",
    ["Adam", "SGD -> Adam", "=>", "<->", "fi", "né", "ne\u0301", "x\u0302", "Việt Nam", "a\u00adb",
     "Привет", "Γειά", "α→∞", "&amp; <b>%s {x} \\n \"'", "W" * 80, "a\u200bb", "a\u00a0b"],
)  # fmt: skip
def test_names_as_people_write_them_can_be_drawn(name: str) -> None:
    assert refusal(name) is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "not blank"),
        (" \u00a0\u3000", "not blank"),
        ("\u200b\u00ad", "not blank"),
        ("a\nb", "U+000A"),
        ("a\x85b", "U+0085"),
        ("a\u2028b", "U+2028 LINE SEPARATOR"),
        ("a\x7f", "U+007F"),
        ("a\udcff", "U+DCFF"),
        ("a\u202eb", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("a" + "\u0316" * 7, "has 7 accents on one letter, a line has room for 4"),
        ("a" + "\u0316\u200d" * 7, "has 7 accents"),
        ("\u034f\ufe0f", "shows nothing that is drawn: U+034F COMBINING GRAPHEME JOINER"),
        ("a\U000f0000", "no installed font has U+F0000: neither Inter nor any other"),
        ("\U000f0000\U000f0001\U000f0002\U000f0003\U000f0004", "U+F0002, 2 more"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_line(name: str, said: str) -> None:
    why = refusal(name)
    assert why is not None and said in why and why.isprintable()


def test_a_machine_with_no_other_font_names_what_it_lacks(tmp_path: Path) -> None:
    """And draws all that the films themselves say."""
    files = {line.partition(":")[0] for line in fontconfig(FONT, "file").splitlines()}
    folders = "".join(f"<dir>{Path(file).parent}</dir>" for file in files)
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig>{folders}<cachedir>{tmp_path}</cachedir></fontconfig>", "utf-8")
    code = (
        "from optanim.base.lettering import refusal, undrawable\n"
        "from optanim.look.words import Words\n"
        "print(undrawable(' '.join(' '.join(Words.load().texts).split())))\n"
        "print(ascii(refusal('Adam 狮子 \\u05d0')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )  # fmt: skip
    ours, names = done.stdout.splitlines()
    assert ours == "None"
    for letter in "狮子\u05d0":
        assert f"(U+{ord(letter):04X} {unicodedata.name(letter)})" in names
    assert "neither Inter nor any other" in names
