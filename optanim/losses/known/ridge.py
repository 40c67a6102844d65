"""Ridge regression: mean squared error with a penalty on steep lines."""

from __future__ import annotations

from optanim.losses.entry import Entry, Setting
from optanim.losses.squares import MeanSquaredError, SquaredErrorOfMoments


class Ridge(MeanSquaredError):
    """mse + penalty b^2."""

    key = name = "ridge"


class RidgeOfMoments(SquaredErrorOfMoments):
    """The same from the moments of the data."""

    key = name = "ridge"


ENTRY = Entry(
    kind=Ridge,
    formula="L = 1/m sum_i (y_i - a - b x_i)^2 + lambda b^2",
    of_data=True,
    of_sums=RidgeOfMoments,
    least_rows=1,
    settings={"penalty": Setting(1.0, 1e-9, 1e9, "Ridge's, times the squared slope.")},
)
