"""Every film in every mode of Manim's command; memory and pixels of those in space. Slow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from optanim.base import shipped
from optanim.films.reading import frames, probe
from tests.conftest import ROOT
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


PEAK = """
import sys
from pathlib import Path
from manim.__main__ import main
main(sys.argv[1:], standalone_mode=False)
print("most:", next(line for line in Path("/proc/self/status").open() if "VmHWM" in line))
"""
"""Manim's command; then the most memory that its process had."""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the memory is read from /proc")
def test_a_2160p60_film_in_space_stays_within_2_gib(tmp_path: Path) -> None:
    """The first seconds of a jump: the memory grows no more once the encoder is at work."""
    flags = ["-qk", "-n", "2,4", "--disable_caching", "--progress_bar", "none", "--media_dir"]
    command = [sys.executable, "-c", PEAK, *flags, tmp_path, shipped.scene("compare_3d")]
    done = subprocess.run(
        list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert probe(videos(tmp_path)[0]).frames > 60
    most = int(done.stdout.split("most: VmHWM:")[1].split()[0])  # in KiB
    assert most < 2 * 1024**2, f"{most / 1024**2:.2f} GiB"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["surface", "compare_3d"])
def test_films_in_space_are_the_same_to_the_pixel_in_every_run(name: str, tmp_path: Path) -> None:
    made = []
    for folder in (tmp_path / "one", tmp_path / "other"):
        done = manim("-ql", "--fps", 4, "--media_dir", folder, shipped.scene(name))
        assert done.returncode == 0, done.stderr
        made += videos(folder)
    one, other = (list(frames(path, range(0, probe(path).frames, 3))) for path in made)
    assert len(one) == len(other) > 30
    assert all(np.array_equal(a, b) for (_, a), (_, b) in zip(one, other, strict=True))
