"""Gradient descent.

Cauchy (1847), "Méthode générale pour la résolution des systèmes d'équations simultanées".
"""

from __future__ import annotations

from optanim.optimizers.entry import Entry
from optanim.optimizers.known._sgd import AVERAGES, BOUNDS, SYMBOLS, refuse, sgd

ENTRY = Entry(
    name="GD",
    year=1847,
    torch_class="SGD",
    rule=sgd,
    refuse=refuse,
    bounds=BOUNDS,
    averages=AVERAGES,
    formula=("theta arrow.l theta - eta g",),
    symbols=SYMBOLS,
    colors={"dark": "#FFC400", "light": "#9A5B00"},
    shape=("circle",),
)
