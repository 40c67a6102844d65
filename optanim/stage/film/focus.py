"""Whom a sentence speaks of: their heads pulse once, and the ways of all others recede."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from manim import Animation, Mobject, VMobject

from optanim.runs.trajectory import Trajectory
from optanim.stage.charts.loss_chart import LossCurve
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.shade import Shade
from optanim.stage.film.emphasis import RECEDED, OnLand, Pulse
from optanim.stage.map.tail import Tail
from optanim.stage.map.walker import Head, Trail
from optanim.stage.surface.relief import Relief

EVERYBODY = "everybody"
"""What is in focus while a sentence speaks of all racers, whomever it names."""


class Focus:
    """The racers of a clock whom a sentence names, as they are told from all others.

    Where it names nobody or everybody, and where only one races, there is none.
    """

    def __init__(self) -> None:
        self.receded: dict[VMobject, Shade] = {}
        self.lands: list[Relief] = []

    def move_to(self, clock: Clock, said: str, values: Mapping[str, Any]) -> list[Animation]:
        """The animations in which it goes to whom ``said`` names, with ``values`` in its fields."""
        racers = _racers(clock)
        named = spoken_of(racers, said, values)
        others = racers - named if named else set()
        ways = [way for way in clock.submobjects if isinstance(way, Trail | Tail | LossCurve)]
        ways = [way for way in ways if way.run.label in others]
        coming = [self.receded.pop(way).to(1.0) for way in [*self.receded] if way not in ways]
        going = [self._recede(way) for way in ways if way not in self.receded]
        self.lands = _lands(clock)
        on_land = [OnLand(land, named if others else set(), others) for land in self.lands]
        pulsing = [Pulse(clock, head) for head in _heads(clock) if head.run.label in named]
        return [*coming, *going, *on_land, *(pulsing if others else [])]

    def release(self) -> list[Animation]:
        """The animations in which all are seen again."""
        coming = [shade.to(1.0) for shade in self.receded.values()]
        on_land = [OnLand(land) for land in self.lands if min(land.shares.values()) < 1.0]
        self.receded, self.lands = {}, []
        return [*coming, *on_land]

    def release_of(self, kept: Iterable[Mobject]) -> tuple[Animation, ...]:
        """The same of those that are ``kept`` on stage; the others leave as they are."""
        family = {id(part) for mobject in kept for part in mobject.get_family()}
        return tuple(one for one in self.release() if id(one.mobject) in family)

    def _recede(self, way: VMobject) -> Animation:
        self.receded[way] = shade = Shade(way)
        return shade.to(RECEDED)


def pulses(clock: Clock, said: str, values: Mapping[str, Any]) -> list[Animation]:
    """The animations in which the heads of those pulse whom ``said`` names; see `Focus`."""
    racers = _racers(clock)
    named = spoken_of(racers, said, values)
    if named in (set(), racers):
        return []
    heads = [Pulse(clock, head) for head in _heads(clock) if head.run.label in named]
    return [*heads, *(OnLand(land, named, None) for land in _lands(clock))]


def runs_on(clock: Clock) -> dict[str, Trajectory]:
    """The runs whose heads ``clock`` moves, on maps and on land, by racer's name; no control's."""
    heads = [view for view in clock.submobjects if isinstance(view, Head) and not view.ghost]
    lands = (view for view in clock.beside if isinstance(view, Relief))
    on_land = {name: run for land in lands for name, run in land.runs.items()}
    return {**on_land, **{head.run.label: head.run for head in heads}}


def spoken_of(racers: Iterable[str], said: str, values: Mapping[str, Any]) -> set[str]:
    """Which of ``racers`` a sentence names, as it is ``said``, and its subject.

    That is the ``racer`` among the ``values`` of its fields. A name that is a word as any other is
    only found where it is in a value. The value ``focus`` has names of whom it means besides;
    nobody is named where that is `EVERYBODY`.
    """
    focus = values.get("focus", ())
    if focus == EVERYBODY:
        return set()
    named = {name for name in racers if name == values.get("racer") or name in focus}
    told = " ".join(value for value in values.values() if isinstance(value, str))
    for name in sorted(racers, key=len, reverse=True):
        pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
        word = name.islower() and name.isalpha()
        if re.search(pattern, said) and (not word or re.search(pattern, told)):
            named.add(name)
            said = re.sub(pattern, " ", said)
    return named


def _heads(clock: Clock) -> list[Head]:
    heads = [view for view in clock.submobjects if isinstance(view, Head) and not view.ghost]
    return heads if len(heads) > 1 else []


def _lands(clock: Clock) -> list[Relief]:
    lands = (view for view in clock.beside if isinstance(view, Relief))
    return [land for land in lands if len(land.racers) > 1]


def _racers(clock: Clock) -> set[str]:
    on_maps = {head.run.label for head in _heads(clock)}
    return on_maps.union(*(land.racers for land in _lands(clock)))
