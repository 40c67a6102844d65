"""How quick a race's page is: how large, how soon there, how many pictures a second it plays."""

from __future__ import annotations

import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from optanim.page.page import write_page
from optanim.page.slider import slider
from optanim.race_file import checked
from tests.page.browser import chromium

RACERS = "GD", "Momentum", "RMSprop", "Adam", "NAdam", "RAdam", "Adagrad", "Adadelta"
STEPS = 1000
PLAYED = 5.0
"""Seconds of playing that are counted."""
PICTURES = """(seconds) => new Promise((done) => {
  const began = performance.now();
  let pictures = 0;
  const next = (now) => {
    pictures += 1;
    if (now - began > 1000 * seconds) done(1000 * pictures / (now - began));
    else requestAnimationFrame(next);
  };
  document.getElementById("play").click();
  requestAnimationFrame(next);
})"""


def main(console: Console, folder: Path) -> None:
    """A page of eight racers with a thousand steps each, and two rates.

    It is opened in a Chromium that draws by software.
    """
    keys = {"steps": STEPS, "lr": 0.1, "racers": [{"optimizer": name} for name in RACERS]}
    request = checked(keys, "the benchmark")
    race = request.race()
    rates = slider(race, "lr=0.01,0.1")
    path = write_page(race, request.presentation, folder / "page.html", None, rates)
    table = Table(title=f"A page: {len(RACERS)} racers, {STEPS} steps each, 1366 x 900 pixels")
    table.add_column("what")
    table.add_column("measured", justify="right")
    table.add_row("size", f"{path.stat().st_size / 1e6:.1f} MB")
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 900})
        began = time.perf_counter()
        page.goto(path.as_uri())
        page.wait_for_function("document.querySelector('#losses .axes text') !== null")
        page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
        table.add_row("until map and losses are there", f"{time.perf_counter() - began:.1f} s")
        page.wait_for_timeout(1000)
        table.add_row("pictures a second, playing", f"{page.evaluate(PICTURES, PLAYED):.0f}")
        page.locator("#play").click()
        began = time.perf_counter()
        page.locator("#show-surface").click()
        page.wait_for_selector("#surface canvas")
        page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
        table.add_row("until the surface is there", f"{time.perf_counter() - began:.1f} s")
        table.add_row(
            "pictures a second, with the surface", f"{page.evaluate(PICTURES, PLAYED):.0f}"
        )
    console.print(table)
