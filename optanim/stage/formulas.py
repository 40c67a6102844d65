"""Update rules and losses in Typst's notation, read straight off the torch documentation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MODEL = "y = a + b x"
LOSS = "L(a, b) = 1/m sum_(i=1)^m (y_i - a - b x_i)^2"

UPDATE_RULES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "GD": ("theta arrow.l theta - eta g",),
        "Momentum": ("u arrow.l gamma u + g", "theta arrow.l theta - eta u"),
        "RMSprop": (
            "v arrow.l alpha v + (1 - alpha) g^2",
            "theta arrow.l theta - eta g / (sqrt(v) + epsilon)",
        ),
        "Adam": (
            "m arrow.l beta_1 m + (1 - beta_1) g",
            "v arrow.l beta_2 v + (1 - beta_2) g^2",
            "theta arrow.l theta - eta hat(m) / (sqrt(hat(v)) + epsilon)",
        ),
    }
)
"""By racer's name, one formula a line: g is the gradient, theta the parameters (a, b)."""
