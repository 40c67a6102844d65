"""Mean squared error, the article's loss."""

from __future__ import annotations

from optanim.losses.entry import Entry
from optanim.losses.squares import MeanSquaredError, SquaredErrorOfMoments

ENTRY = Entry(
    kind=MeanSquaredError,
    formula="L = 1/m sum_i (y_i - a - b x_i)^2",
    of_data=True,
    of_sums=SquaredErrorOfMoments,
)
