"""The page of a film: each follows the other, and its race is the film's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optanim.base.errors import OptanimError
from optanim.page.film import Act, Film
from optanim.page.page import write_film_page
from optanim.race_file import checked
from tests.page.browser import Opened, opened
from tests.references import article_loop

pytestmark = pytest.mark.film("contour")
NOW = "document.querySelector('#film video').currentTime"


@pytest.fixture(scope="module")
def found(film: Any) -> Film:
    """The film about gradient descent, found in the folder that it was rendered in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(film.folder)
        return Film.at(film.path)


@pytest.fixture(scope="module")
def page_path(found: Film, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its page."""
    return write_film_page(found, tmp_path_factory.mktemp("page") / "contour.html")


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


def test_a_link_to_a_step_that_the_film_does_not_show_leads_there(browser, two_races) -> None:
    with opened(browser, two_races) as page:
        page.go(15)  # the film's frames end at 9
        page.page.wait_for_timeout(500)
        assert "at step 9" in page.page.locator("#part").inner_text()
        link = page.page.url
    with opened(browser, Path(two_races), link[link.index("#") :]) as page:
        page.page.wait_for_timeout(700)
        assert page.page.locator("#step").input_value() == "15"
        assert "at step 9" in page.page.locator("#part").inner_text()


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
        now, start = page.page.evaluate(NOW), rows[1]["start"]
        if name == "sentences":
            assert now == pytest.approx(start, abs=0.21)
        else:  # where its race is seen, behind the picture that dissolves
            frame = int(now * film.timeline["fps"])
            assert start <= now < start + 2.3
            assert any(view["from"] <= frame < view["to"] for view in film.timeline["views"])
        assert links.nth(1).get_attribute("aria-current") == "true"


def test_the_films_own_bar_says_and_seeks_its_second(film: Any, page: Opened) -> None:
    last = len(film.timeline["steps"]) / film.timeline["fps"]
    second = page.page.locator("#second")
    assert float(second.get_attribute("max")) == pytest.approx(last)
    second.evaluate(
        "(bar) => { bar.value = 5.5; bar.dispatchEvent(new Event('input')); }",
    )
    page.page.wait_for_timeout(500)
    assert page.page.evaluate(NOW) == pytest.approx(5.5)
    assert page.page.locator("#time").inner_text().startswith("0:05 ")
    page.page.locator("#sound").click()
    assert page.page.evaluate("document.querySelector('#film video').muted")


def test_play_space_and_the_picture_play_the_film(page: Opened) -> None:
    paused = "document.querySelector('#film video').paused"
    for act in (
        page.page.locator("#play").click,
        lambda: page.page.keyboard.press("Space"),
        page.page.locator("#film video").click,
    ):
        for is_paused in (False, True):
            act()
            page.page.wait_for_timeout(300)
            assert page.page.evaluate(paused) is is_paused
            assert page.page.locator("#play").inner_text() == ("Play" if is_paused else "Pause")
        page.page.evaluate("document.activeElement.blur()")


@pytest.fixture(scope="module")
def two_races(found: Film, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a film that shows this race in its first half, and another in its second."""
    frames = len(found.steps)
    half = frames // 2
    other = checked({"steps": 20, "lr": 0.1, "racers": [{"optimizer": "Adam"}]}, "other").race()
    steps = (*np.linspace(0, 9, half), *np.linspace(0, 9, frames - half))
    acts = Act(0, half, 0), Act(half, frames, 1)
    races = found.races[0], other
    both = replace(found, acts=acts, races=races, steps=tuple(map(float, steps)))
    return write_film_page(both, tmp_path_factory.mktemp("page") / "both.html")


def racers(page: Opened) -> list[str]:
    return page.page.locator("article .name").all_inner_texts()


def second_half(film: Any) -> int:
    """The number of a sentence in it."""
    timeline = film.timeline
    middle = len(timeline["steps"]) // 2 / timeline["fps"]
    return next(k for k, row in enumerate(timeline["captions"]) if row["start"] > middle)


def test_a_sentence_of_another_race_shows_that_race(browser, film: Any, two_races: Path) -> None:
    number = second_half(film)
    start = film.timeline["captions"][number]["start"]
    with opened(browser, two_races) as page:
        assert "Adam" not in racers(page)
        for there in (number, 0, number):
            page.page.locator("#sentences button").nth(there).click()
            page.page.wait_for_timeout(700)
            assert ("Adam" in racers(page)) is (there == number)
        assert page.page.evaluate(NOW) == pytest.approx(start, abs=0.21)
        link = page.page.url
    with opened(browser, Path(two_races), link[link.index("#") :]) as page:
        page.page.wait_for_timeout(700)
        assert racers(page) == ["Adam"]
        assert page.page.evaluate(NOW) == pytest.approx(start, abs=0.21)


def test_speed_and_focus_outlast_a_race(browser, film: Any, two_races: Path) -> None:
    with opened(browser, two_races) as page:
        page.page.locator("#speed").select_option("2")
        page.page.locator("article .alone").first.focus()
        seconds = film.timeline["captions"][second_half(film)]["start"]
        page.page.evaluate(f"document.querySelector('#film video').currentTime = {seconds}")
        page.page.wait_for_timeout(700)
        assert racers(page) == ["Adam"]
        assert page.page.evaluate("document.querySelector('#film video').playbackRate") == 2
        assert page.page.evaluate("document.activeElement.className") == "alone"


def test_an_open_surface_becomes_that_of_the_next_race(browser, film, two_races: Path) -> None:
    with opened(browser, two_races) as page:
        page.page.locator("#show-surface").click()
        page.page.wait_for_selector("#surface canvas", timeout=20_000)
        sentences = page.page.locator("#sentences button")
        for there in (second_half(film), 0, second_half(film)):
            sentences.nth(there).click()
            page.page.wait_for_timeout(2500)
        assert page.page.locator("#surface .plot").count() == 1
        heads = page.page.locator("#surface svg.overlay g text").all_text_contents()
        assert heads == racers(page) == ["Adam"]


def test_the_first_step_is_that_of_the_race_that_is_seen(browser, film, two_races: Path) -> None:
    with opened(browser, two_races) as page:
        page.page.locator("#sentences button").nth(second_half(film)).click()
        page.page.wait_for_timeout(700)
        page.page.keyboard.press("Home")
        page.page.wait_for_timeout(700)
        middle = len(film.timeline["steps"]) // 2 / film.timeline["fps"]
        assert racers(page) == ["Adam"]
        assert page.page.evaluate(NOW) == pytest.approx(middle, abs=0.3)


def test_every_view_of_a_racer_names_its_run(film: Any) -> None:
    for view in film.timeline["views"]:
        assert view["run"] in film.timeline["fingerprints"].values()


def test_a_film_without_a_timeline_has_no_page(tmp_path: Path) -> None:
    with pytest.raises(OptanimError, match=r"nowhere\.(mp4|json)"):
        Film.at(tmp_path / "nowhere.mp4")
