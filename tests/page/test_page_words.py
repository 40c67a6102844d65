"""The words of pages: every entry is shown somewhere, and whatever is shown has its entry."""

from __future__ import annotations

import re
import tomllib

from optanim.look.words import FOLDER
from optanim.page.page import WEB
from tests.conftest import ROOT

ENTRIES = tomllib.loads((FOLDER / "en" / "page.toml").read_text("utf-8"))["page"]
AXES = {"loss", "excess"}
"""Titles of the chart of losses, which the page is told by name."""


def text_of(*patterns: str) -> str:
    files = [path for pattern in patterns for path in ROOT.glob(f"optanim/page/{pattern}")]
    return "".join(path.read_text("utf-8") for path in sorted(files))


def test_scripts_say_what_there_are_words_for_and_all_of_it() -> None:
    said: set[str] = set()
    for argument in re.findall(r"\bsay\(([^)]*)\)", text_of("web/*.js")):
        said |= set(re.findall(r'"(\w+)"', argument.partition("{")[0]))
        said |= {f"theme_{name}" for name in ("system", "dark", "light") if "`theme_$" in argument}
    assert said | AXES == ENTRIES["script"].keys()


def test_page_and_index_say_what_there_are_words_for_and_all_of_it() -> None:
    text = text_of("web/*.html", "*.py")
    keys = re.search(r"for key in \((.*?)\)", (WEB / "page.html").read_text("utf-8"))
    assert keys and set(re.findall(r'"(\w+)"', keys[1])) == ENTRIES["key"].keys()
    said = set(re.findall(r'words\(\s*"page\.(\w+)"', text))
    assert said == {name for name, entry in ENTRIES.items() if isinstance(entry, str)}
