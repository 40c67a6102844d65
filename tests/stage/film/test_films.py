"""Films of any race: nothing overlaps, lengths are as asked, what leaves is marked."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from optanim.base.window import Window
from optanim.films.reading import frames, probe, timeline
from optanim.look.theme import DARK, rgb
from optanim.optimizers.optimizer import make
from optanim.race_file.presentation import Presentation
from optanim.studies.racing import Race
from tests.scenes.films import ASPECTS
from tests.scenes.inspect import Inspector, Seen
from tests.stage.film.races import eight, film, holed, race
from tests.stage.places import rectangle

pytestmark = pytest.mark.film


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPTANIM_THEME", raising=False)
    return tmp_path


def path_of(scene) -> Path:
    return Path(scene.renderer.file_writer.movie_file_path)


@pytest.mark.parametrize(
    ("view", "aspect"),
    [("side-by-side", "16:9"), ("side-by-side", "9:16"), ("side-by-side", "4:3"), ("map", "16:9"),
     ("map", "9:16"), ("map", "4:3"), ("surface", "16:9"), ("surface", "9:16")],
)  # fmt: skip
def test_texts_of_eight_racers_stay_apart(view: str, aspect: str, folder: Path) -> None:
    size = tuple(side // 3 for side in ASPECTS[aspect])
    seen = film(
        eight(12), Presentation(view=view, seconds=20.0), folder, size, 4, (Inspector,),
        {"seen": Seen()}, save_last_frame=True,
    ).seen  # fmt: skip
    assert seen.inspected > 100
    assert not seen.wrong, "\n".join(sorted(seen.wrong))


@pytest.mark.parametrize("steps", [1, 10_000])
def test_a_film_is_as_long_as_asked_however_many_steps_there_are(steps: int, folder: Path) -> None:
    """The same for one step and for ten thousand; the last frame shows the last step."""
    run = race("rosenbrock", steps, make("GD", lr=0.001), make("RMSprop", lr=0.02))
    made = path_of(film(run, Presentation(view="map", seconds=24.0), folder))
    assert probe(made).seconds == pytest.approx(24.0, abs=0.5)
    shown = [step for step in timeline(made)["steps"] if step is not None]
    assert max(shown) == steps


def test_a_racer_that_diverges_leaves_a_mark_at_the_edge_and_the_others_race_on(
    folder: Path,
) -> None:
    run = race("himmelblau", 30, make("GD", "wild", lr=0.1), make("GD", lr=0.01))
    made = path_of(film(run, Presentation(view="map", seconds=30.0), folder, (960, 540)))
    told = timeline(made)
    assert any(e["sentence"].startswith("wild diverged at step") for e in told["events"])
    view = next(view for view in told["views"] if view["racer"] == "wild")
    box, color = view["pixels"], np.array(rgb(cast_color(run, "wild")))
    ((_, picture),) = frames(made, [view["to"] - 2])
    part = picture[int(box["top"]) : int(box["bottom"]), int(box["left"]) : int(box["right"])]
    near = np.linalg.norm(part / 255.0 - color, axis=-1) < 0.2
    rows, columns = np.nonzero(near)
    inset = np.minimum.reduce(
        [rows, columns, part.shape[0] - 1 - rows, part.shape[1] - 1 - columns]
    )
    shown = [step for step in told["steps"] if step is not None]
    assert (inset < 14).sum() > 25, "no mark at the map's edge"
    assert max(shown) == 30


def cast_color(run: Race, name: str) -> str:
    from optanim.look.cast import cast

    racers = {n: t.optimizer for n, t in run.trajectories.items()}
    return cast(DARK, racers).racer(name)


@pytest.mark.parametrize("view", ["map", "surface"])
def test_where_there_is_no_loss_there_is_a_hole(view: str, folder: Path) -> None:
    """On the map the film's background shows; on the surface the field has no such cells."""
    problem = holed()
    run = race("rosenbrock", 5, make("Adam", lr=0.05))
    run = dataclasses.replace(run, problem=problem)
    if view == "map":
        made = path_of(film(run, Presentation(view=view, seconds=12.0), folder, (960, 540)))
        box = (entry := timeline(made)["views"][0])["pixels"]
        ((_, picture),) = frames(made, [entry["from"] + 1])
        (left, right), (low, high) = entry["window"]["x"], entry["window"]["y"]

        def pixel(x: float, y: float) -> np.ndarray:
            column = box["left"] + (x - left) / (right - left) * (box["right"] - box["left"])
            row = box["bottom"] - (y - low) / (high - low) * (box["bottom"] - box["top"])
            return picture[round(row), round(column)].astype(float)

        background = 255 * np.array(rgb(DARK.background))
        assert np.abs(pixel(1.75, -0.55) - background).max() < 8
        assert np.abs(pixel(0.6, -0.55) - background).max() > 40
        return
    from manim import Camera

    from optanim.look.words import Words
    from optanim.stage.draw.canvas import Canvas
    from optanim.stage.surface.relief import Relief

    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    relief = Relief(
        canvas, problem, run.window, rectangle(-2, -2, 2, 2), run.trajectories, kind="log1p"
    )
    heights = relief.locate(np.array([[1.75, -0.55], [0.6, -0.55]]))[:, 2]
    assert np.isnan(heights[0]) and np.isfinite(heights[1])
    assert not relief.field.solid.all()


def test_names_on_the_map_and_every_outcome_in_the_legend(folder: Path) -> None:
    """The notes are those of the endings, by the words of the catalogue."""
    seen = []

    class Watch:
        def play(self, *animations, **keywords):
            for animation in animations:
                mobject = getattr(animation, "mobject", None)
                seen.extend(getattr(part, "words", "") for part in mobject.get_family())
            super().play(*animations, **keywords)

    run = eight(120)
    film(run, Presentation(view="map", seconds=20.0), folder, (320, 180), 2, (Watch,))
    squeezed = {word.replace(" ", "") for word in seen if word}
    arrived = {n: t.arrival() for n, t in run.trajectories.items()}
    for step in (step for step in arrived.values() if step is not None):
        assert f"✓step{step}" in squeezed
    assert f"divergedat{run.trajectories['leaves'].divergence}" in squeezed
    assert "notyet" in squeezed and "°withoutreplay" in squeezed


def test_a_caption_counts_the_minima_that_the_map_shows(folder: Path) -> None:
    """None of Himmelblau's lies in the window, all four on the map, which is wider."""
    run = race("himmelblau", 2, make("GD", lr=1e-3))
    shown = Presentation(view="map", seconds=20.0, window=Window((-0.5, 0.5), (-6.0, 6.0)))
    told = film(run, shown, folder, (320, 180), 2).timeline.narration
    said = " ".join(" ".join(line.subcaption for line in told).split())
    assert "The crosses mark 4 minima" in said


def test_what_a_short_film_has_no_time_to_stop_for_is_spoken_on_the_way(folder: Path) -> None:
    run = race("himmelblau", 30, make("GD", "wild", lr=0.1), make("GD", lr=0.01))
    told = film(run, Presentation(view="map", seconds=20.0), folder, dry_run=True).timeline
    assert not told.events
    said = [line.text for line in told.narration]
    assert said[2:4] == ["wild diverged at step 7.", "From step 16 on GD stays at the minimum."]
    ends = [line.start + line.seconds for line in told.narration]
    assert all(end <= line.start for end, line in zip(ends, told.narration[1:], strict=False))
