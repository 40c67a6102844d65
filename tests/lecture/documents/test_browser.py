"""The deck as a lecturer has it: clicked through in Chromium, from a file, with its sound.

Chromium is Debian's, as a browser that Playwright would fetch is not at hand everywhere.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from optanim.lecture.documents.records import Lecture
from optanim.lecture.documents.web import web_deck

CHROMIUM = shutil.which("chromium")
BLOCKING = ["--autoplay-policy=document-user-activation-required", "--no-sandbox"]
CLIPS = (
    "() => [...document.querySelectorAll('video')].map(v => ({time: v.currentTime, "
    "paused: v.paused, ended: v.ended, muted: v.muted || v.volume < 1, loaded: !!v.src}))"
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


class Clicked:
    """A page, and all that was asked for and complained of meanwhile."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.context.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))

    def press(self, key: str, wait: int = 450) -> list[dict[str, Any]]:
        self.page.keyboard.press(key)
        return self.clips(wait)

    def clips(self, wait: int = 0) -> list[dict[str, Any]]:
        self.page.wait_for_timeout(wait)
        return self.page.evaluate(CLIPS)

    @property
    def slide(self) -> int:
        return self.page.evaluate("Reveal.getIndices().h")


@contextmanager
def opened(path: Path) -> Iterator[Clicked]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=BLOCKING)
        clicked = Clicked(browser.new_page(viewport={"width": 1280, "height": 720}))
        clicked.page.goto(path.as_uri())
        clicked.page.wait_for_function("Reveal.isReady()")
        yield clicked
        browser.close()
    assert clicked.complaints == []
    assert {address.partition(":")[0] for address in clicked.asked} <= {"file", "blob", "data"}


@pytest.fixture(params=[False, True], ids=["folder", "single"])
def path(lecture: Lecture, tmp_path: Path, request) -> Path:
    """A deck, with its clips beside it or within it."""
    made = lecture.slides[0].clip.parent / "slides.html"
    made = tmp_path / "moved.html" if request.param else made
    web_deck(lecture, made, single_file=request.param)
    return made


def test_each_clip_plays_as_it_is_reached_and_holds_its_last_frame(path: Path, lecture) -> None:
    with opened(path) as deck:
        assert all(clip["paused"] for clip in deck.clips(300)) and deck.slide == 0
        for place in range(len(lecture.slides)):
            clips = deck.press("ArrowRight" if place % 2 else "Space")
            here = clips.pop(place)
            assert not here["paused"] and not here["muted"] and 0 < here["time"] < 1
            assert all(clip["paused"] and clip["time"] == 0 for clip in clips)
        last = deck.clips(1500)[-1]
        assert last["ended"] and last["time"] == pytest.approx(1.0, abs=0.1)
        assert deck.slide == len(lecture.slides)


def test_going_back_shows_a_clip_from_its_beginning(path: Path) -> None:
    with opened(path) as deck:
        deck.press("ArrowRight", 1500)
        deck.press("ArrowRight", 200)
        here = deck.press("ArrowLeft", 400)[0]
        assert not here["paused"] and 0 < here["time"] < 0.9


def test_clips_far_away_are_not_kept_in_memory(path: Path) -> None:
    with opened(path) as deck:
        assert [clip["loaded"] for clip in deck.clips()] == [True, True, False, False]
        for _ in range(4):
            deck.press("ArrowRight", 100)
        assert [clip["loaded"] for clip in deck.clips()] == [False, False, True, True]


def test_after_a_reload_the_first_key_gives_the_sound_back(path: Path) -> None:
    with opened(path) as deck:
        deck.press("ArrowRight", 1500)  # reveal.js notes the place once a second at most
        deck.page.reload()
        assert all(clip["paused"] for clip in deck.clips(800)) and deck.slide == 1
        assert deck.page.locator(".blocked").is_visible()
        here = deck.press("ArrowRight")[0]
        assert deck.slide == 1 and not here["paused"] and not here["muted"]
        assert not deck.page.locator(".blocked").is_visible()


def test_a_black_screen_is_silent(path: Path) -> None:
    with opened(path) as deck:
        deck.press("ArrowRight", 300)
        assert deck.press("b", 200)[0]["paused"]
        assert not deck.press("b", 200)[0]["paused"]


def test_the_speaker_sees_what_is_said_as_it_is_said(path: Path, lecture: Lecture) -> None:
    with opened(path) as deck:
        deck.press("ArrowRight")
        with deck.page.context.expect_page() as popup:
            deck.page.keyboard.press("s")
        view = popup.value
        view.wait_for_timeout(2000)
        notes = view.locator(".speaker-controls-notes .value p")
        assert notes.all_inner_texts() == list(lecture.slides[0].sentences)
        clips = [clip for frame in view.frames[1:] for clip in frame.evaluate(CLIPS)]
        assert clips and all(clip["paused"] for clip in clips)


def test_subtitles_are_text(path: Path, lecture: Lecture) -> None:
    shown = "document.querySelector('video').textTracks[0]"
    with opened(path) as deck:
        deck.press("ArrowRight")
        assert deck.page.evaluate(f"{shown}.mode") == "disabled"
        deck.press("c")
        assert deck.page.evaluate(f"{shown}.mode") == "showing"
        cues = deck.page.evaluate(f"[...{shown}.cues].map(cue => cue.getCueAsHTML().textContent)")
        assert cues == list(lecture.slides[0].sentences)
