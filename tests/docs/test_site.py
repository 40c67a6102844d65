"""The site as a whole, built as `make docs` builds it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs.written import gallery
from optanim.base import shipped

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
LOADED = re.compile(
    r"<(?:script|img|source|video|iframe|link)\b[^>]*?(?:src|href|poster)=\"([^\"]+)\""
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sphinx", reason="the extra docs is not installed")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "docs", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        for target in LOADED.findall(page.read_text("utf-8")):
            assert not target.startswith(("http:", "https:", "//")), f"{page}: {target}"
    for style in site.rglob("*.css"):
        assert not re.search(r"(?:@import|url\()\s*['\"]?(?:https?:)?//", style.read_text("utf-8"))


def test_pictures_and_styles_are_there(site: Path) -> None:
    for page in site.rglob("*.html"):
        for target in LOADED.findall(page.read_text("utf-8")):
            place = target.partition("?")[0].partition("#")[0]
            within = not place or place.startswith("data:")
            assert within or (page.parent / place).exists(), f"{page}: {target}"


def test_links_lead_to_pages_of_races_that_are_there(site: Path) -> None:
    links = re.findall(r'href="(pages/[^"]+)"', (site / "pages.html").read_text("utf-8"))
    taken = gallery.PAGES.is_dir()
    assert len(links) == (len(shipped.races()) if taken else 0)
    assert all((site / link).read_bytes().endswith(b"-->\n") for link in links)
