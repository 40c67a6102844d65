"""A lecture of small races: all that is in its folder, and that nothing is made twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path

import pytest

from optanim.base.errors import OptanimError
from optanim.base.files import WORKPLACE
from optanim.base.marks import is_ours
from optanim.farm.crew import Crew
from optanim.farm.subject import Subject
from optanim.films.reading import opened, probe
from optanim.films.telling import telling
from optanim.lecture.lecture import Report, Wish, make_lecture
from optanim.lecture.subjects import subjects

SHAPE = {"pixel_width": 320, "pixel_height": 180, "frame_rate": 2}
WISH = Wish(SHAPE, title="<b>Mine</b> & more")
RACE = """problem = "himmelblau"
start = [0.3, -5]
steps = {steps}
seconds = 20
view = "map"
[[racers]]
optimizer = "GD"
lr = 0.01
label = "</script><b>x</b>"
"""


def race(folder: Path, name: str, steps: int = 3) -> Subject:
    path = folder / f"{name}.toml"
    path.write_text(RACE.format(steps=steps))
    return subjects([str(path)])[0]


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where all of it happens: what Manim keeps serves every test."""
    folder = tmp_path_factory.mktemp("lectures")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for variable in ("OPTANIM_THEME", "OPTANIM_LANGUAGE", "OPTANIM_VOICE"):
            patch.delenv(variable, raising=False)
        yield folder


@pytest.fixture(scope="module")
def first(folder: Path) -> Report:
    """Two races, "one" and "two", made for the first time."""
    return make_lecture([race(folder, "one"), race(folder, "two", 4)], folder / "first", WISH)


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_all_of_it_is_there_and_known_as_ours(first: Report, folder: Path) -> None:
    there = files(folder / "first")
    assert {
        "lecture.mp4", "lecture.srt", "lecture.vtt", "slides.html", "slides.pptx", "handout.pdf",
        "youtube.txt", "posters/one.png", "posters/two.png", "films/one.mp4", "films/two.vtt",
    } <= there  # fmt: skip
    unmarked = [name for name in there if not is_ours(folder / "first" / name)]
    assert unmarked == ["youtube.txt"]  # which is copied from
    clips = sorted(name for name in there if name.startswith("clips/") and name.endswith(".mp4"))
    assert len(clips) == len(first.lecture.slides) and clips[0].startswith("clips/01-one-")
    assert not first.taken and set(first.made) <= there


def test_the_whole_has_every_frame_chapter_and_sentence(first: Report, folder: Path) -> None:
    whole, parts = folder / "first" / "lecture.mp4", sorted((folder / "first/films").glob("*.mp4"))
    assert probe(whole).frames == sum(probe(part).frames for part in parts)
    assert probe(whole).notes["title"] == WISH.title
    said = [caption.text for part in parts for caption in telling(part).captions]
    assert [caption.text for caption in telling(whole).captions] == said
    with opened(whole) as film:
        assert len(film.chapters()) == len(first.lecture.slides)
        assert [stream.type for stream in film.streams][:2] == ["video", "subtitle"]


def test_clips_are_the_sections_and_notes_what_is_said_in_them(first: Report) -> None:
    for film in first.lecture.films:
        assert sum(probe(slide.clip).seconds for slide in film.slides) == pytest.approx(
            film.seconds
        )
        for slide in film.slides:
            assert probe(slide.clip).seconds == pytest.approx(slide.seconds)
            assert all(0 <= one.start < one.end <= slide.seconds for one in slide.captions)
    assert any("</script><b>x</b>" in text for s in first.lecture.slides for text in s.sentences)
    assert {film.title for film in first.lecture.films} == {"Himmelblau: </script><b>x</b>"}


def test_what_was_made_is_taken(first: Report, folder: Path) -> None:
    again = make_lecture([race(folder, "one"), race(folder, "two", 4)], folder / "first", WISH)
    assert not again.made and not again.removed and set(again.taken) == set(first.made)


def test_only_what_is_of_other_things_is_made_anew(folder: Path) -> None:
    there, wish = folder / "second", replace(WISH, title="Before")
    make_lecture([race(folder, "one"), race(folder, "two", 4)], there, wish)
    changed = make_lecture([race(folder, "one"), race(folder, "two", 5)], there, wish)
    assert not [name for name in changed.made if "one" in name and "posters" not in name]
    assert "films/two.mp4" in changed.made and "lecture.mp4" in changed.made
    renamed = make_lecture(
        [race(folder, "one"), race(folder, "two", 5)], there, replace(wish, title="After")
    )
    assert not [name for name in renamed.made if name.startswith(("films/", "clips/"))]
    assert probe(there / "lecture.mp4").notes["title"] == "After"
    fewer = make_lecture([race(folder, "two", 5)], there, wish)
    assert "films/one.mp4" in fewer.removed
    assert not [name for name in files(there) if "one" in name]


def test_a_file_that_was_edited_or_lost_is_made_again(folder: Path) -> None:
    there = folder / "third"
    make_lecture([race(folder, "one")], there, WISH)
    (there / "handout.pdf").unlink()
    clip = next((there / "clips").glob("*.mp4"))
    clip.write_bytes(clip.read_bytes()[:-100])
    with pytest.raises(OptanimError, match=f"{clip.name}: is there already"):
        make_lecture([race(folder, "one")], there, WISH)
    clip.unlink()
    again = make_lecture([race(folder, "one")], there, WISH)
    assert set(again.made) == {"handout.pdf", f"clips/{clip.name}"}


def test_it_goes_on_where_it_was_killed_at_a_clip(first: Report, folder: Path) -> None:
    left = folder / "first" / "clips" / f"{WORKPLACE}killed" / "02-two-x.mp4"
    left.parent.mkdir()
    left.write_bytes(b"half a film")
    again = make_lecture([race(folder, "one"), race(folder, "two", 4)], folder / "first", WISH)
    assert not again.made
    left.unlink()
    left.parent.rmdir()


def test_nothing_of_somebodys_own_is_written_over(folder: Path) -> None:
    there = folder / "fourth"
    there.mkdir()
    (there / "slides.html").write_text("mine")
    with pytest.raises(OptanimError, match=r"slides\.html: is there already"):
        make_lecture([race(folder, "one")], there, WISH)
    assert files(there) == {"slides.html"}
    forced = make_lecture([race(folder, "one")], there, replace(WISH, force=True))
    assert "slides.html" in forced.made and is_ours(there / "slides.html")


def test_any_name_of_a_file_and_any_title_will_do(folder: Path) -> None:
    there, odd = folder / "fifth & <last>", race(folder, 'R&D <x> "ä" #1 $y$')
    report = make_lecture([odd], there, replace(WISH, title="A\n title & " + "long " * 80))
    assert all(re.fullmatch(r"[\w.-]+", slide.clip.name) for slide in report.lecture.slides)
    assert report.lecture.title.startswith("A title & long long ")
    assert (there / "slides.pptx").exists()


@pytest.mark.parametrize("name", ["clips/mine.mp4", "posters/one.png", "slides-single.html"])
def test_somebodys_own_is_seen_before_anything_is_made(name: str, folder: Path) -> None:
    there = folder / name.replace("/", "-")
    (there / name).parent.mkdir(parents=True)
    (there / name).write_text("mine")
    with pytest.raises(OptanimError, match="is there already"):
        make_lecture([race(folder, "one")], there, WISH)
    assert files(there) == {name}


class Dying(Executor):
    """Does the first task, and then dies like a process that was killed."""

    def __init__(self) -> None:
        self.done = 0

    def submit(self, function, /, *arguments) -> Future:
        future: Future = Future()
        self.done += 1
        if self.done == 1:
            future.set_result(function(*arguments))
        else:
            future.set_exception(BrokenProcessPool("gone"))
        return future


def test_it_goes_on_where_it_was_when_a_worker_died(folder: Path) -> None:
    there, asked = folder / "fifth", [race(folder, "one"), race(folder, "two", 4)]
    with pytest.raises(OptanimError, match=r"a worker died.*start again"):
        make_lecture(asked, there, WISH, Crew(Dying()))
    kept = files(there)
    assert "films/one.mp4" in kept or "films/two.mp4" in kept
    report = make_lecture(asked, there, WISH)
    assert [name for name in report.taken if name.startswith("films/")]


def test_a_voice_that_is_missing_is_said_before_anything_is_made(folder: Path) -> None:
    manner = replace(WISH.manner, voice="recorded:nowhere")
    with pytest.raises(OptanimError, match=r"recorded:nowhere: there is no script.csv"):
        make_lecture([race(folder, "one")], folder / "sixth", replace(WISH, manner=manner))
    assert not (folder / "sixth").exists()
