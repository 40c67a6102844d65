"""The deck as LibreOffice opens it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import ImageColor
from pypdf import PdfReader

from optanim.lecture.documents.powerpoint import powerpoint_deck
from optanim.lecture.documents.records import Lecture

OFFICE = shutil.which("soffice")


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_every_slide(lecture: Lecture, tmp_path: Path) -> None:
    powerpoint_deck(lecture, tmp_path / "slides.pptx")
    assert OFFICE is not None
    own = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = [OFFICE, own, "--headless", "--convert-to", "pdf", "slides.pptx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    first, *pages = PdfReader(tmp_path / "slides.pdf").pages
    assert "".join(lecture.title.split()) in "".join(first.extract_text().split())
    for page, color in zip(pages, ("red", "green", "blue", "yellow"), strict=True):
        (name,) = re.findall(r"/(Im\d+) Do", page.get_contents().get_data().decode("latin-1"))
        (image,) = (one.image for one in page.images if one.name.startswith(f"{name}."))
        pixels = np.asarray(image.convert("RGB"))
        shown = pixels[:, 3 * pixels.shape[1] // 4 :].mean(axis=(0, 1))  # its right
        assert np.abs(shown - ImageColor.getrgb(color)).max() < 12
