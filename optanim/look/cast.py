"""Who is who: a colour and a shape for every racer of a race, whatever it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from optanim.look.shapes import SHAPES
from optanim.look.theme import Theme
from optanim.look.vision import farthest, legible
from optanim.optimizers.optimizer import TABLE, Optimizer


def kind(optimizer: Optimizer) -> str | None:
    """The name of the table that ``optimizer`` is an instance of, or None.

    SGD is gradient descent, momentum or Nesterov, as its keywords say.
    """
    if optimizer.torch_class == "SGD":
        momentum = optimizer.keywords.get("momentum", 0.0)
        nesterov = optimizer.keywords.get("nesterov", False)
        return ("Nesterov" if nesterov else "Momentum") if momentum else "GD"
    return next((n for n, e in TABLE.items() if e.torch_class == optimizer.torch_class), None)


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
    known: dict[str, str] = {}
    for name, optimizer in racers.items():
        of = kind(optimizer)
        if of is not None and of not in known.values():
            known[name] = of
    chosen = {
        name: legible(asked[name], theme.text, grounds) if name in asked
        else theme.racers[known[name]]
        for name in racers if name in asked or name in known
    }  # fmt: skip
    free = [shape for shape in SHAPES if shape not in known.values()]
    shapes = {}
    for name in racers:
        if name not in chosen:
            chosen[name] = farthest([theme.accent, *chosen.values()], grounds)
        shapes[name] = SHAPES[known[name] if name in known else free.pop(0)]
    return replace(theme, racers=theme.racers | chosen, shapes=theme.shapes | shapes)
