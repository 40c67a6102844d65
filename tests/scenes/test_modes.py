"""Every film in every mode of Manim's command line. Slow: `make test-slow` runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from optanim.base import shipped
from tests.scenes.films import FILMS, manim, videos

MODES = {
    "medium": ("-qm --fps 5", ".mp4"),
    "4K": ("-qk --fps 1", ".mp4"),
    "still": ("-s -qh", ".png"),
    "upright": ("-qh -r 1080,1920 --fps 2", ".mp4"),
    "4:3": ("-qh -r 1440,1080 --fps 2", ".mp4"),
    "sections": ("-ql --save_sections", ".mp4"),
    "GIF": ("-ql --format gif --fps 5", ".gif"),
    "WebM": ("-ql --format webm --fps 5", ".webm"),
    "transparent": ("-ql -t --fps 5", ".mov"),
    "part": ("-ql -n 3,5", ".mp4"),
    "preview": ("-p -ql --fps 5", ".mp4"),
}


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", FILMS)
def test_manim_renders_it(name: str, mode: str, tmp_path: Path) -> None:
    flags, suffix = MODES[mode]
    options = [*flags.split(), "--progress_bar", "none", "--media_dir", tmp_path]
    done = manim(*options, shipped.scene(name))
    assert done.returncode == 0, done.stderr
    made = videos(tmp_path, suffix)
    sections = [file for file in made if file.parent.name == "sections"]
    assert len(made) - len(sections) == 1
    assert (len(sections) > 1) == (mode == "sections")
