"""Momentum that looks ahead.

Nesterov (1983), "A method of solving a convex programming problem with convergence O(1/k^2)".
"""

from __future__ import annotations

from optanim.optimizers.entry import Entry
from optanim.optimizers.known._sgd import AVERAGES, BOUNDS, SYMBOLS, refuse, sgd

ENTRY = Entry(
    name="Nesterov",
    year=1983,
    torch_class="SGD",
    keywords={"momentum": 0.2, "nesterov": True},
    rule=sgd,
    refuse=refuse,
    bounds=BOUNDS,
    averages=AVERAGES,
    formula=("u arrow.l gamma u + g", "theta arrow.l theta - eta (g + gamma u)"),
    symbols=SYMBOLS,
    letters={"momentum_buffer": "u"},
    colors={"dark": "#A679FF", "light": "#B000FF"},
    shape=("polygon", 5),
)
