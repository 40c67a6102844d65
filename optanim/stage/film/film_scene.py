"""The scene all films derive from: acts, titles, narration, one clock."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Self

import numpy as np
from manim import Animation, FadeIn, FadeOut, Group, Mobject, Succession, config
from manim.animation.animation import prepare_animation

from optanim.base import interrupt
from optanim.frames.unpainted import Unpainted
from optanim.look import race_words
from optanim.stage.draw.canvas import BODY, TITLE
from optanim.stage.draw.clock import Clock, Pace, Walk
from optanim.stage.draw.fitting import LEGIBLE
from optanim.stage.draw.paragraphs import paragraph
from optanim.stage.film.fingerprint import Stamp
from optanim.stage.film.focus import Focus, pulses, runs_on
from optanim.stage.film.legs import STOP, legs
from optanim.stage.film.passing import NOTE, Passing
from optanim.stage.film.production import Production
from optanim.stage.map.bowl import Bowl
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.views.race_view import RaceView
from optanim.stories.findings import Finding

TURN = 0.85  # seconds in which one caption gives way to the next
COMING = 0.5  # seconds in which a caption comes
SPARE = 1.5  # seconds that what is spoken on the way may take longer than the way
BREATH = 0.25  # seconds between two sentences of which the second just follows
GUESS = 2.0  # seconds to guess in
LEAST = 0.01  # seconds that a step takes at least, however little time there is
BESIDE = 0.5  # of its row that a title leaves free: it ends on the map that fills half the frame
COUNTER = 270.0  # design pixels that it leaves free in an upright frame, for the step counter
LEAVING = 0.3  # seconds in which the last act's picture gives way to the next


class FilmScene(Production):
    """A film in acts. Subclasses write `construct` like a storyboard.

    Theme, language and what else a film is made with are those of a `Production`.
    """

    permanent: ClassVar[tuple[type[Mobject], ...]] = (Stamp,)

    clock: Clock | None = None
    _title: Mobject | None = None
    _caption: Mobject | None = None
    _announced = False
    _held = False
    _outgoing: tuple[Mobject, ...] = ()
    _pointers: tuple[Mobject, ...] = ()
    _focus: Focus
    _returning: tuple[Animation, ...] = ()
    _spoken_until = -BREATH

    def setup(self) -> None:
        """Begin with nobody in focus."""
        super().setup()
        self._focus = Focus()

    # Acts and titles

    def open_with(self, name: str, **values: Any) -> None:
        """Begin the film with the title ``name``, there from the first frame."""
        self._title = self._set_title(name, **values)
        self.add(self._title)

    def act(self, name: str, *keep: Mobject) -> None:
        """Begin an act with nothing but ``keep`` on stage, and the title until the next.

        Views of a clock may be kept without the others. What leaves does so while the first that
        is played arrives.

        The act before it ends on a still second, so that its clip does too.
        """
        if self.timeline.frames:
            self.rest()
        self.next_section(name)
        self.timeline.begin_section(name, self.canvas.words(f"sections.{name}"))
        self.stop_clock()
        kept = {id(mobject) for mobject in (*keep, self._title)}
        others = [part for m in self.mobjects for part in _parts_but(kept, m)]
        leaving = [mobject for mobject in others if not isinstance(mobject, self.permanent)]
        self._caption, self._announced, self._pointers = None, False, ()
        self._returning = self._focus.release_of(keep)
        self.give_way(leaving)

    def give_way(self, leaving: Sequence[Mobject]) -> None:
        """Let ``leaving`` fade away while what is played next arrives."""
        self._outgoing = tuple(leaving)

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

    def add(self, *mobjects: Any) -> Self:
        """Add ``mobjects``, grounds behind all else: what is written stands on them."""
        super().add(*mobjects)
        if any(map(_has_ground, mobjects)):
            covers = [shown for shown in self.mobjects if isinstance(shown, Unpainted)]
            self.bring_to_back(*filter(_has_ground, self.mobjects), *covers)
        return self

    def update_mobjects(self, dt: float) -> None:
        """Before every frame, end if somebody asked to."""
        interrupt.heed()
        super().update_mobjects(dt)

    def play(self, *args: Any, **kwargs: Any) -> None:
        """Play as Manim does, and note in the timeline which step each frame shows."""
        super().play(*self._going(args, kwargs), *args, **kwargs)
        if self.renderer.skip_animations:
            self.update_mobjects(0)  # as after a play that is drawn
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
        start = self.timeline.seconds
        if self.narrator.voice is not None:  # who reads needs no breath
            start = max(start, self._spoken_until + BREATH)
        self._speak(name, start, **values)

    def spoken(self, name: str, **values: Any) -> float:
        """How many seconds the catalogue's narration ``name`` takes."""
        return self._seconds(self.canvas.words(f"say.{name}", **values))

    @property
    def unheard(self) -> float:
        """In how many seconds everything said will have been heard; 0 if it has been."""
        return max(self._spoken_until - self.timeline.seconds, 0.0)

    def listen(self) -> None:
        """Wait until everything said has been heard."""
        self.linger(np.inf)

    def linger(self, seconds: float) -> None:
        """Wait ``seconds``, but no longer than until everything said has been heard."""
        left = min(self.unheard, seconds)
        frames = int(np.ceil(left * config.frame_rate - 1e-6))
        if frames > 0:
            self.wait((frames + 0.25) / config.frame_rate)  # Manim counts the whole frames in it

    def meanwhile(self, *animations: Any) -> None:
        """Play ``animations`` for as long as what is being said is still to be heard."""
        self.play(*animations, run_time=max(self.unheard, COMING))

    def rest(self) -> None:
        """Stand still for a second once everything said has been heard."""
        self.listen()
        super().rest()

    def tell(self, name: str, *companions: Any, **values: Any) -> None:
        """Put the caption ``name`` on screen in place of the last one, and speak it.

        ``companions`` are animations played along with the change of captions. Whom it names is in
        focus; ``focus`` is `EVERYBODY` where it speaks of all of them even so.
        """
        text = self.canvas.words(f"caption.{name}", **values)
        caption = self._set_caption(text)
        self.listen()
        if leaving := self._told():
            self.play(*map(FadeOut, leaving), run_time=0.25)
        self.say(name, **values)
        shifting: list[Animation] = []
        if self.clock is not None:
            said = f"{text} {self.canvas.words(f'say.{name}', **values)}"
            shifting = self._focus.move_to(self.clock, said, values)
        self.play(FadeIn(caption), *companions, *shifting, run_time=COMING)
        self._caption, self._announced, self._pointers = caption, False, ()

    def ask(
        self, name: str, *companions: Any, steps: tuple[int, int] | None = None, **values: Any
    ) -> None:
        """Tell the question ``name``, and leave two seconds to guess in.

        While it is heard the clock walks ``steps``, from the first to the last, if they are given.
        """
        self.tell(name, *companions, **values)
        if steps:
            self.walk_heard(*steps, rest=0.0)
        self.listen()
        self.timeline.ask(self.canvas.words(f"say.{name}", **values), GUESS)
        if released := self._focus.release():
            self.play(*released, run_time=COMING)
            self.wait(GUESS - COMING)
        else:
            self.wait(GUESS)

    def hush(self) -> list[Animation]:
        """The animations in which the caption leaves, once it has been heard."""
        self.listen()
        leaving = self._told()
        self._caption, self._announced, self._pointers = None, False, ()
        return [*map(FadeOut, leaving), *self._focus.release()]

    def announce(
        self,
        finding: Finding,
        *companions: Any,
        pointers: Sequence[Mobject] = (),
        hold: bool = False,
        **values: Any,
    ) -> None:
        """Tell what ``finding``'s detector found, and stand still for a moment.

        A walk that follows goes on slowly while the sentence is heard, on ``hold`` hardly at all.
        ``pointers`` come with the caption, and leave as somebody walks on.
        """
        numbers = {**_numbers(finding), **values}
        self.tell(finding.name, *companions, *map(FadeIn, pointers), **numbers)
        sentence = self.canvas.words(f"caption.{finding.name}", **numbers)
        self.timeline.mark(finding.name, finding.step, sentence)
        self._announced, self._pointers, self._held = True, tuple(pointers), hold
        self.linger(STOP - COMING)

    def mention(self, finding: Finding, silence: float, after: float = 0.0) -> list[Animation]:
        """Speak of ``finding`` ``after`` so many seconds from now, or once all is silent.

        Only if that has been heard within ``silence`` seconds, and the voice has it. Returns the
        animations in which the heads of those pulse whom it names.
        """
        numbers = _numbers(finding)
        wanted = self.timeline.seconds + after
        start = max(wanted, self._spoken_until + BREATH)
        if start + self.spoken(finding.name, **numbers) > wanted + silence + BREATH:
            return []
        said = self.canvas.words(f"say.{finding.name}", **numbers)
        if not self.narrator.has(said):
            return []
        self._speak(finding.name, start, **numbers)
        if self.clock is None:
            return []
        waiting = start - self.timeline.seconds
        return [Passing(0, one).after(waiting) for one in pulses(self.clock, said, numbers)]

    # Walks

    def start_clock(self, clock: Clock, *companions: Any, only: str = "") -> None:
        """Bring in a clock's views, and record on which ground each of its racers stands.

        A clock that was kept on stage from the act before just goes on. Where one racer is shown
        alone, ``only`` names it.
        """
        there = any(clock in shown.get_family() for shown in self.mobjects)
        arriving = [] if there else [FadeIn(clock)]
        if arriving or companions:
            self.play(*arriving, *companions, run_time=0.5)
        self.clock = clock
        theme, runs = self.canvas.theme, runs_on(clock)
        for racer, ground in clock.grounds.items():
            if racer == only or not only:
                if racer in theme.racers:
                    self.timeline.introduce(racer, theme.racer(racer), theme.outline(racer))
                place = ground.describe(config.pixel_width)
                self.timeline.open_view(racer, place, runs.get(racer))

    def stop_clock(self) -> None:
        """Take the clock's views off the record, before they move or leave."""
        self.clock = None
        self.timeline.close_views()

    def walk(self, pace: Pace, passing: Iterable[Passing] = ()) -> None:
        """Let the clock run at ``pace``, slowly while what was announced is heard.

        That then leaves. What is ``passing`` comes meanwhile. The clock waits at the end until
        all of it is there.
        """
        assert self.clock is not None
        playing: list[Animation] = []
        unheard = self.unheard
        heard = unheard if self._announced else 0.0
        pace = pace.held(heard) if self._held else pace.slowed(heard)
        for one in passing:
            seconds = pace.when(one.step)
            if one.arriving is not None:
                playing.append(one.after(seconds))
            if one.spoken:
                left = pace.seconds - seconds + SPARE
                playing += self.mention(one.spoken, min(one.silence, left), seconds)
        if pace.seconds > 0:
            playing.append(Walk(self.clock, pace))  # last: it moves what arrives meanwhile
            playing = [*self._leaving(heard, pace.seconds), *playing]
            if unheard + NOTE < pace.seconds:
                released = self._focus.release()
                playing = [*(Passing(0, one).after(unheard) for one in released), *playing]
        if playing:
            self.play(*playing)

    def walk_heard(self, first: int, last: int, rest: float = 0.4) -> None:
        """Walk evenly from step ``first`` to ``last`` while what was told is heard.

        ``rest`` is the share of a step's time before it is taken.
        """
        seconds = max(self.unheard, LEAST * abs(last - first))
        each = seconds / max(abs(last - first), 1)
        self.walk(Pace.even(first, last, rest=rest * each, move=(1.0 - rest) * each))

    def walk_and_tell(
        self,
        pace: Callable[[int, int], Pace],
        steps: tuple[int, int],
        found: Iterable[Finding],
        passing: Iterable[Passing] = (),
        tell: Callable[[Finding], None] | None = None,
    ) -> None:
        """Walk from the first of ``steps`` to the last, and stop at each of ``found``, in order.

        ``pace(start, end)`` is that of a stretch, as `Pace.between` gives it. What is ``passing``
        comes on the way. ``tell`` says what is done about a finding, it is announced unless
        given::

            self.walk_and_tell(pace.between, (0, 100), [swings, turn])
        """
        now, last = steps
        coming = sorted(passing, key=lambda one: one.step)
        for finding in found:
            stop = min(finding.step, last)
            due = [one for one in coming if one.step <= stop]
            self.walk(pace(now, stop), due)
            (tell or self.announce)(finding)
            now, coming = stop, coming[len(due) :]
        self.walk(pace(now, last), coming)

    def noting(
        self, found: Iterable[Finding], view: RaceView
    ) -> tuple[list[Finding], list[Passing]]:
        """What of ``found`` a walk is to stop at, and outcomes, each a note in ``view`` in passing.

        Outcomes, such as that a racer has arrived, are the findings of which the catalogue has a
        note. They are spoken of where there is silence enough.
        """
        stops, passing = [], []
        for finding in found:
            if self._has_note(finding):
                words = self.canvas.words(f"note.{finding.name}", step=finding.step)
                name, values = race_words.headline(finding)
                spoken = Finding(name, finding.step, values, finding.racer)
                passing.append(Passing(finding.step, view.note(finding.racer, words), spoken))
            else:
                stops.append(finding)
        return stops, passing

    def lasting(
        self, pace: Callable[[int, int], Pace], steps: tuple[int, int], found: Iterable[Finding]
    ) -> float:
        """About how many seconds `walk_and_tell` takes with what of ``found`` `noting` stops at."""
        told = [(each.step, self.telling(each)) for each in found if not self._has_note(each)]
        return sum(STOP + leg.seconds for leg in legs(pace, steps, told)) - STOP

    def telling(self, finding: Finding) -> float:
        """How many seconds it takes to say what ``finding``'s detector found."""
        return self.spoken(finding.name, **_numbers(finding))

    def _leaving(self, heard: float, seconds: float) -> list[Animation]:
        """What leaves on a walk of ``seconds``: what points to the past; the caption once heard."""
        leaving = [Passing(0, FadeOut(pointer)).after(0.0) for pointer in self._pointers]
        self._pointers = ()
        if self._announced and self._caption is not None and heard + NOTE < seconds:
            leaving.append(Passing(0, FadeOut(self._caption)).after(heard))
            self._caption, self._announced = None, False
        return leaving

    def _going(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> list[Animation]:
        """The animations in which the last act's picture leaves, no longer than ``args`` take."""
        going, self._outgoing = self._outgoing, ()
        returning, self._returning = self._returning, ()
        if not going and not returning:
            return []
        longest = max((prepare_animation(one).run_time for one in args), default=LEAVING)
        seconds = min(LEAVING, kwargs.get("run_time", longest))
        leaving = (FadeOut(mobject, run_time=seconds) for mobject in going)
        return [*leaving, *(one.set_run_time(seconds) for one in returning)]

    def _told(self) -> list[Mobject]:
        """The caption, if one stands, and what points to what it tells of."""
        return [*([] if self._caption is None else [self._caption]), *self._pointers]

    def _has_note(self, finding: Finding) -> bool:
        return finding.name in self.canvas.words.entries["note"]

    def _speak(self, name: str, start: float, /, **values: Any) -> None:
        sentence = self.canvas.words(f"say.{name}", **values)
        seconds = self._seconds(sentence)
        self.timeline.say(sentence, start, seconds, self.narrator.sound(sentence))
        self._spoken_until = start + seconds

    def _seconds(self, sentence: str) -> float:
        return self.narrator.seconds(sentence, len(self.timeline.sections))

    def backed(self, text: Mobject) -> Mobject:
        """``text`` with whatever it needs behind it to be read; here it needs nothing."""
        return text

    def _set_caption(self, text: str) -> Mobject:
        """The caption, set a little smaller where that keeps it on the map that fills half."""
        place = self.sheet.caption
        lines = paragraph(self.canvas, text, place, BODY, x=0.0)
        share = BESIDE * place.width / self.canvas.width_of(lines)
        if not self.sheet.upright and LEGIBLE < share < 1.0:
            place.place(lines.scale(share), x=0.0)
        return self.backed(lines)

    def _set_title(self, name: str, **values: Any) -> Mobject:
        words = self.canvas.words(f"title.{name}", **values)
        self.timeline.title = self.timeline.title or words
        text = self.canvas.text(words, TITLE, weight="SEMIBOLD")
        place = self.sheet.title
        most = place.cut(right=COUNTER if self.sheet.upright else BESIDE * place.width)
        return self.backed(place.place_type(most.fit(text), x=0.0))

    def _frame_count(self) -> int:
        """Frames of the play that just ended, counted as Manim counts them."""
        if self.is_current_animation_frozen_frame():
            return int(self.duration / (1 / config.frame_rate))
        return len(np.arange(0, self.duration, 1 / config.frame_rate))


def _has_ground(mobject: Mobject) -> bool:
    """Whether ``mobject`` is a map, or holds one."""
    return any(isinstance(part, ContourMap | Bowl) for part in mobject.get_family())


def _numbers(finding: Finding) -> dict[str, Any]:
    """All that a sentence about ``finding`` may name."""
    return {"racer": finding.racer, **finding.values, "step": finding.step}


def _parts_but(kept: Container[int], mobject: Mobject) -> Sequence[Mobject]:
    """What a clock or a plain Group holds (Manim wraps in one what it fades in together).

    Nothing whose id is ``kept``.
    """
    if id(mobject) in kept:
        return []
    if type(mobject) not in (Group, Clock):
        return [mobject]
    return [part for member in mobject.submobjects for part in _parts_but(kept, member)]
