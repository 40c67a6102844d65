"""The catalogues: entries are found, filled and complete, and bad names are refused."""

from __future__ import annotations

import logging
import re
import tomllib
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from optanim.base.errors import OptanimError
from optanim.look import words as catalogue
from optanim.look.words import FOLDER, Words, languages
from optanim.losses import LOSSES

ENGLISH = {
    "language.toml": '[language]\nname = "English"\nplural = "n != 1"\n'
    'reading = 17\nbetween = ", "\nfont = ""\npackage = ""\ntogether = ""\n',
    "walk.toml": '[say]\nwalk = "It takes {steps} {steps:|step|steps}."\nend = "The end."\n',
}
POLISH = {
    "language.toml": '[language]\nname = "polski"\n'
    'plural = "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"\n',
    "walk.toml": '[say]\nwalk = "To {steps} {steps:|krok|kroki|kroków}."\n',
}


def names_in(folder: Path) -> set[str]:
    """The dotted names of all texts in a language's files."""

    def below(table: dict[str, Any], above: str) -> set[str]:
        parts = (below(v, f"{above}{k}.") if isinstance(v, dict) else {above + k}
                 for k, v in table.items())  # fmt: skip
        return set().union(*parts)

    files = (tomllib.loads(file.read_text("utf-8")) for file in folder.iterdir())
    return set().union(*(below(file, "") for file in files))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two languages, in which the words are looked for."""
    for name, files in (("en", ENGLISH), ("pl", POLISH)):
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_text(text, "utf-8")
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    return tmp_path


def test_entries_are_found_by_dotted_names_and_filled() -> None:
    words = Words.load("en")
    assert words("step") == "step"
    assert words("caption.data", shown=60, m=1000).startswith("60 of 1,000 points")
    assert words("start", a=-2.0, b=9.0) == "a = −2, b = 9"


def test_a_missing_field_or_entry_is_the_authors_error() -> None:
    words = Words.load("en")
    with pytest.raises(KeyError, match=r"en, 'caption.data': no value for its field 'm'"):
        words("caption.data", shown=60)
    with pytest.raises(KeyError, match=r"no language has the entry 'caption.nothing'"):
        words("caption.nothing")
    assert words.get("caption.nothing", "this instead") == "this instead"


def test_every_language_has_as_many_forms_of_a_word_as_it_needs(folder: Path) -> None:
    """English by its grammar, Polish by that of its dictionaries."""
    said = {n: Words.load("en")("say.walk", steps=n) for n in (0, 1, 2)}
    assert said == {0: "It takes 0 steps.", 1: "It takes 1 step.", 2: "It takes 2 steps."}
    forms = {1: "krok", 2: "kroki", 5: "kroków", 12: "kroków", 22: "kroki", 100: "kroków"}
    for n, form in forms.items():
        assert Words.load("pl")("say.walk", steps=n) == f"To {n} {form}."


def test_what_a_language_lacks_is_in_english_and_one_warning_says_so(folder, caplog) -> None:
    (folder / "pl" / "walk.toml").write_text("")
    with caplog.at_level(logging.WARNING):
        words = [Words.load("pl") for _ in range(3)]
    assert words[0]("say.end") == "The end." and words[0]("language.name") == "polski"
    (record,) = caplog.records
    assert record.getMessage() == "pl lacks 2 entries, in English: say.end, say.walk"


def test_a_language_that_lacks_much_is_said_in_a_short_line(folder, caplog) -> None:
    more = "".join(f'a{n} = "{n}"\n' for n in range(400))
    (folder / "en" / "more.toml").write_text(f"[film]\n{more}")
    Words.load("pl")
    (record,) = caplog.records
    assert record.getMessage().startswith("pl lacks 401 entries, in English: film.a0, film.a1, ")
    assert len(record.getMessage()) < 120 and record.getMessage().endswith("…")


@pytest.mark.parametrize("language", languages())
def test_no_language_that_ships_lacks_anything(language: str, caplog) -> None:
    catalogue._loaded.cache_clear()  # noqa: SLF001  # as if read for the first time
    assert names_in(FOLDER / "en") - names_in(FOLDER / language) == set()
    with caplog.at_level(logging.WARNING):
        entries = Words.load(language).entries
    assert [record.getMessage() for record in caplog.records] == []
    assert set(entries["caption"]) <= set(entries["say"])


def fields_in(text: str) -> set[tuple[str, str]]:
    """The fields of ``text`` with their formats; not those that only choose a form of a word."""
    return {
        (name, form) for _, name, form, _ in Formatter().parse(text)
        if name and form is not None and not form.startswith("|")
    }  # fmt: skip


@pytest.mark.parametrize("language", languages())
def test_a_language_that_ships_leaves_no_number_out(language: str) -> None:
    """Nor rounds it otherwise: what is claimed is the same in every language."""
    english, words = Words.load("en"), Words.load(language)
    assert len(english.texts) == len(words.texts) > 700
    for name in names_in(FOLDER / "en"):
        own, theirs = (_entry(each.entries, name) for each in (words, english))
        assert fields_in(str(own)) == fields_in(str(theirs)), name


def _entry(entries: Any, name: str) -> Any:
    for part in name.split("."):
        entries = entries[part]
    return entries


HAN, LATIN = "[\u3400-\u9fff]", r"[A-Za-z0-9\u0370-\u03ff√−+×={}]"


def test_between_chinese_and_other_letters_stands_one_blank() -> None:
    """And none beside a full-width mark."""
    own_blank, chinese = "{at}", "{drawn}"  # what these fields are filled with
    texts = Words.load("zh").texts
    texts = [text.replace(own_blank, "").replace(chinese, "") for text in texts]
    texts = [re.sub(r"\{\w+(:[^}]*)?\}", "{}", text) for text in texts]
    assert [t for t in texts if re.search(f"{HAN}{LATIN}|{LATIN}{HAN}|  ", t)] == []
    marks = "[，。：；！？（）、]"
    assert [t for t in texts if re.search(f" {marks}|{marks} ", t)] == []
    assert [t for t in texts if re.search(f"{HAN}[,;:!?]|[,;:!?]{HAN}", t)] == []


def test_a_language_says_how_fast_it_is_read_and_what_it_is_set_in(folder: Path) -> None:
    (folder / "pl" / "language.toml").write_text(
        POLISH["language.toml"]
        + 'reading = 12.5\nbetween = "; "\nfont = "Lato"\npackage = "lato"\ntogether = "a b|c"\n'
    )
    words = Words.load("pl")
    assert (words.reading, words.font, words.package) == (12.5, "Lato", "lato")
    assert words.together == ("a b", "c") and Words.load("en").together == ()
    assert words.listed(["1", "2", "3"]) == "1; 2; 3"
    assert set(words.texts) == {"To {steps} {steps:|krok|kroki|kroków}.", "The end."}


def test_what_it_does_not_say_of_itself_is_as_in_english(folder: Path, caplog) -> None:
    (folder / "pl" / "walk.toml").write_text(ENGLISH["walk.toml"])
    with caplog.at_level(logging.WARNING):
        words = Words.load("pl")
    assert (words.reading, words.font, words.listed("ab")) == (17.0, "", "a, b")
    assert caplog.records == []


@pytest.mark.parametrize("language", languages())
def test_every_choice_of_words_has_a_form_for_every_number(language: str) -> None:
    words = Words.load(language)
    needed = 1 + max(map(words.plural, range(200)))
    for file in (FOLDER / language).iterdir():
        for forms in re.findall(r"\{\w+:(\|[^}]*)\}", file.read_text("utf-8")):
            assert forms.count("|") == needed, f"{file.name}: {forms}"


@pytest.mark.parametrize("key", LOSSES)
def test_every_loss_and_its_parameters_have_a_name(key: str) -> None:
    entries = Words.load("en").entries
    assert entries["losses"][key] and set(LOSSES[key].kind.symbols) <= set(entries["axis"])


def test_every_film_has_a_title_for_its_file() -> None:
    scenes = {path.stem for path in Path(__file__).parents[2].glob("scenes/*.py")}
    assert scenes <= set(Words.load("en").entries["film"])


def test_an_unknown_language_is_refused_with_the_choices(folder: Path) -> None:
    with pytest.raises(OptanimError, match=r"'xx': choose from en, pl"):
        Words.load("xx")


def test_no_entry_may_stand_in_two_files(folder: Path) -> None:
    (folder / "en" / "more.toml").write_text('[say]\nend = "Over."\n')
    with pytest.raises(ValueError, match=r"walk\.toml.*'end'"):
        Words.load("en")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[say]\nwalks = "To."\n', "pl.say.walks: English has no such entry"),
        ('[say]\nwalk = "To {kroki}."\n', "pl.say.walk: English has no field kroki"),
        ("[say]\nwalk = 3\n", "pl.say.walk: 3 is not written as 'It takes"),
    ],
)
def test_a_mistyped_entry_or_field_is_the_translators_error(
    folder: Path, text: str, said: str
) -> None:
    (folder / "pl" / "walk.toml").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=said):
        Words.load("pl")
