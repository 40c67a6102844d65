"""Films are never stale, narration never overlaps, and wrong settings end in one line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from manim import Dot, FadeIn, tempconfig

from optanim.base.errors import OptanimError
from optanim.base.window import Window
from optanim.films.reading import frames, probe, timeline
from optanim.look.theme import LIGHT
from optanim.optimizers.optimizer import make
from optanim.race_file.presentation import Presentation
from optanim.runs.problem import article
from optanim.stage.draw.clock import Pace
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.film.passing import Passing
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.surface.pose import Pose
from optanim.stage.surface.relief import Relief
from optanim.stage.views.map_race import MapRace
from optanim.stories.findings import Finding
from optanim.studies.racing import Race
from tests.conftest import QUIET

SMALL = {"pixel_width": 320, "pixel_height": 180, "frame_rate": 10}


class Short(FilmScene):
    """Two steps of two racers on the map."""

    seed, lr = 0, 0.1

    def construct(self) -> None:
        race = Race.of(article(self.seed, 50), [make("GD", lr=self.lr), make("Adam")], 4)
        self.certify(race)
        self.act("race.race")
        view = MapRace(self.canvas, self.sheet, race, Presentation().settled(race))
        self.play(self.title("one map"))
        self.add(view)
        self.start_clock(view.clock)
        self.say("loss")
        self.walk(Pace.even(0, 2, rest=0.2, move=0.3))
        self.say("smallest")


def rendered(folder: Path, monkeypatch: pytest.MonkeyPatch, **changes) -> Path:
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)
    with tempconfig({**SMALL, **QUIET, "media_dir": folder}):
        scene = type("Short", (Short,), changes)()
        scene.film()
        return scene.path


def last_picture(path: Path) -> np.ndarray:
    ((_, picture),) = frames(path, [probe(path).frames - 1])
    return picture.astype(int)


@pytest.mark.parametrize("change", [{"seed": 1}, {"lr": 0.08}, {"theme": LIGHT}])
def test_the_cache_never_serves_another_film(change, tmp_path, monkeypatch) -> None:
    before = last_picture(rendered(tmp_path, monkeypatch))
    same = last_picture(rendered(tmp_path, monkeypatch))
    after = last_picture(rendered(tmp_path, monkeypatch, **change))
    assert np.array_equal(before, same)
    assert np.abs(before - after).max() > 60


def test_an_unchanged_film_is_taken_from_the_cache(tmp_path, monkeypatch) -> None:
    path = rendered(tmp_path, monkeypatch)
    parts = {part: part.stat().st_ino for part in path.parent.rglob("partial*/**/*.mp4")}
    rendered(tmp_path, monkeypatch)
    again = {part: part.stat().st_ino for part in path.parent.rglob("partial*/**/*.mp4")}
    assert parts and parts.keys() == again.keys()
    assert probe(path).frames == timeline(path)["frames"]


def test_the_timeline_tells_what_every_frame_shows(tmp_path, monkeypatch) -> None:
    declared = timeline(rendered(tmp_path, monkeypatch))
    steps = [step for step in declared["steps"] if step is not None]
    assert steps[0] == 0.0 and steps[-1] == 2.0 and np.all(np.diff(steps) >= 0)
    first, second = declared["captions"]
    assert first["end"] <= second["start"]
    assert {view["racer"] for view in declared["views"]} == {"GD", "Adam"}
    assert set(declared["fingerprints"]) == {"GD", "Adam"}


def test_the_same_time_shows_the_same_step_at_any_frame_rate(tmp_path, monkeypatch) -> None:
    """Every second frame at 20 a second shows the step of the frame at 10 a second."""
    shown = {}
    for rate in (10, 20):
        monkeypatch.setitem(SMALL, "frame_rate", rate)
        steps = timeline(rendered(tmp_path / str(rate), monkeypatch))["steps"]
        first = steps.index(0.0)
        shown[rate] = steps[first : first + int(1.4 * rate)]
    assert np.allclose(shown[10], shown[20][::2], atol=1e-6)


def test_an_unknown_theme_is_refused(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("OPTANIM_THEME", "neon")
    with pytest.raises(OptanimError, match="unknown theme 'neon': choose from dark, light"):
        rendered(tmp_path, monkeypatch)


def test_a_missing_font_is_refused(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr("manimpango.list_fonts", lambda: ["Serif"])
    with pytest.raises(OptanimError, match="the font 'Inter' is not installed"):
        rendered(tmp_path, monkeypatch)


def test_at_manims_door_a_refusal_is_one_line_and_exit_status_2(
    monkeypatch, tmp_path, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPTANIM_THEME", "neon")
    with (
        tempconfig({**SMALL, **QUIET, "media_dir": tmp_path}),
        pytest.raises(SystemExit) as ended,
    ):
        Short().render()
    assert ended.value.code == 2
    assert capsys.readouterr().err == ("optanim: unknown theme 'neon': choose from dark, light\n")


def test_a_scene_without_a_class_of_its_own_follows_its_script(monkeypatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    made = []

    def script(scene: FilmScene) -> None:
        scene.act("race.race")
        scene.say("smallest")

    with tempconfig({**SMALL, **QUIET, "media_dir": tmp_path}):
        scene = FilmScene(script=script, about=("race", {"problem": "a word"}), watch=made.append)
        scene.film()
    path = scene.path
    assert probe(path).notes["title"] == "a word: a race"
    assert made == sorted(made) and made[-1] == pytest.approx(probe(path).seconds)


class Passed(FilmScene):
    """Nine steps with a stop at the third; dots arrive at the second, third and last step.

    In the end the last step is announced and taken back, which is as many frames as ``taken``.
    ``shown`` has for each frame its step and how much is there of each dot.
    """

    def construct(self) -> None:
        race = Race.of(article(0, 50), [make("GD", lr=0.1), make("Adam")], 9)
        self.act("race.race")
        view = MapRace(self.canvas, self.sheet, race, Presentation().settled(race))
        self.start_clock(view.clock)
        self.dots, self.shown, self.stops = {2: Dot(), 3: Dot(), 9: Dot()}, [], []
        coming = [Passing(step, FadeIn(dot)) for step, dot in self.dots.items()]
        coming.append(Passing(5, FadeIn(Dot()), Finding("smallest", 5, {})))
        found = [Finding("a", 3, {}), Finding("b", 12, {})]
        pace = Pace.even(0, 9, rest=0.0, move=0.25)
        self.walk_and_tell(pace.between, (0, 9), found, reversed(coming), self.stop)
        self.announce(Finding("again", 9, {}))
        before = self.timeline.frames
        self.walk(Pace.even(9, 8, rest=0.0, move=0.1))
        self.taken = self.timeline.frames - before

    def stop(self, finding: Finding) -> None:
        self.stops.append((finding.name, self.clock.moment.step))

    def update_mobjects(self, dt: float) -> None:
        super().update_mobjects(dt)
        if self.clock is not None:
            shares = ((step, dot in self.mobjects and dot) for step, dot in self.dots.items())
            there = {step: dot.get_fill_opacity() if dot else 0.0 for step, dot in shares}
            self.shown.append((self.clock.moment.step, there))


def test_a_walk_stops_at_findings_and_at_nothing_that_comes_in_passing(
    monkeypatch, tmp_path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(SMALL, "frame_rate", 20)
    with tempconfig({**SMALL, **QUIET, "media_dir": tmp_path}):
        scene = Passed()
        scene.film()
    assert scene.stops == [("a", 3.0), ("b", 9.0)]
    steps = np.array([step for step in scene.timeline.steps if step is not None])
    standing = steps[1:][np.diff(steps) == 0.0]
    assert set(standing) <= {0.0, 3.0, 8.0, 9.0}
    assert 8 <= np.sum(steps == 3.0) <= 10, "the dot at the stop takes 0.4 s"
    for step in scene.dots:
        there = np.array([(now, shown[step]) for now, shown in scene.shown])
        early = there[: int(np.argmax(there[:, 0] >= step - 1e-6))]
        assert len(early) and not early[:, 1].any()
        assert there[there[:, 0] > step + 2, 1].all() and there[-1, 1] == pytest.approx(1.0)
    line, again = scene.timeline.narration
    stop, said = 30, round(again.seconds * 20)
    assert stop < said and scene.taken == pytest.approx(said - stop, abs=1)
    frame = round(line.start * 20)
    assert scene.timeline.steps[frame - 1] < 5.0 <= scene.timeline.steps[frame + 1]


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        (
            {"pixel_width": 0, "pixel_height": 0},
            "-r 0,0 must be two whole numbers from 180",
        ),
        ({"pixel_width": 853, "pixel_height": 481}, "two even numbers from 180 to 8192; the next"),
        ({"pixel_width": 853, "pixel_height": 481}, "are 854,482"),
        ({"pixel_width": 20000}, "-r 20000,180 must be"),
        ({"frame_rate": -3.0}, "--fps -3 must be 1 to 240 frames a second"),
        ({"frame_rate": float("nan")}, "--fps nan must be"),
        ({"from_animation_number": 5, "upto_animation_number": 3}, "-n 5,3 must be the first"),
        ({"from_animation_number": 99}, "-n 99: the film's last animation is number"),
        ({"video_codec": "nonsense"}, "Unknown video encoder: nonsense"),
        ({"video_encoder_options": {"preset": "nonsense"}}, "the film cannot be encoded"),
        ({"media_dir": "/proc/nowhere"}, "/proc/nowhere: cannot be written"),
    ],
)
def test_settings_that_no_film_can_be_made_with_are_one_line(
    settings: dict, part: str, monkeypatch, tmp_path, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    with (
        tempconfig({**SMALL, **QUIET, "media_dir": tmp_path / "media", **settings}),
        pytest.raises(SystemExit) as ended,
    ):
        Short().render()
    assert ended.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("optanim: ") and part in line


def test_a_part_of_a_film_has_nothing_beside_it_that_tells_of_the_whole(
    monkeypatch, tmp_path
) -> None:
    whole = rendered(tmp_path, monkeypatch)
    count, beside = probe(whole).frames, [whole.with_suffix(end) for end in (".json", ".srt")]
    assert all(path.exists() for path in beside)
    with tempconfig({"from_animation_number": 2, "upto_animation_number": 3}):
        part = rendered(tmp_path, monkeypatch)
    assert part == whole and 0 < probe(part).frames < count
    assert not any(path.exists() for path in beside)


def test_a_race_that_a_film_does_not_show_is_said_so(monkeypatch, tmp_path, caplog) -> None:
    monkeypatch.setenv("OPTANIM_RACE", "mine.toml")
    monkeypatch.setenv("OPTANIM_THEME", "")
    rendered(tmp_path, monkeypatch)
    assert "Short shows its own runs: OPTANIM_RACE is not read for it" in caplog.messages


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("holiday.mp4", {}),
        ("holiday.png", {"format": "png"}),
        ("holiday.gif", {"format": "gif"}),
        ("holiday.webm", {"format": "webm"}),
        ("holiday.mov", {"transparent": True}),
        ("holiday/0000.png", {"format": "png-sequence"}),
    ],
)
def test_what_somebody_else_made_is_kept_and_what_manim_made_is_replaced(
    name: str, settings: dict, monkeypatch, tmp_path, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    made = tmp_path / name
    made.parent.mkdir(exist_ok=True)
    made.write_text("precious")
    part = {"output_file": str(tmp_path / "holiday"), "upto_animation_number": 0, **settings}
    with tempconfig({**SMALL, **QUIET, **part}):
        with pytest.raises(SystemExit):
            Short().render()
        assert f"{name}: is there already" in capsys.readouterr().err
        assert made.read_text() == "precious"
        made.unlink()
        for _ in range(2):
            Short().render()
    assert made.stat().st_size > 100


class OverLand(SpaceScene):
    """A title and a caption over land, which leaves with the act; every frame is kept.

    It leaves before the camera ``moves``, else while a bright disc comes.
    """

    pictures: list[np.ndarray]
    moves = True

    def construct(self) -> None:
        problem = article()
        self.act("race.race")
        self.play(self.title("one map"))
        place = self.canvas.frame.middle(4.0, 4.0)
        land = Relief(self.canvas, problem, Window((-6.0, 3.0), (-7.0, 11.0)), place)
        pose = Pose(1.0, 0.6, 6.0, 0.95, np.zeros(3), np.zeros(2))
        self.stand(pose)
        self.tell("surface", FadeIn(land))
        self.pictures = []
        capture = self.camera.capture_mobjects

        def keeping(*args, **kwargs) -> None:
            capture(*args, **kwargs)
            self.pictures.append(self.camera.pixel_array.astype(int))

        self.camera.capture_mobjects = keeping  # type: ignore[method-assign]
        self.act("race.result")
        if self.moves:
            self.stand(pose)
        else:
            self.enter(Dot(radius=1.0))


def test_land_dissolves_into_what_comes_next(tmp_path, monkeypatch) -> None:
    """In the middle of the frame it is never darker than the land was: nothing is between."""
    monkeypatch.chdir(tmp_path)
    with tempconfig({**SMALL, **QUIET, "media_dir": tmp_path}):
        scene = OverLand()
        scene.moves = False
        scene.film()
    middles = [picture[85:95, 155:165].mean() for picture in scene.pictures]
    assert middles[-1] > 240 and len(middles) > 5
    assert min(middles) > 0.9 * middles[0]


def test_a_title_stays_before_land_that_leaves(tmp_path, monkeypatch) -> None:
    """From frame to frame its brightest pixels, those of its letters, stay as they are."""
    monkeypatch.chdir(tmp_path)
    with tempconfig({**SMALL, **QUIET, "media_dir": tmp_path}):
        scene = OverLand()
        scene.film()
    before, *after = (picture[:21, :160] for picture in scene.pictures)
    letters = before.min(axis=-1) > 200
    assert letters.sum() > 50 and len(after) > 5
    assert min(picture[letters].min() for picture in after) > 180


class ClockInAGroup(Short):
    """A clock that came in with others: when it starts it is there already, and stays."""

    def construct(self) -> None:
        race = Race.of(article(self.seed, 50), [make("GD", lr=self.lr), make("Adam")], 4)
        self.act("race.race")
        view = MapRace(self.canvas, self.sheet, race, Presentation().settled(race))
        self.play(FadeIn(*view, view.clock))
        before = self.timeline.frames
        self.start_clock(view.clock)
        self.waited = self.timeline.frames - before


def test_a_clock_that_is_there_is_not_faded_in_again(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with tempconfig({**SMALL, **QUIET, "media_dir": tmp_path}):
        scene = ClockInAGroup()
        scene.film()
    assert scene.waited == 0


class Asking(Short):
    """A question that is heard while the clock walks on."""

    def construct(self) -> None:
        race = Race.of(article(self.seed, 50), [make("GD", lr=self.lr), make("Adam")], 4)
        self.certify(race)
        self.act("race.race")
        view = MapRace(self.canvas, self.sheet, race, Presentation().settled(race))
        self.add(view)
        self.start_clock(view.clock)
        self.walk(Pace.even(0, 1, rest=0.0, move=0.5))
        self.ask("swings", steps=(1, 4), factor=0.63)


def test_a_clock_walks_while_a_question_is_heard_and_stands_while_one_guesses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with tempconfig({**SMALL, **QUIET, "media_dir": tmp_path}):
        scene = Asking()
        scene.film()
    declared = timeline(scene.path)
    (line,), (asked,) = declared["captions"], declared["questions"]
    assert asked["question"] == line["text"] and asked["start"] >= line["end"] - 0.05
    assert asked["end"] - asked["start"] == 2.0
    first, last = (round(at * declared["fps"]) for at in (line["start"], asked["start"]))
    steps = declared["steps"][first + 5 : last - 1]
    assert (np.diff(steps) > 0).all() and steps[0] < 1.2 and steps[-1] > 3.8
    assert set(declared["steps"][last:]) == {4.0}
