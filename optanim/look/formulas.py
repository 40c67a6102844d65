"""The model and the losses in Typst's notation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MODEL = "y = a + b x"
LOSS = "L(a, b) = 1/m sum_(i=1)^m (y_i - a - b x_i)^2"

LOSSES: Mapping[str, str] = MappingProxyType(
    {
        "mse": "L = 1/m sum_i (y_i - a - b x_i)^2",
        "mae": "L = 1/m sum_i abs(y_i - a - b x_i)",
        "huber": "L = 1/m sum_i h_delta (y_i - a - b x_i)",
        "ridge": "L = 1/m sum_i (y_i - a - b x_i)^2 + lambda b^2",
        "logistic": "L = 1/m sum_i log(1 + e^(z_i)) - y_i z_i, quad z_i = a + b x_i",
        "quadratic": "L = 1/2 p^top H p, quad p = (x, y)",
        "rosenbrock": "L = (1 - x)^2 + 100 (y - x^2)^2",
        "himmelblau": "L = (x^2 + y - 11)^2 + (x + y^2 - 7)^2",
        "beale": "L = sum_(i=1)^3 (c_i - x (1 - y^i))^2",
        "saddle": "L = x^2 - y^2",
        "styblinski-tang": "L = 1/2 sum_(t = x, y) (t^4 - 16 t^2 + 5 t)",
        "rastrigin": "L = 20 + sum_(t = x, y) (t^2 - 10 cos 2 pi t)",
        "ackley": "L = 20 (1 - e^(-r slash 5)) + e - e^c",
    }
)
"""By a loss's key, its formula. Ackley's r is the root of the mean of x^2 and y^2, its c the mean
of cos 2 pi x and cos 2 pi y."""
