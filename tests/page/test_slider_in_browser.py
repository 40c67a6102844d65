"""The slider of a hyperparameter in Chromium: at each position stands torch's run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optanim.page.page import write_page
from optanim.page.slider import asked_slider
from optanim.race_file import checked
from tests.page.browser import Opened, opened, values
from tests.page.conftest import ARTICLE
from tests.references import article_loop

pytestmark = pytest.mark.xdist_group("chromium")
RATES = 0.01, 0.1, 0.3


@pytest.fixture(scope="module")
def swept_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The article's race with a slider of three learning rates."""
    request = checked(ARTICLE, "a test")
    race = request.race()
    swept = asked_slider(race, "lr=" + ",".join(map(str, RATES)))
    path = tmp_path_factory.mktemp("swept") / "race.html"
    return write_page(race, request.presentation, path, None, swept)


def put(page: Opened, place: int) -> None:
    """Move the slider to the position number ``place``."""
    page.page.locator("#value").evaluate(
        "(slider, place) => { slider.value = place; slider.dispatchEvent(new Event('input')); }",
        place,
    )
    page.settle()


@pytest.mark.parametrize("place", [0, 1, 2])
def test_all_numbers_are_those_of_torch_at_that_rate(
    browser: Any, swept_page: Path, place: int
) -> None:
    with opened(browser, swept_page, "#step=7") as page:
        put(page, place)
        assert page.page.locator("#value-now").inner_text() == str(RATES[place])
        for slug, name in {"gd": "GD", "rmsprop": "RMSprop", "adam": "Adam"}.items():
            here, after = article_loop(name, 8, lr=RATES[place]).params[7:9]
            assert values(page.read(slug, "params")) == pytest.approx(here, rel=1e-6)
            assert values(page.read(slug, "next")) == pytest.approx(after - here, rel=1e-6)
            if np.abs(here).max() < 5:
                off = np.abs(page.place("map", slug) - here) / page.pixel("map")
                assert off.max() < 0.5


def test_the_track_says_what_becomes_of_each_rate(browser: Any, swept_page: Path) -> None:
    with opened(browser, swept_page) as page:
        kinds = page.page.locator("#sweep svg [data-kind]").evaluate_all(
            "(marks) => marks.map((mark) => mark.dataset.kind)"
        )
        assert kinds[:3] == ["not", "arrives", "diverges"]  # of GD: 0.3 is beyond 2 / 7.98
        assert len(kinds) == 4 * len(RATES)
        words = page.page.locator("#sweep svg text").all_text_contents()
        assert {"GD", "Momentum", "RMSprop", "Adam", "0.01", "0.1", "0.3"} <= set(words)


def test_what_was_checked_is_of_the_runs_that_are_shown(browser: Any, swept_page: Path) -> None:
    with opened(browser, swept_page) as page:
        page.page.locator("#proof summary").click()
        prints = page.page.locator("#proof .fingerprint")
        before = prints.all_inner_texts()
        put(page, 2)
        assert len(before) == 4 and not {*before} & {*prints.all_inner_texts()}
        assert "lr=0.3" in page.page.locator("#proof").inner_text()


def test_as_raced_brings_all_of_it_back(browser: Any, swept_page: Path) -> None:
    with opened(browser, swept_page, "#step=7&lr=0.3") as page:
        assert page.page.locator("#value").input_value() == "2"
        page.page.locator("#as-raced").click()
        page.settle()
        assert page.page.locator("#value").input_value() == "1"
        assert page.page.url.endswith("#step=7")
        here = article_loop("GD", 7).params[7]
        assert values(page.read("gd", "params")) == pytest.approx(here, rel=1e-6)


@pytest.mark.parametrize(
    ("link", "place"), [("lr=0.3", 2), ("lr=0.29", 2), ("lr=1e9", 2), ("lr=0", 1), ("lr=x", 1)]
)
def test_a_link_means_the_nearest_rate_and_a_new_one_no_rate_of_before(
    browser: Any, swept_page: Path, link: str, place: int
) -> None:
    with opened(browser, swept_page, f"#step=3&{link}") as page:
        assert page.page.locator("#value").input_value() == str(place)
        page.page.evaluate("location.hash = '#step=4'")
        page.settle()
        assert page.page.locator("#value").input_value() == "1"
