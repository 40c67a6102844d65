"""Gradient descent with a memory.

Polyak (1964), "Some methods of speeding up the convergence of iteration methods".
"""

from __future__ import annotations

from optanim.optimizers.entry import Entry
from optanim.optimizers.known._sgd import AVERAGES, BOUNDS, SYMBOLS, refuse, sgd

ENTRY = Entry(
    name="Momentum",
    year=1964,
    torch_class="SGD",
    keywords={"momentum": 0.2},
    rule=sgd,
    refuse=refuse,
    bounds=BOUNDS,
    averages=AVERAGES,
    formula=("u arrow.l gamma u + g", "theta arrow.l theta - eta u"),
    symbols=SYMBOLS,
    letters={"momentum_buffer": "u"},
    colors={"dark": "#2EC4FF", "light": "#0062B8"},
    shape=("polygon", 4, 45),
)
