"""How Manim has a film made: settings, theme, timeline, and the files that come of it."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import gettempdir
from typing import Any, ClassVar

from manim import Camera, ManimColor, Scene, config, logger, tempconfig
from manim.renderer.cairo_renderer import CairoRenderer
from manim.utils.exceptions import EndSceneEarlyException

from optanim.base.errors import OptanimError
from optanim.base.files import workplace
from optanim.base.marks import is_ours
from optanim.frames.camera import StageCamera
from optanim.frames.encoder import FrameWriter
from optanim.frames.renderer import FastRenderer
from optanim.look import theme as themes
from optanim.look.words import Words
from optanim.race_file import VARIABLE
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.sheet import Sheet
from optanim.stage.film.door import check_output, check_settings, one_line, settings_told, told
from optanim.stage.film.fingerprint import Stamp
from optanim.stage.film.metadata import write_notes
from optanim.stage.film.narrator import Narrator
from optanim.stage.film.timeline import Timeline
from optanim.studies.racing import Race
from optanim.voice import VARIABLE as VOICE
from optanim.voice import Voice, voices

_log = logging.getLogger(__name__)


class Production(Scene):
    """A scene of Manim's with a theme, a language and a timeline, written to files as a film.

    ``theme``, ``language`` and ``voice`` may be set by a subclass. The environment variables
    ``OPTANIM_THEME`` (dark or light), ``OPTANIM_LANGUAGE`` and ``OPTANIM_VOICE`` go before them,
    and what of these three the scene is made with before all. A subclass that shows the race that
    ``OPTANIM_RACE`` names says so by ``takes_race``.

    A scene that is not subclassed is made with a ``script``, a function of the scene, which it
    follows. ``about`` names the entry, and its values, that is the title in the file; unless given
    it is that of the scene's file, or else the class's docstring. ``watch`` is called with the
    seconds made so far.
    """

    theme: themes.Theme = themes.DARK
    language: str = "en"
    voice: str = "none"
    takes_race: ClassVar[bool] = False
    renderer_class: type[CairoRenderer] = FastRenderer
    camera_class: type[Camera] = StageCamera

    camera: Camera
    canvas: Canvas
    sheet: Sheet
    timeline: Timeline
    narrator: Narrator

    def __init__(
        self,
        renderer: Any = None,
        theme: themes.Theme | None = None,
        language: str | None = None,
        voice: str | Voice | None = None,
        script: Callable[[Any], None] | None = None,
        about: tuple[str, dict[str, Any]] | None = None,
        watch: Callable[[float], None] = lambda seconds: None,
        **kwargs: Any,
    ) -> None:
        self._chosen_theme, self._chosen_language, self._chosen_voice = theme, language, voice
        self.script, self.watch, self._about = script, watch, about
        with one_line():
            check_settings()
            renderer = self.renderer_class(camera_class=self.camera_class)
            with settings_told():
                super().__init__(renderer=renderer, **kwargs)
            check_output(self)

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
            workplace(Path(gettempdir())) as folder,
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
        chosen = self._chosen_voice or os.environ.get(VOICE, "").strip() or self.voice
        words = self.canvas.words
        voice = voices.named(chosen, words) if isinstance(chosen, str) else chosen
        self.narrator = Narrator(voice, words.reading)

    def construct(self) -> None:
        """Follow the script, if there is one."""
        if self.script is not None:
            self.script(self)

    def tear_down(self) -> None:
        """End on a still second and write subcaptions and timeline."""
        with suppress(EndSceneEarlyException):  # at the last animation of Manim's -n
            self.rest()
        writer = self.renderer.file_writer
        if isinstance(writer, FrameWriter):
            notes = partial(write_notes, self.about, self.timeline, is_part=self.is_part)
            writer.on_finish = notes
        if self.is_part:
            self._end_part()
            return
        for line in self.timeline.narration:
            self.add_subcaption(line.subcaption, line.seconds, line.start - self.time)
            if line.sound is not None:
                writer.add_sound(line.sound, line.start)
        if writer.output_spec.is_video:
            self.timeline.write(self.path.with_suffix(".json"))

    def rest(self) -> None:
        """Stand still for a second."""
        self.wait(1.0)

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
        theme = self._chosen_theme or themes.named(
            os.environ.get("OPTANIM_THEME", "").strip() or theme.name
        )
        words = Words.load(
            self._chosen_language or os.environ.get("OPTANIM_LANGUAGE", "").strip() or self.language
        )
        self.canvas = Canvas.of(self.camera, theme, words)
        self.camera.background_color = ManimColor(theme.background)
        self.sheet = Sheet.of(self.canvas)
        self.remove(*(mobject for mobject in self.mobjects if isinstance(mobject, Stamp)))
        self.add(Stamp(theme.name))

    def certify(self, race: Race) -> None:
        """Say which runs are proven, and write their fingerprints into timeline and film."""
        known = self.timeline.fingerprints
        for name, fingerprint in race.fingerprints.items():
            run = race.proofs[name].trajectory
            names = name, f"{name}, {run.optimizer}", f"{name}, {run.optimizer}, {run.steps} steps"
            free = (one for one in names if known.get(one, fingerprint) == fingerprint)
            known[next(free, names[-1])] = fingerprint
        proven = ", ".join(
            f"{name} ({len(verified.checks)} checks)" for name, verified in race.proofs.items()
        )
        logger.info("Verified before the first frame: %s", proven)
