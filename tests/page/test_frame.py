"""A page in a notebook: it works within its frame, and the notebook is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from optanim.api import Page
from tests.page.browser import Opened


def test_a_page_works_within_a_notebook(browser: Any, article_page: Path, tmp_path: Path) -> None:
    notebook = tmp_path / "notebook.html"
    shown = Page(article_page)._repr_html_()  # as a notebook asks for it
    notebook.write_text(f'<base href="http://localhost/tree/"><body>{shown}', "utf-8")
    context = browser.new_context(viewport={"width": 1000, "height": 950})
    seen = Opened(context.new_page())
    seen.page.goto(notebook.as_uri())
    frame = seen.page.frame_locator("iframe")
    frame.locator("#racers article").nth(3).wait_for()
    for step in (1, 2):
        frame.locator("#on").click()
        seen.settle()
        assert frame.locator("#now").inner_text().startswith(f"Step {step} ")
    frame.locator("header a").click()  # to what was checked, on the same page
    seen.settle()
    assert frame.locator("#racers article").count() == 4
    frame.locator("#theme").click()
    seen.settle()
    assert frame.locator("#now").inner_text().startswith("Step 2 ")
    context.close()
    assert seen.complaints == [] and seen.asked == [notebook.as_uri()]
