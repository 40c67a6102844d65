"""Who is who: a colour and a shape for every racer of a race, whatever it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from optanim.look.shapes import SPARE, outline
from optanim.look.theme import Theme
from optanim.look.vision import farthest, legible
from optanim.optimizers.entry import Entry
from optanim.optimizers.optimizer import Optimizer


def cast(
    theme: Theme, racers: Mapping[str, Optimizer], colors: Mapping[str, str] | None = None
) -> Theme:
    """``theme`` with a colour and a shape for each of ``racers``, by their labels.

    The first of a known kind keeps the kind's own, as in every film. Repeats and classes that are
    not in the table get what is still free: the colour that keeps farthest from all others for
    colour-blind viewers too, and a shape of their own. ``colors`` are the user's, by label; one
    that cannot be read on the theme's ground gets as much of the text's colour as it needs.
    """
    grounds, asked = (theme.background, theme.panel), dict(colors or {})
    known: dict[str, Entry] = {}
    for name, optimizer in racers.items():
        if optimizer.kind is not None and optimizer.kind not in known.values():
            known[name] = optimizer.kind
    own = {name: theme.racers[e.name] for name, e in known.items() if e.name in theme.racers}
    own |= {name: legible(color, theme.text, grounds) for name, color in asked.items()}
    chosen = {name: own[name] for name in racers if name in own}
    taken = {entry.shape for entry in known.values()}
    free = iter([shape for shape in SPARE if shape not in taken])
    shapes = {}
    for name in racers:
        if name not in chosen:
            chosen[name] = farthest([theme.minimum, *chosen.values()], grounds)
        shapes[name] = outline(known[name].shape if name in known else next(free))
    return replace(theme, racers={**theme.racers, **chosen}, shapes={**theme.shapes, **shapes})
