"""Pages in Chromium: what is drawn and read there is what torch did, and nothing is asked for."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.lecture.documents.lectures import NASTY
from tests.page.browser import opened, value, values
from tests.page.conftest import ARTICLE, STEPS, page_of
from tests.references import article_excess, article_gradient, article_loop, article_minimizer

pytestmark = pytest.mark.xdist_group("chromium")
NAMES = {"gd": "GD", "momentum": "Momentum", "rmsprop": "RMSprop", "adam": "Adam"}
PIXEL = 0.5


@pytest.mark.parametrize("step", [0, 1, 2, 7, 22, STEPS])
def test_heads_stand_where_torch_stepped(browser: Any, article_page: Path, step: int) -> None:
    with opened(browser, article_page) as page:
        page.go(step)
        for slug, name in NAMES.items():
            here = article_loop(name, STEPS).params[step]
            off = np.abs(page.place("map", slug) - here) / page.pixel("map")
            assert off.max() < PIXEL, f"{name} is {off} pixels off"


@pytest.mark.parametrize("step", [0, 5, 22])
def test_losses_stand_where_they_are(browser: Any, article_page: Path, step: int) -> None:
    with opened(browser, article_page) as page:
        page.go(step)
        for slug, name in NAMES.items():
            params = article_loop(name, STEPS).params[step]
            loss = article_excess(params[None])[0] + article_excess_floor()
            off = np.abs(page.place("losses", slug) - [step, np.log10(loss)]) / page.pixel("losses")
            assert off.max() < PIXEL


def article_excess_floor() -> float:
    """The article's smallest loss."""
    from tests.references import article_data, design

    _, y = article_data()
    return float(np.mean((y - design() @ article_minimizer()) ** 2))


@pytest.mark.parametrize("step", [0, 1, 33, STEPS])
def test_numbers_are_torchs(browser: Any, article_page: Path, step: int) -> None:
    with opened(browser, article_page) as page:
        page.go(step)
        for slug, name in NAMES.items():
            loop = article_loop(name, STEPS + 1)
            here = loop.params[step]
            close = pytest.approx
            assert values(page.read(slug, "params")) == close(here, rel=1e-6, abs=1e-12)
            assert values(page.read(slug, "gradient")) == close(
                article_gradient(here), rel=1e-6, abs=1e-9
            )
            for state, rows in loop.state.items():
                before = rows[step - 1] if step else np.zeros_like(rows[0])
                told = page.read(slug, f"state {state}")
                assert values(told) == close(np.atleast_1d(before), rel=1e-6, abs=1e-12)
            if step < STEPS:
                moved = loop.params[step + 1] - here
                assert values(page.read(slug, "next")) == close(moved, rel=1e-6, abs=1e-12)
                assert value(page.read(slug, "lr")) == 0.1
            else:
                assert "last" in page.read(slug, "next")


def test_keys_slider_and_buttons_move_one_clock(browser: Any, article_page: Path) -> None:
    with opened(browser, article_page) as page:
        press = page.page.keyboard.press

        def step() -> int:
            page.settle()
            words = page.page.locator("#now").inner_text()
            assert page.page.locator("#step").input_value() == re.findall(r"\d+", words)[0]
            return int(re.findall(r"\d+", words)[0])

        assert step() == 0
        for key, there in [("ArrowRight", 1), ("Shift+ArrowRight", 11), ("ArrowLeft", 10),
                           ("End", STEPS), ("ArrowRight", STEPS), ("Home", 0)]:  # fmt: skip
            press(key)
            assert step() == there
        page.page.locator("#on").click()
        assert step() == 1
        page.page.locator("#back").click()
        assert step() == 0
        page.page.locator("#play").click()
        page.page.wait_for_timeout(900)
        page.page.locator("#play").click()
        assert 0 < step() < STEPS
        page.page.locator("#step").focus()
        before = step()
        press("ArrowRight")
        assert step() == before + 1
        press("Shift+ArrowRight")
        assert step() == before + 11
        press("1")
        page.settle()
        assert page.head("map", "adam") is None and page.head("map", "gd") is not None


def test_the_link_to_what_was_checked_opens_it(browser: Any, article_page: Path) -> None:
    with opened(browser, article_page) as page:
        page.page.locator(".about a").click()
        page.settle()
        assert page.page.locator("#proof table").first.is_visible()
        assert "GD" in page.page.locator("#proof").inner_text()


def test_racers_are_switched_off_and_looked_at_alone(browser: Any, article_page: Path) -> None:
    with opened(browser, article_page) as page:
        card = page.page.locator("article[data-racer='adam']")
        card.locator("input").uncheck()
        page.settle()
        assert page.head("map", "adam") is None and page.head("losses", "adam") is None
        assert page.head("map", "gd") is not None
        card.locator(".alone").click()
        page.settle()
        assert [page.head("map", slug) is not None for slug in NAMES] == [False] * 3 + [True]
        page.page.keyboard.press("0")
        page.settle()
        assert all(page.head("map", slug) is not None for slug in NAMES)
        page.page.keyboard.press("2")
        page.settle()
        assert [page.head("map", slug) is not None for slug in NAMES] == [False, True, False, False]


def test_a_link_leads_to_its_state_and_the_state_to_its_link(browser: Any, article_page) -> None:
    with opened(browser, article_page, "#step=22&racers=adam,gd") as page:
        assert "22" in page.page.locator("#now").inner_text()
        seen = [page.head("map", slug) is not None for slug in NAMES]
        assert seen == [True, False, False, True]
        page.page.keyboard.press("ArrowRight")
        page.settle()
        assert page.page.url.endswith("#step=23&racers=gd,adam")
        page.page.evaluate("location.hash = '#step=5'")
        page.settle()
        assert page.page.locator("#now").inner_text().startswith("Step 5 ")


@pytest.mark.parametrize(
    "link", ["#step=-4", "#step=1e99", "#step=x&racers=nobody", "#%%%", "#step="]
)
def test_a_link_that_means_nothing_does_no_harm(browser: Any, article_page, link: str) -> None:
    with opened(browser, article_page, link) as page:
        assert page.head("map", "gd") is not None


def test_a_step_under_the_pointer_is_told(browser: Any, article_page: Path) -> None:
    with opened(browser, article_page) as page:
        page.go(3)
        box = page.page.locator("#map .picture").bounding_box()
        across, down = page.head("map", "gd")
        page.go(0)
        page.page.mouse.move(box["x"] + across, box["y"] + down)
        tip = page.page.locator("#map .tip")
        assert tip.is_visible() and "step 3" in tip.inner_text() and "GD" in tip.inner_text()
        loop = article_loop("GD", 4)
        for name, there in (
            ("params", loop.params[3]),
            ("gradient", article_gradient(loop.params[3])),
            ("next", loop.params[4] - loop.params[3]),
        ):
            told = tip.locator(f"dd[data-name='{name}']").inner_text()
            assert values(told) == pytest.approx(there, rel=1e-6)
        page.page.mouse.click(box["x"] + across, box["y"] + down)
        page.settle()
        assert page.page.locator("#now").inner_text().startswith("Step 3 ")


def test_zooming_keeps_heads_on_the_map_and_reset_brings_it_back(browser, article_page) -> None:
    with opened(browser, article_page) as page:
        page.go(2)
        before = page.ticks("map", "x")[1]
        box = page.page.locator("#map .picture").bounding_box()
        page.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.page.mouse.wheel(0, -300)
        page.page.wait_for_timeout(700)
        after = page.ticks("map", "x")[1]
        assert np.ptp(after) < np.ptp(before)
        here = article_loop("Adam", 2).params[2]
        if page.head("map", "adam") is not None:
            off = np.abs(page.place("map", "adam") - here) / page.pixel("map")
            assert off.max() < 2 * PIXEL or _at_the_edge(page)
        page.page.locator("#reset").click()
        page.page.wait_for_timeout(500)
        assert np.array_equal(page.ticks("map", "x")[1], before)


def _at_the_edge(page: Any) -> bool:
    shape = page.page.locator("#map svg.overlay g[data-racer='adam'] path")
    return shape.evaluate("(shape) => shape.style.fillOpacity") != "1"


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("width", [360, 1366, 1920])
def test_nothing_sticks_out(browser: Any, article_page: Path, width: int, scheme: str) -> None:
    settings = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    with opened(browser, article_page, **settings) as page:
        assert page.page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.page.locator("html").get_attribute("data-theme") == scheme
        for view in ("map", "losses", "fit"):
            box = page.page.locator(f"#{view} .axes").bounding_box()
            assert box["width"] > 0.4 * min(width, 600) and box["height"] > 150


def surface(page: Any) -> None:
    """Show the surface, and wait until it has been drawn."""
    page.page.locator("#show-surface").click()
    page.page.wait_for_selector("#surface canvas", timeout=20_000)
    page.page.wait_for_timeout(1500)


def seen_from(camera: dict[str, Any], places: np.ndarray, size: np.ndarray) -> np.ndarray:
    """The pixels (n, 2) of ``places`` (n, 3), as plotly documents its camera.

    ``places`` are in the units of the camera's eye; an eye sees 45 degrees of what lies between
    top and bottom.
    """
    eye, center = (np.array([*camera[name].values()]) for name in ("eye", "center"))
    ahead = (center - eye) / np.linalg.norm(center - eye)
    right = np.cross(ahead, [0, 0, 1])
    right /= np.linalg.norm(right)
    axes = np.stack([right, np.cross(right, ahead), ahead])
    across, upward, depth = axes @ (places - eye).T
    half = size[1] / 2 / np.tan(np.pi / 8)
    return np.stack([size[0] / 2 + half * across / depth, size[1] / 2 - half * upward / depth], 1)


def test_heads_on_the_surface_stand_where_the_camera_sees_them(browser, article_page) -> None:
    with opened(browser, article_page) as page:
        assert not page.page.locator("#surface").is_visible()
        surface(page)
        for turned in (False, True):
            if turned:
                page.page.locator("#turn-left").click()
                page.page.wait_for_timeout(800)
            page.go(9)
            told = page.page.evaluate(
                "(({clientWidth, clientHeight, _fullLayout: {scene}}) => [[clientWidth, "
                "clientHeight], scene.camera, scene.aspectratio, ['xaxis', 'yaxis', 'zaxis'].map("
                "(axis) => scene[axis].range)])(document.querySelector('#surface .plot'))"
            )
            size, camera, ratio, ranges = told
            for slug, name in NAMES.items():
                params = article_loop(name, 9).params[9]
                loss = article_excess(params[None])[0] + article_excess_floor()
                low, high = np.array(ranges).T
                place = (np.array([*params, np.sqrt(loss)]) - low) / (high - low) - 0.5
                there = seen_from(camera, (place * [*ratio.values()])[None], np.array(size))[0]
                assert page.head("surface", slug) == pytest.approx(there, abs=3.0)


def test_the_surface_is_hidden_again_and_turns_by_buttons(browser, article_page) -> None:
    with opened(browser, article_page) as page:
        surface(page)
        before = page.head("surface", "gd")
        page.page.locator("#turn-right").click()
        page.page.wait_for_timeout(800)
        assert np.abs(page.head("surface", "gd") - before).max() > 5
        page.page.locator("#upright").click()
        page.page.wait_for_timeout(800)
        assert page.head("surface", "gd") == pytest.approx(before, abs=PIXEL)
        page.page.locator("#hide-surface").click()
        assert not page.page.locator("#surface").is_visible()
        shower = page.page.locator("#show-surface")
        assert shower.evaluate("(shower) => shower === document.activeElement")
        assert shower.get_attribute("aria-expanded") == "false"


def test_who_is_at_the_same_place_is_told_too(browser: Any, article_page: Path) -> None:
    with opened(browser, article_page) as page:
        box = page.page.locator("#map .picture").bounding_box()
        across, down = page.head("map", "gd")  # at the start, where all are
        page.page.mouse.move(box["x"] + across, box["y"] + down)
        told = page.page.locator("#map .tip p").inner_text()
        assert all(name in told for name in ("Momentum", "RMSprop", "Adam"))


def test_the_map_is_zoomed_by_buttons_and_keys(browser: Any, article_page: Path) -> None:
    with opened(browser, article_page) as page:
        before = np.array(page.pixel("map"))
        page.page.locator("#closer").click()
        assert page.pixel("map") == pytest.approx(before / 1.5, rel=1e-3)
        page.page.keyboard.press("-")
        page.page.keyboard.press("-")
        assert page.pixel("map") == pytest.approx(before * 1.5, rel=1e-3)


def test_an_optimizers_rule_and_the_letters_of_its_memory_stand_beside_it(
    browser: Any, article_page: Path
) -> None:
    with opened(browser, article_page) as page:
        adam = page.page.locator("article[data-racer='adam']")
        assert "m: exp_avg" in adam.inner_text() and "v: exp_avg_sq" in adam.inner_text()
        lines = adam.locator(".formula span").all()
        assert len(lines) == 3
        assert all(line.bounding_box()["height"] > 8 for line in lines)


def test_names_that_look_like_markup_stay_text(browser: Any, tmp_path: Path) -> None:
    names = [name for name in NASTY if len(name) < 60][:8]
    data = tmp_path / "points.csv"
    data.write_text('"<b>x</b>","<a href=\'https://example.org\'>y</a>"\n1,2\n2,3\n3,5\n4,4\n')
    racers = [{"optimizer": "GD", "label": name} for name in names]
    keys = {
        "problem": "ols", "data": str(data), "x": "<b>x</b>",
        "y": "<a href='https://example.org'>y</a>", "steps": 10, "lr": 0.01, "racers": racers,
    }  # fmt: skip
    path = page_of(keys, tmp_path / "race.html")
    with opened(browser, path) as page:
        surface(page)
        for name in ("table", "proof", "keys"):
            page.page.locator(f"#{name} summary").click()
        shown = page.page.evaluate(
            "[...document.querySelectorAll('article .name')].map((each) => each.textContent)"
        )
        assert shown == names
        assert page.page.locator("a").count() == 1  # to what was checked
        assert page.page.locator("main b, main i, svg a").count() == 0
        assert page.page.locator("script").count() == 3
        assert "<b>x</b>" in page.page.locator("#fit .across").inner_text()


def test_every_step_is_there_as_text(browser: Any, article_page: Path) -> None:
    with opened(browser, article_page) as page:
        page.page.locator("#table summary").click()
        page.page.locator("#table select").select_option("3")
        rows = page.page.locator("#table tbody tr").all_inner_texts()
        assert len(rows) == STEPS + 1
        loop = article_loop("Adam", STEPS)
        for number in (0, 1, STEPS):
            cells = rows[number].split("\t")
            assert int(cells[0]) == number
            assert [value(cell) for cell in cells[1:3]] == pytest.approx(
                loop.params[number], rel=1e-6
            )


def test_motion_is_reduced_where_that_is_asked_for(browser: Any, article_page: Path) -> None:
    with opened(browser, article_page, reduced_motion="reduce") as page:
        page.page.locator("#play").click()
        rows = {tuple(loop) for loop in article_loop("GD", STEPS).params.tolist()}
        for _ in range(6):
            page.page.wait_for_timeout(120)
            here = page.place("map", "gd")
            nearest = min(np.abs((np.array(row) - here) / page.pixel("map")).max() for row in rows)
            assert nearest < PIXEL


def test_a_page_speaks_the_language_that_is_asked_for(browser: Any, tmp_path: Path) -> None:
    path = page_of(ARTICLE, tmp_path / "zh.html", "zh")
    with opened(browser, path) as page:
        assert page.page.locator("html").get_attribute("lang") == "zh"
        assert page.page.locator("#now").inner_text() == "第 0 步，共 60 步"


def test_on_paper_it_is_light_and_says_the_step(browser: Any, article_page: Path) -> None:
    with opened(browser, article_page, "#step=9", color_scheme="dark") as page:
        colors = page.page.evaluate("""() => {
          const seen = () => document.documentElement.dataset.theme;
          dispatchEvent(new Event('beforeprint'));
          const printed = seen();
          dispatchEvent(new Event('afterprint'));
          return [printed, seen()];
        }""")
        assert colors == ["light", "dark"]
        page.page.emulate_media(media="print")
        assert page.page.locator("#now").is_visible()
        assert not page.page.locator("#play").is_visible()


def test_dragging_moves_the_map_and_goes_to_no_step(browser: Any, article_page: Path) -> None:
    with opened(browser, article_page, "#step=4") as page:
        before, here = page.head("map", "adam"), page.place("map", "adam")
        box = page.page.locator("#map .picture").bounding_box()
        across, down = page.head("map", "gd")
        mouse = page.page.mouse
        mouse.move(box["x"] + across, box["y"] + down)
        mouse.down()
        mouse.move(box["x"] + across - 40, box["y"] + down + 25, steps=4)
        mouse.up()
        page.settle()
        assert page.head("map", "adam") == pytest.approx(before - np.array([40, -25]), abs=PIXEL)
        assert page.place("map", "adam") == pytest.approx(here, abs=page.pixel("map").max() * PIXEL)
        assert page.page.locator("#now").inner_text().startswith("Step 4 ")


def test_the_library_of_the_surface_is_read_when_it_is_asked_for(browser, article_page) -> None:
    with opened(browser, article_page) as page:
        assert page.page.evaluate("typeof Plotly") == "undefined"


@pytest.mark.parametrize("width", [360, 700, 1366])
def test_ticks_are_few_and_do_not_touch(browser: Any, article_page: Path, width: int) -> None:
    with opened(browser, article_page, viewport={"width": width, "height": 900}) as page:
        for view in ("map", "losses", "fit"):
            boxes = page.page.evaluate(
                """(view) => [...document.querySelectorAll(`#${view} text.xtick`)].map((each) => {
                  const box = each.getBoundingClientRect();
                  return [box.left, box.right];
                })""",
                view,
            )
            assert 2 <= len(boxes) <= 12
            assert all(b[0] - a[1] > 4 for a, b in pairwise(boxes))
