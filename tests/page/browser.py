"""A page as a student has it: in a real Chromium, and what is read off its pictures.

Places are read off what is drawn: a head's place in its layer, and the axes' ticks and their
labels, from which follows which value a pixel stands for. Nothing is taken from the page's data.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--enable-unsafe-swiftshader"]
ADVICE = "willReadFrequently", "OpenGL, Performance"
"""Of what a browser tells: advice to plotly.js on speed."""
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def value(text: str) -> float:
    """The number that a page has written as ``text``, such as "−1.5 × 10⁻⁷"."""
    plain = text.replace("\u00a0", " ").replace("−", "-").replace("∞", "inf").strip()
    power = re.fullmatch(r"(.+?) × 10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", plain)
    if power:
        return float(f"{power[1]}e{power[2].translate(RAISED)}")
    return float(plain)


def values(text: str) -> list[float]:
    """The numbers of a list, such as "1, −2"."""
    return [value(part) for part in text.split(", ")]


class Opened:
    """A page in a browser, and all that it asked for and complained of."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))

    def _heard(self, message: Any) -> None:
        if not any(advice in message.text for advice in ADVICE):
            self.complaints.append(message.text)

    def go(self, step: int) -> None:
        """Put the slider at ``step``, as a student does, and wait until the page has followed."""
        self.page.locator("#step").evaluate(
            "(slider, step) => { slider.value = step; slider.dispatchEvent(new Event('input')); }",
            step,
        )
        self.settle()

    def settle(self) -> None:
        """Wait for the pictures that were asked for, and for what follows as the clock rests."""
        self.page.evaluate("() => new Promise((f) => requestAnimationFrame(() => setTimeout(f)))")
        self.page.wait_for_timeout(250)

    def read(self, racer: str, name: str) -> str:
        """What the card of ``racer`` says of ``name``."""
        return self.page.locator(
            f"article[data-racer='{racer}'] dd[data-name='{name}']"
        ).inner_text()

    def head(self, view: str, racer: str) -> np.ndarray | None:
        """The pixel (2,) of a racer's head in a view, from its corner; None where it is hidden."""
        group = self.page.locator(f"#{view} svg.overlay g[data-racer='{racer}']")
        if not group.is_visible():
            return None
        moved = re.findall(r"-?[\d.]+(?:e-?\d+)?", group.get_attribute("transform"))
        return np.array([float(number) for number in moved])

    def ticks(self, view: str, axis: str) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (n,) of an axis' ticks and the values (n,) that stand beside them."""
        found = self.page.evaluate(
            """([view, axis]) => {
              const picture = document.querySelector(`#${view} .picture`);
              const from = picture.getBoundingClientRect();
              const middle = (mark) => {
                const box = mark.getBoundingClientRect();
                return axis === 'x' ? (box.left + box.right) / 2 - from.left
                  : (box.top + box.bottom) / 2 - from.top;
              };
              const marks = [...picture.querySelectorAll(`path.${axis}tick`)].map(middle);
              const words = [...picture.querySelectorAll(`text.${axis}tick`)];
              return [marks, words.map((each) => each.textContent)];
            }""",
            [view, axis],
        )
        marks, words = found
        powers = (view, axis) == ("losses", "y")
        return np.array(marks), np.array([_tick(text, powers) for text in words])

    def place(self, view: str, racer: str) -> np.ndarray:
        """What a racer's head stands at on the axes of ``view``, (2,), by their ticks."""
        here = self.head(view, racer)
        assert here is not None
        return np.array([self._inverted(view, axis, here[k]) for k, axis in enumerate("xy")])

    def pixel(self, view: str) -> np.ndarray:
        """How much a pixel of ``view`` is on either axis, (2,)."""
        spans = []
        for axis in "xy":
            marks, numbers = self.ticks(view, axis)
            spans.append(abs((numbers[-1] - numbers[0]) / (marks[-1] - marks[0])))
        return np.array(spans)

    def _inverted(self, view: str, axis: str, pixel: float) -> float:
        marks, numbers = self.ticks(view, axis)
        slope, first = np.polyfit(marks, numbers, 1)
        return float(slope * pixel + first)


def _tick(text: str, powers: bool) -> float:
    """The value of a tick's label; on an axis of powers of ten its exponent."""
    plain = text.replace("−", "-")
    if not powers:
        return float(plain)
    known = {"1": 0.0, "10": 1.0}
    return known[plain] if plain in known else float(plain.removeprefix("10").translate(RAISED))


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Any, path: Path, link: str = "", **context: Any) -> Iterator[Opened]:
    """The page at ``path``; it must not have complained, or asked for anything but files."""
    settings = {"viewport": {"width": 1366, "height": 900}, **context}
    here = browser.new_context(**settings)
    seen = Opened(here.new_page())
    seen.page.goto(path.as_uri() + link)
    seen.page.wait_for_function("document.querySelectorAll('#racers article').length > 0")
    seen.settle()
    yield seen
    here.close()
    assert not seen.complaints, seen.complaints[:3]
    assert {address.partition(":")[0] for address in seen.asked} <= {"file", "blob", "data"}
