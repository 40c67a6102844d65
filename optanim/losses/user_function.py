"""A user's own loss: a Python function of two torch tensors, differentiated by torch's autograd.

There is no formula to hold the gradient against, so central differences are. With ``trace`` the
only place that loads torch, and only when such a loss is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from optanim.base.errors import OptanimError
from optanim.base.user_code import imported
from optanim.losses.loss import EPS, Loss, frozen
from optanim.losses.minimizers import valleys

STEP = EPS**0.2
"""Of the central differences, in units of the parameter (at least 1): best with one extrapolation,
whose error falls with the fourth power of the step."""


class OwnFunction(Loss):
    """The function ``place``, written ``package.module:name``: two tensors (...) to one (...).

    It must be made of torch's operations, in float64. ``window`` is where its minima are looked
    for, by default 5 to each side of ``start``: on a grid, then by descent. They are marked found.
    Raises OptanimError where the function cannot be imported or is no such function.
    """

    key = "function"
    axes, symbols = ("x", "y"), ("x", "y")
    start: tuple[float, float]
    exact_gradient, found = False, True

    def __init__(
        self,
        place: str,
        start: tuple[float, float] = (0.0, 0.0),
        window: tuple[tuple[float, float], tuple[float, float]] | None = None,
    ) -> None:
        self.name = place
        self._function, source = imported(place, "a loss")
        self.start = float(start[0]), float(start[1])
        if window is not None:
            (left, right), (low, high) = window
            self.window = (float(left), float(right)), (float(low), float(high))
        settings = {"place": place, "start": self.start, "window": self.window, "sha256": source}
        self.settings = MappingProxyType(settings)
        self._check()
        self._find()

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in vars(self).items() if key != "_function"}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        super().__setstate__(state)
        self._function, _ = imported(self.name, "a loss")  # a lambda cannot be pickled

    def value(self, params: Any) -> Any:
        """The function's value; torch in, torch out, and the same through NumPy."""
        import torch

        if torch.is_tensor(params):
            return self._function(params[..., 0], params[..., 1])
        if params.ndim > 1:
            return self.on_grid(params)
        with torch.no_grad():
            return float(self._function(*torch.tensor(params, dtype=torch.float64)))

    def gradient(self, params: np.ndarray) -> np.ndarray:
        """By central differences, extrapolated once (Richardson 1911)."""
        return self._differences(params)[0]

    def curvature(self, params: np.ndarray) -> np.ndarray:
        """The Hessian, by autograd."""
        import torch

        here = torch.tensor(params, dtype=torch.float64)
        return torch.autograd.functional.hessian(self.value, here).numpy()

    def rounding(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How much two evaluations, and differences and derivative, may differ by, in eps."""
        gradient, error = self._differences(params)
        value = np.abs(self.value(params)) + np.sum(np.abs(params * gradient), axis=-1)
        return value, error / EPS

    def on_grid(self, params: np.ndarray) -> np.ndarray:
        """The function of many points: all at once where it allows that, else one by one."""
        import torch

        flat = torch.tensor(params.reshape(-1, 2), dtype=torch.float64)
        with torch.no_grad():
            if self._vectorised:
                values = self._function(flat[:, 0], flat[:, 1]).numpy()
            else:
                values = np.array([float(self._function(*point)) for point in flat])
        return values.reshape(params.shape[:-1])

    def slope(self, params: np.ndarray) -> np.ndarray:
        """The gradient (2,) by autograd, NaN where the function does not depend on params."""
        import torch

        here = torch.tensor(params, dtype=torch.float64, requires_grad=True)
        return torch.autograd.grad(self.value(here), here)[0].numpy()

    def _differences(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The gradient (2,) and how far it may be off, in its own units."""
        step = STEP * np.maximum(np.abs(params), 1.0)
        offsets = np.array([s * k for k in (1.0, 2.0) for s in (1.0, -1.0)])
        moved = params + offsets[:, None, None] * (step * np.eye(2))
        values = np.array([[self.value(point) for point in pair] for pair in moved])
        near = (values[0] - values[1]) / (2.0 * step)
        far = (values[2] - values[3]) / (4.0 * step)
        # What the function adds up on its way is unknown: at least 1, and its usual height.
        size = np.maximum(np.max(np.abs(values), axis=0), max(self.scale, 1.0))
        error = np.abs(near - far) + EPS * size / step
        return near + (near - far) / 3.0, error + 1e-8 * np.abs(near)

    def _check(self) -> None:
        """Refuse what is no differentiable function of two tensors; see whether it takes many."""
        import torch

        here = torch.tensor([[0.3, 0.7], [1.1, -0.4]], dtype=torch.float64, requires_grad=True)
        try:
            first, second = (self._function(*point) for point in here)
        except Exception as error:  # noqa: BLE001  # whatever a user's function does
            raise OptanimError(f"{self.name}: fails at (0.3, 0.7): {error}") from None
        if not torch.is_tensor(first) or first.numel() != 1 or not first.requires_grad:
            raise OptanimError(
                f"{self.name}: must return one tensor that depends on its two arguments by torch's "
                f"operations, it returns {first!r}"
            )
        try:
            both = self._function(here[:, 0], here[:, 1])
            wanted = torch.stack([first.reshape(()), second.reshape(())])
            same = both.shape == (2,) and torch.allclose(both, wanted, rtol=1e-12, equal_nan=True)
        except Exception:  # noqa: BLE001  # whatever a user's function does
            same = False
        self._vectorised = bool(same)

    def _find(self) -> None:
        """Minimizers, minimum and scale, as far as they can be found in the window."""
        x, y = self.start
        search = self.window or ((x - 5.0, x + 5.0), (y - 5.0, y + 5.0))
        found = valleys(self, search, self.slope)
        here = self.value(np.array(self.start))
        values = np.array([self.value(place) for place in found])
        self.minimum = float(values.min()) if len(found) else -np.inf
        self.scale = abs(here - self.minimum) if len(found) and np.isfinite(here) else 1.0
        self.scale = self.scale or 1.0
        lowest = values <= self.minimum + 1e-9 * max(self.scale, abs(self.minimum))
        self.minimizers = frozen(np.reshape(found, (-1, 2))[lowest])
