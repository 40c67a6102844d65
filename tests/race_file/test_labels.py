"""Names in race files: drawn as they are, or refused when the file is read."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from optanim.base.errors import OptanimError
from optanim.race_file import checked, load
from optanim.race_file.mistakes import Mistakes
from optanim.race_file.results import as_html

UNDRAWABLE = "\U000f0000"  # a private character, which no font has


def racing(*labels: str) -> dict:
    racers = [{"optimizer": "Adam", "label": label} for label in labels]
    return {"problem": "beale", "steps": 2, "racers": racers}


def wrong(raw: dict) -> dict[str, str]:
    with pytest.raises(Mistakes) as caught:
        checked(raw, "here")
    return {mistake.key: str(mistake) for mistake in caught.value.mistakes}


def test_labels_stay_as_they_are_written(tmp_path: Path) -> None:
    labels = ["SGD -> Adam", "ne\u0301e", " <b>&amp; {x} ", "a\u00adb", "狮子"]
    (tmp_path / "mine.toml").write_text(tomli_w.dumps(racing(*labels)), "utf-8")
    assert list(load(tmp_path / "mine.toml").runs) == labels


def test_each_label_that_cannot_be_drawn_is_a_mistake_and_nothing_else_is() -> None:
    with pytest.raises(Mistakes) as caught:
        checked(racing("Adam", f"A{UNDRAWABLE}", "b\u202e", f"A{UNDRAWABLE}", "\u200b"), "here")
    found = {mistake.key: str(mistake) for mistake in caught.value.mistakes}
    assert len(caught.value.mistakes) == 4 and set(found) == {
        f"racers[{n}].label" for n in (2, 3, 4, 5)
    }
    assert "no installed font has U+F0000: neither Inter" in found["racers[2].label"]
    assert all(said.isprintable() for said in found.values())


@pytest.mark.parametrize("twin", ["ne\u0301e", "n\u00ad\u00e9e", "n\u00e9e ", "n\u00e9e"])
def test_labels_that_look_alike_are_twins(twin: str) -> None:
    assert "racers[1]" in wrong(racing("n\u00e9e", twin))["racers[2].label"]


def test_names_from_code_are_looked_at_too(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    code = "import torch\nclass 𐎠(torch.optim.SGD): pass\ndef 𐎡(x, y): return x * x + y * y\n"
    (tmp_path / "cuneiform.py").write_text(code, "utf-8")
    found = wrong({"problem": "cuneiform:𐎡", "racers": [{"optimizer": "cuneiform:𐎠"}]})
    assert "(U+103A1 OLD PERSIAN SIGN I)" in found["problem"]
    assert "(U+103A0 OLD PERSIAN SIGN A)" in found["racers[1]"]
    assert "label" in found["racers[1]"]
    labelled = {"problem": "beale", "racers": [{"optimizer": "cuneiform:𐎠", "label": "A"}]}
    assert list(checked(labelled, "here").runs) == ["A"]


@settings(max_examples=50)
@given(labels=st.lists(st.text(max_size=6), min_size=1, max_size=3))
def test_any_labels_are_taken_or_refused_a_line_each(labels: list[str]) -> None:
    try:
        assert list(checked(racing(*labels), "here").runs) == labels
    except OptanimError as error:
        lines = str(error).splitlines()
        assert lines[0].startswith("here: ") and all(line.isprintable() for line in lines)
        assert len(lines) <= 2 * len(labels) + 1


def test_a_table_in_a_notebook_shows_labels_as_they_are() -> None:
    assert "<td>&lt;b&gt;&amp;amp;&quot;</td>" in as_html(["racer"], [['<b>&amp;"']])
