"""A quadratic of any condition, turned by any angle."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from optanim.losses.entry import Entry, Setting
from optanim.losses.loss import Quadratic, frozen


class Bowl(Quadratic):
    """(x^2 + condition y^2) / 2 in axes turned by so many degrees of rotation.

    That is L = p' H p / 2, where the eigenvalues of H are 1 and ``condition``.
    """

    key, name = "quadratic", "quadratic"
    axes, symbols = ("x", "y"), ("x", "y")
    start, window = (-4.0, 2.0), ((-5.0, 5.0), (-3.0, 3.0))

    def __init__(self, condition: float = 10.0, rotation: float = 0.0) -> None:
        self.settings = MappingProxyType(
            {"condition": float(condition), "rotation": float(rotation)}
        )
        angle = np.deg2rad(rotation)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        self.minimizers = frozen([[0.0, 0.0]])
        self.hessian = frozen(turn @ np.diag([1.0, condition]) @ turn.T)
        self.scale = float(self.value(np.array(self.start)))


ENTRY = Entry(
    kind=Bowl,
    formula="L = 1/2 p^top H p, quad p = (x, y)",
    settings={
        "condition": Setting(10.0, 1.0, 1e6, "Of the quadratic: steep over flat."),
        "rotation": Setting(0.0, -360.0, 360.0, "Of the quadratic, in degrees."),
    },
)
