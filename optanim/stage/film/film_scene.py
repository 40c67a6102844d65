"""The scene all films derive from: acts, titles, narration, one clock, and Manim's hooks."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Container, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import numpy as np
from manim import (
    Animation,
    Camera,
    FadeIn,
    FadeOut,
    Group,
    ManimColor,
    Mobject,
    Scene,
    Succession,
    config,
    logger,
    tempconfig,
)
from manim.renderer.cairo_renderer import CairoRenderer
from manim.utils.exceptions import EndSceneEarlyException

from optanim.base.errors import OptanimError
from optanim.base.marks import is_ours
from optanim.frames.camera import StageCamera
from optanim.frames.encoder import FrameWriter
from optanim.frames.renderer import FastRenderer
from optanim.look import theme as themes
from optanim.look.words import Words
from optanim.race_file import VARIABLE
from optanim.stage.draw.canvas import BODY, TITLE, Canvas
from optanim.stage.draw.clock import Clock, Pace, Walk
from optanim.stage.draw.paragraphs import paragraph
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.type import Type
from optanim.stage.film.door import check_output, check_settings, one_line, settings_told, told
from optanim.stage.film.fingerprint import Stamp
from optanim.stage.film.metadata import write_notes
from optanim.stage.film.timeline import Timeline
from optanim.stage.views.race_view import RaceView
from optanim.stories.findings import Finding
from optanim.studies.racing import Race

SPEECH = 18.0  # characters a second that narration is read at; subtitling guides allow 20
SENTENCE = 1.5  # seconds that the shortest sentence takes
NOTE = 0.4  # seconds in which a note beside a racer's name appears
_log = logging.getLogger(__name__)


class FilmScene(Scene):
    """A film in acts. Subclasses write `construct` like a storyboard.

    ``theme`` and ``language`` may be set by a subclass. The environment variables
    ``OPTANIM_THEME`` (dark or light) and ``OPTANIM_LANGUAGE`` go before them, and a ``theme`` that
    the scene is made with before all. A subclass that shows the race that ``OPTANIM_RACE`` names
    says so by ``takes_race``.

    A scene that is not subclassed is made with a ``script``, a function of the scene, which it
    follows. ``about`` names the entry, and its values, that is the title in the file; unless given
    it is that of the scene's file, or else the class's docstring. ``watch`` is called with the
    seconds made so far.
    """

    theme: themes.Theme = themes.DARK
    language: str = "en"
    takes_race: ClassVar[bool] = False
    renderer_class: type[CairoRenderer] = FastRenderer
    camera_class: type[Camera] = StageCamera
    permanent: ClassVar[tuple[type[Mobject], ...]] = (Stamp,)

    camera: Camera
    canvas: Canvas
    sheet: Sheet
    timeline: Timeline
    clock: Clock | None = None
    _title: Type | None = None
    _caption: Mobject | None = None
    _announced: Mobject | None = None
    _spoken_until = 0.0

    def __init__(
        self,
        renderer: Any = None,
        theme: themes.Theme | None = None,
        script: Callable[[FilmScene], None] | None = None,
        about: tuple[str, dict[str, Any]] | None = None,
        watch: Callable[[float], None] = lambda seconds: None,
        **kwargs: Any,
    ) -> None:
        self._chosen_theme, self.script, self.watch = theme, script, watch
        self._about = about
        with one_line():
            check_settings()
            renderer = self.renderer_class(camera_class=self.camera_class)
            with settings_told():
                super().__init__(renderer=renderer, **kwargs)
            check_output(self)

    # How Manim and others have the film made

    def render(self, preview: bool = False) -> bool:
        """Make the film for Manim's command, where an error is one line and exit status 2."""
        with one_line():
            return self._rendered(preview)

    def film(self, path: Path | None = None) -> None:
        """Make the film, at ``path`` or where Manim puts it, with timeline and subcaptions beside.

        Raises OptanimError for a font, a theme or a race file that is not as it must be, and for
        what cannot be written.
        """
        writer = self.renderer.file_writer
        if path is not None:
            writer.output_plan = replace(
                writer.output_plan,
                primary_artifact=path.absolute(),
                subcaption_file=path.with_suffix(".srt").absolute(),
            )
        with told():
            self._rendered()

    def _rendered(self, preview: bool = False) -> bool:
        """Whether Manim is to make the film again; it keeps what it sets type with to itself.

        A cache of type that processes share would be found half-written after one was killed.
        """
        with (
            TemporaryDirectory(prefix="optanim-") as folder,
            tempconfig({"text_dir": folder, "tex_dir": folder}),
        ):
            return super().render(preview)

    @property
    def path(self) -> Path:
        """Where the film is put."""
        return Path(self.renderer.file_writer.movie_file_path)

    @property
    def is_part(self) -> bool:
        """Whether only some animations are rendered, as Manim's -n asks for."""
        return config.from_animation_number > 0 or config.upto_animation_number < float("inf")

    def setup(self) -> None:
        """Begin the timeline and lay out the frame."""
        if os.environ.get(VARIABLE) and self.script is None and not self.takes_race:
            _log.warning("%s shows its own runs: %s is not read for it", self, VARIABLE)
        self.timeline = Timeline(config.frame_rate, (config.pixel_width, config.pixel_height))
        self.dress(self.theme)

    def construct(self) -> None:
        """Follow the script, if there is one."""
        if self.script is not None:
            self.script(self)

    def tear_down(self) -> None:
        """End on a still second and write subcaptions and timeline."""
        with suppress(EndSceneEarlyException):  # at the last animation of Manim's -n
            self.listen()
            self.wait(1.0)
        if self.is_part:
            self._end_part()
            return
        for line in self.timeline.narration:
            self.add_subcaption(line.subcaption, line.seconds, line.start - self.time)
        writer = self.renderer.file_writer
        if writer.output_spec.is_video:
            self.timeline.write(self.path.with_suffix(".json"))
        if isinstance(writer, FrameWriter):
            writer.on_finish = partial(write_notes, self.about, self.timeline)

    def _end_part(self) -> None:
        """Leave nothing beside a part of the film: timeline and subcaptions tell of the whole."""
        first, last = config.from_animation_number, self.renderer.num_plays - 1
        if first > last:
            raise OptanimError(f"-n {first}: the film's last animation is number {last}")
        if self.renderer.file_writer.output_spec.is_video:
            for beside in (self.path.with_suffix(suffix) for suffix in (".srt", ".json")):
                if is_ours(beside):
                    beside.unlink()

    @property
    def about(self) -> str:
        """The title in the file."""
        name, values = self._about or (Path(self.construct.__code__.co_filename).stem, {})
        told = (type(self).__doc__ or type(self).__name__).partition("\n")[0]
        return self.canvas.words.get(f"film.{name}", told, **values)

    def dress(self, theme: themes.Theme) -> None:
        """Draw in ``theme`` from now on, unless another is chosen from outside."""
        theme = self._chosen_theme or themes.named(os.environ.get("OPTANIM_THEME") or theme.name)
        words = Words.load(os.environ.get("OPTANIM_LANGUAGE") or self.language)
        self.canvas = Canvas.of(self.camera, theme, words)
        self.camera.background_color = ManimColor(theme.background)
        self.sheet = Sheet.of(self.canvas)
        self.remove(*(mobject for mobject in self.mobjects if isinstance(mobject, Stamp)))
        self.add(Stamp(theme.name))

    def certify(self, race: Race) -> None:
        """Say which runs are proven, and write their fingerprints into timeline and film."""
        known = self.timeline.fingerprints
        for name, fingerprint in race.fingerprints.items():
            if known.setdefault(name, fingerprint) != fingerprint:
                known[f"{name}, {race.proofs[name].trajectory.optimizer}"] = fingerprint
        names = ", ".join(
            f"{name} ({len(verified.checks)} checks)" for name, verified in race.proofs.items()
        )
        logger.info("Verified before the first frame: %s", names)

    # Acts and titles

    def open_with(self, name: str, **values: Any) -> None:
        """Begin the film with the title ``name``, there from the first frame."""
        self._title = self._set_title(name, **values)
        self.add(self._title)

    def act(self, name: str, *keep: Mobject) -> None:
        """Begin an act with nothing but ``keep`` on stage, and the title until the next.

        Views of a clock may be kept without the others.

        The act before it ends on a still second, so that its clip does too.
        """
        if self.timeline.frames:
            self.listen()
            self.wait(1.0)
        self.next_section(name)
        self.timeline.begin_section(name, self.canvas.words(f"sections.{name}"))
        self.stop_clock()
        kept = {id(mobject) for mobject in (*keep, self._title)}
        others = [part for m in self.mobjects for part in _parts_but(kept, m)]
        leaving = [mobject for mobject in others if not isinstance(mobject, self.permanent)]
        self._caption = None
        if leaving:
            self.play(FadeOut(Group(*leaving)), run_time=0.6)

    def enter(
        self, *arriving: Mobject, title: str | None = None, clock: Clock | None = None
    ) -> None:
        """Bring ``arriving`` on stage under the ``title``, and start the ``clock`` of it."""
        animations = [self.title(title)] if title else []
        if arriving:
            animations.append(FadeIn(*arriving))
        if animations:
            self.play(*animations, run_time=0.6)
        if clock:
            self.start_clock(clock)

    def title(self, name: str) -> Animation:
        """The animation that puts the title ``name`` in place of the last one."""
        last, self._title = self._title, self._set_title(name)
        arrival = FadeIn(self._title, run_time=0.3)
        return arrival if last is None else Succession(FadeOut(last, run_time=0.3), arrival)

    def play(self, *args: Any, **kwargs: Any) -> None:
        """Play as Manim does, and note in the timeline which step each frame shows."""
        super().play(*args, **kwargs)
        frames = self._frame_count()
        walk = next((a for a in self.animations or () if isinstance(a, Walk)), None)
        if walk is not None:
            times = np.arange(frames) / config.frame_rate
            self.timeline.extend(walk.pace.at(time).step for time in times)
        else:
            step = None if self.clock is None else self.clock.moment.step
            self.timeline.extend([step] * frames)
        self.watch(self.timeline.seconds)

    # Words in time

    def say(self, name: str, **values: Any) -> None:
        """Speak the catalogue's narration ``name`` from now on, after what is being said."""
        self.listen()
        text = self.canvas.words(f"say.{name}", **values)
        seconds = self.spoken(name, **values)
        self.timeline.say(text, seconds)
        self._spoken_until = self.timeline.seconds + seconds

    def spoken(self, name: str, **values: Any) -> float:
        """How many seconds the catalogue's narration ``name`` takes."""
        return max(len(self.canvas.words(f"say.{name}", **values)) / SPEECH, SENTENCE)

    def listen(self) -> None:
        """Wait until everything said has been heard."""
        left = self._spoken_until - self.timeline.seconds
        frames = int(np.ceil(left * config.frame_rate - 1e-6))
        if frames > 0:
            self.wait((frames + 0.25) / config.frame_rate)  # Manim counts the whole frames in it

    def tell(self, name: str, *companions: Any, **values: Any) -> None:
        """Put the caption ``name`` on screen in place of the last one, and speak it.

        ``companions`` are animations played along with the change of captions.
        """
        text = self.canvas.words(f"caption.{name}", **values)
        caption = paragraph(self.canvas, text, self.sheet.caption, BODY)
        self.listen()
        if self._caption is not None:
            self.play(FadeOut(self._caption), run_time=0.25)
        self.say(name, **values)
        self.play(FadeIn(caption), *companions, run_time=0.5)
        self._caption = caption

    def announce(self, finding: Finding, *companions: Any, **values: Any) -> None:
        """Tell what ``finding``'s detector found, and stand still until it is read."""
        numbers = {**finding.values, "step": finding.step, **values}
        self.tell(finding.name, *companions, **numbers)
        sentence = self.canvas.words(f"caption.{finding.name}", **numbers)
        self.timeline.mark(finding.name, finding.step, sentence)
        self.listen()
        self._announced = self._caption

    # Walks

    def start_clock(self, clock: Clock, *companions: Any) -> None:
        """Bring in a clock's views, and record on which ground each of its racers stands.

        A clock that was kept on stage from the act before just goes on.
        """
        arriving = [] if clock in self.mobjects else [FadeIn(clock)]
        if arriving or companions:
            self.play(*arriving, *companions, run_time=0.5)
        self.clock = clock
        for racer, ground in clock.grounds.items():
            self.timeline.open_view(racer, ground.describe(config.pixel_width))

    def stop_clock(self) -> None:
        """Take the clock's views off the record, before they move or leave."""
        self.clock = None
        self.timeline.close_views()

    def walk(self, pace: Pace) -> None:
        """Let the clock run at ``pace``; what was announced of an earlier step leaves."""
        if pace.seconds <= 0:
            return
        assert self.clock is not None
        leaving = []
        if self._caption is not None and self._caption is self._announced:
            leaving = [FadeOut(self._caption, run_time=min(0.3, pace.seconds))]
            self._caption = None
        self.play(Walk(self.clock, pace), *leaving)

    def walk_and_tell(
        self,
        pace: Callable[[int, int], Pace],
        steps: tuple[int, int],
        found: Iterable[Finding],
        tell: Callable[[Finding], None] | None = None,
    ) -> None:
        """Walk from the first of ``steps`` to the last, and stop at each of ``found``, in order.

        ``pace(start, end)`` is that of a stretch, as `Pace.between` gives it; ``tell`` says what
        is done about a finding, it is announced unless given::

            self.walk_and_tell(pace.between, (0, 100), [swings, turn])
        """
        now, last = steps
        for finding in found:
            stop = min(finding.step, last)
            self.walk(pace(now, stop))
            (tell or self.announce)(finding)
            now = stop
        self.walk(pace(now, last))

    def noting(self, view: RaceView) -> Callable[[Finding], None]:
        """A way to tell of findings: an outcome is noted in ``view``, all else is announced.

        Outcomes, such as that a racer has arrived, are the findings of which the catalogue has a
        note.
        """

        def tell(finding: Finding) -> None:
            if finding.name in self.canvas.words.entries["note"]:
                words = self.canvas.words(f"note.{finding.name}", step=finding.step)
                self.play(view.note(finding.racer, words), run_time=NOTE)
            else:
                self.announce(finding)

        return tell

    def _set_title(self, name: str, **values: Any) -> Type:
        words = self.canvas.words(f"title.{name}", **values)
        text = self.canvas.text(words, TITLE, weight="SEMIBOLD")
        place = self.sheet.title
        return place.place_type(place.cut(right=0.2 * place.width).fit(text), x=0.0)

    def _frame_count(self) -> int:
        """Frames of the play that just ended, counted as Manim counts them."""
        if self.is_current_animation_frozen_frame():
            return int(self.duration / (1 / config.frame_rate))
        return len(np.arange(0, self.duration, 1 / config.frame_rate))


def _parts_but(kept: Container[int], mobject: Mobject) -> Sequence[Mobject]:
    """What a clock or a plain Group holds (Manim wraps in one what it fades in together).

    Nothing whose id is ``kept``.
    """
    if id(mobject) in kept:
        return []
    if type(mobject) not in (Group, Clock):
        return [mobject]
    return [part for member in mobject.submobjects for part in _parts_but(kept, member)]
