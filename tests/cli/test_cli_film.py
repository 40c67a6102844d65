"""`optanim film` as a new user meets it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from manim.constants import QUALITIES

from optanim.cli import main
from optanim.films.reading import frames, opened, timeline


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and a quality in which rendering takes no time."""
    monkeypatch.chdir(tmp_path)
    tiny = {"flag": "l", "pixel_width": 320, "pixel_height": 180, "frame_rate": 2}
    monkeypatch.setitem(QUALITIES, "low_quality", tiny)
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["film", *map(str, arguments)])


@pytest.mark.film
def test_a_film_lies_where_it_is_wanted_in_the_shape_theme_and_language_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPTANIM_THEME", "dark")
    monkeypatch.setenv("OPTANIM_LANGUAGE", "en")
    asked = "--upright", "--theme", "light", "--language", "zh"
    result = run("contour", "-q", "l", *asked, "-o", "films/mine.mp4")
    assert result.exit_code == 0, result.output
    assert result.stdout == "films/mine.mp4\n"
    assert {path.name for path in (folder / "films").iterdir()} == {
        "mine.json", "mine.mp4", "mine.srt",
    }  # fmt: skip
    film = folder / "films" / "mine.mp4"
    with opened(film) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height, stream.average_rate) == (180, 320, 2)
    assert timeline(film)["sections"][1]["title"] == "一步一步"
    middle = timeline(film)["frames"] // 2
    ((_, picture),) = frames(film, [middle])
    assert np.median(picture) > 200, "the theme is not light"


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["sadle"], "unknown film 'sadle'. Did you mean 'saddle'? Choose from:"),
        (["saddle", "--theme", "blue"], "unknown theme 'blue': choose from dark, light"),
        (["saddle", "--language", "xx"], "unknown language 'xx': choose from en, zh"),
        (["saddle", "-r", "640"], "--resolution '640' must be two numbers, as in 1440,1080"),
        (["saddle", "-r", "641,480"], "'641,480' must be two even numbers from 180 to 8192"),
        (["saddle", "-r", "640,nan"], "'640,nan' must be two numbers, as in 1440,1080"),
        (["saddle", "-o", "x.avi"], "x.avi: must end in .mp4"),
        (["saddle", "-q", "x"], "'x' is not one of 'l', 'm', 'h', 'k'"),
    ],
)
def test_bad_input_ends_in_one_line_and_nothing_is_written(
    arguments: list[str], part: str, folder: Path
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert part in result.stderr and result.stderr.splitlines()[-1].startswith("Error: ")
    assert list(folder.iterdir()) == []
