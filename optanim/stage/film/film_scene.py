"""The scene all films derive from: fast renderer, acts, clock, timeline."""

from __future__ import annotations

import os
from collections.abc import Container, Mapping
from functools import partial
from typing import Any, ClassVar

import numpy as np
from manim import (
    Animation,
    Camera,
    FadeIn,
    FadeOut,
    Group,
    Mobject,
    RendererType,
    Succession,
    config,
    logger,
)
from manim.renderer.cairo_renderer import CairoRenderer

from optanim.base.errors import OptanimError
from optanim.frames.camera import StageCamera
from optanim.frames.renderer import FastRenderer
from optanim.look import theme as themes
from optanim.look.words import Words
from optanim.stage.draw.canvas import TITLE, Canvas
from optanim.stage.draw.clock import Clock, Walk
from optanim.stage.draw.ground import Ground
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.type import Type
from optanim.stage.film.fingerprint import Stamp
from optanim.stage.film.metadata import write_notes
from optanim.stage.film.narrated_scene import NarratedScene
from optanim.stage.film.timeline import Timeline
from optanim.studies.racing import Race


class FilmScene(NarratedScene):
    """A film in acts. Subclasses write `construct` like a storyboard.

    ``theme`` and ``language`` may be set by a subclass. The environment variable
    ``OPTANIM_THEME`` (dark or light) goes before the former, and a ``theme`` that the scene is
    made with before both.
    """

    theme: themes.Theme = themes.DARK
    language: str = "en"
    renderer_class: type[CairoRenderer] = FastRenderer
    camera_class: type[Camera] = StageCamera
    permanent: ClassVar[tuple[type[Mobject], ...]] = (Stamp,)

    def __init__(
        self, renderer: Any = None, theme: themes.Theme | None = None, **kwargs: Any
    ) -> None:
        if config.renderer != RendererType.CAIRO:
            raise SystemExit("optanim draws with Manim's Cairo renderer: leave out --renderer.")
        super().__init__(renderer=self.renderer_class(camera_class=self.camera_class), **kwargs)
        self._chosen_theme = theme

    def setup(self) -> None:
        """Lay out the frame; a missing font or an unknown theme ends the program in one line."""
        try:
            theme = self._chosen_theme or themes.named(
                os.environ.get("OPTANIM_THEME", self.theme.name)
            )
            self.canvas = Canvas.of(self.camera, theme, Words.load(self.language))
        except OptanimError as error:
            raise SystemExit(f"optanim: {error}") from None
        self.camera.background_color = theme.background
        self.sheet = Sheet.of(self.canvas)
        self.timeline = Timeline(config.frame_rate, (config.pixel_width, config.pixel_height))
        self.add(Stamp(theme.name))
        self._title: Type | None = None

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
        self.forget_caption()
        if leaving:
            self.play(FadeOut(Group(*leaving)), run_time=0.6)

    def open_with(self, name: str, **values: Any) -> None:
        """Begin the film with the title ``name``, there from the first frame."""
        self._title = self._set_title(name, **values)
        self.add(self._title)

    def title(self, name: str) -> Animation:
        """The animation that puts the title ``name`` in place of the last one."""
        last, self._title = self._title, self._set_title(name)
        arrival = FadeIn(self._title, run_time=0.3)
        return arrival if last is None else Succession(FadeOut(last, run_time=0.3), arrival)

    def _set_title(self, name: str, **values: Any) -> Type:
        words = self.canvas.words(f"title.{name}", **values)
        text = self.canvas.text(words, TITLE, weight="SEMIBOLD")
        room = 0.8 * self.sheet.title.width
        if text.width > room:
            text.scale(room / text.width)
        return self.sheet.title.place_line(text, x=0.0)

    def play(self, *args: Any, **kwargs: Any) -> None:
        """Play as Manim does, and note in the timeline which step each frame shows."""
        super().play(*args, **kwargs)
        frames = self._frame_count()
        walk = next((a for a in self.animations if isinstance(a, Walk)), None)
        if walk is not None:
            times = np.arange(frames) / config.frame_rate
            self.timeline.extend(walk.pace.at(time).step for time in times)
        else:
            step = None if self.clock is None else self.clock.moment.step
            self.timeline.extend([step] * frames)

    def start_clock(
        self, clock: Clock, places: Mapping[str, Ground], *companions: Animation
    ) -> None:
        """Bring in a clock's views; ``places`` tells on which map each racer walks.

        A clock that was kept on stage from the act before just goes on.
        """
        arriving = [] if clock in self.mobjects else [FadeIn(clock)]
        if arriving or companions:
            self.play(*arriving, *companions, run_time=0.5)
        self.clock = clock
        for racer, place in places.items():
            self.timeline.open_view(racer, place.describe(config.pixel_width))

    def stop_clock(self) -> None:
        """Take the clock's views off the record, before they move or leave."""
        self.clock = None
        self.timeline.close_views()

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

    def tear_down(self) -> None:
        """End on a still second and write subcaptions and timeline."""
        self.listen()
        self.wait(1.0)
        for line in self.timeline.narration:
            self.add_subcaption(line.text, line.seconds, line.start - self.time)
        writer = self.renderer.file_writer
        if writer.output_spec.is_video:
            self.timeline.write(writer.movie_file_path.with_suffix(".json"))
            writer.on_finish = partial(write_notes, type(self), self.timeline)

    def _frame_count(self) -> int:
        """Frames of the play that just ended, counted as Manim counts them."""
        if self.is_current_animation_frozen_frame():
            return int(self.duration / (1 / config.frame_rate))
        return len(np.arange(0, self.duration, 1 / config.frame_rate))


def _parts_but(kept: Container[int], mobject: Mobject) -> list[Mobject]:
    """What a clock or a plain Group holds (Manim wraps in one what it fades in together).

    Nothing whose id is ``kept``.
    """
    if id(mobject) in kept:
        return []
    if type(mobject) not in (Group, Clock):
        return [mobject]
    return [part for member in mobject.submobjects for part in _parts_but(kept, member)]
