"""The page of a film: each follows the other, and its race is the film's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optanim.base.errors import OptanimError
from optanim.page.film import Film
from optanim.page.page import write_film_page
from tests.page.browser import Opened, opened
from tests.references import article_loop

pytestmark = pytest.mark.film("contour")
NOW = "document.querySelector('#film video').currentTime"


@pytest.fixture(scope="module")
def page_path(film: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the film about gradient descent."""
    path = tmp_path_factory.mktemp("page") / "contour.html"
    return write_film_page(Film.at(film.path), path)


@pytest.fixture
def page(browser: Any, page_path: Path) -> Iterator[Opened]:
    with opened(browser, page_path) as page:
        page.page.wait_for_function("document.querySelector('#film video').readyState >= 2")
        yield page


def walking(timeline: dict[str, Any]) -> list[int]:
    """Some frames at which the film shows a whole step."""
    view = timeline["views"][-1]
    frames = range(view["from"], view["to"])
    whole = [k for k in frames if timeline["steps"][k] in (1, 2, 3, 5)]
    return whole[:: max(len(whole) // 4, 1)]


def test_the_film_moves_the_clock(film: Any, page: Opened) -> None:
    for frame in walking(film.timeline):
        seconds = (frame + 0.5) / film.timeline["fps"]
        page.page.evaluate(f"document.querySelector('#film video').currentTime = {seconds}")
        page.page.wait_for_timeout(600)
        step = film.timeline["steps"][frame]
        assert page.page.locator("#step").input_value() == f"{step:.0f}"
        params = article_loop("GD", int(step)).params[-1]
        off = np.abs(page.place("map", "gd") - params) / page.pixel("map")
        assert off.max() < 0.5


def test_the_clock_seeks_the_film(film: Any, page: Opened) -> None:
    for step in (3, 1, 5):
        page.go(step)
        page.page.wait_for_timeout(600)
        frame = int(page.page.evaluate(NOW) * film.timeline["fps"])
        assert film.timeline["steps"][frame] == pytest.approx(step, abs=0.02)


def test_playing_moves_the_slider(film: Any, page: Opened) -> None:
    page.go(1)
    page.page.wait_for_timeout(500)
    before = page.page.evaluate(NOW)
    page.page.evaluate("document.querySelector('#film video').play()")
    page.page.wait_for_timeout(3000)
    page.page.evaluate("document.querySelector('#film video').pause()")
    page.page.wait_for_timeout(500)
    now = page.page.evaluate(NOW)
    assert now > before + 1.0
    shown = film.timeline["steps"][int(now * film.timeline["fps"])]
    assert int(page.page.locator("#step").input_value()) == int(shown + 1e-9) > 1


def test_chapters_and_sentences_are_links(film: Any, page: Opened) -> None:
    sections, captions = film.timeline["sections"], film.timeline["captions"]
    for name, rows, text in (("chapters", sections, "title"), ("sentences", captions, "text")):
        links = page.page.locator(f"#{name} button")
        assert links.all_inner_texts() == [row[text] for row in rows]
        links.nth(1).click()
        page.page.wait_for_timeout(500)
        assert page.page.evaluate(NOW) == pytest.approx(rows[1]["start"], abs=0.21)
        assert links.nth(1).get_attribute("aria-current") == "true"


def test_every_view_of_a_racer_names_its_run(film: Any) -> None:
    for view in film.timeline["views"]:
        assert view["run"] in film.timeline["fingerprints"].values()


def test_a_film_without_a_timeline_has_no_page(tmp_path: Path) -> None:
    with pytest.raises(OptanimError, match=r"nowhere\.(mp4|json)"):
        Film.at(tmp_path / "nowhere.mp4")
