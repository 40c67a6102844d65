"""What a user's function must be to be a loss, looked at before anything is made of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from optanim.base.errors import OptanimError
from optanim.losses.differences import slopes
from optanim.losses.loss import EPS, SUM_ULPS, Square
from optanim.losses.torch_function import (
    IN_FLOAT64,
    MISTAKES,
    UNDEFINED,
    TorchFunction,
    narrowing,
    raised,
    undisturbed,
)

PROBES = np.array([[0.0, 0.0], [0.3, 0.7], [1.1, -0.4], [-0.9, 0.2], [-0.3, -1.3]])
"""Where from the start a function is looked at more closely, in units of a fifth of the window."""


def examine(function: TorchFunction, start: tuple[float, float], window: Square) -> None:
    """Refuse what is no differentiable function of two tensors; learn whether it takes many.

    Raises OptanimError with the point at which something is wrong.
    """
    import torch

    sides = np.array([high - low for low, high in window])
    probes = start + PROBES * sides / 10.0
    here = torch.tensor(probes, dtype=torch.float64, requires_grad=True)
    with undisturbed():
        for index, point in enumerate(here):
            _check_at(function, point, must=index == 0)
        if not any(_depends(function, point) for point in here):
            raise function.refusal(
                here[0],
                "its result does not depend on its two arguments by torch's operations: "
                "is a tensor detached, or made of NumPy or Python numbers?",
            )
    x, y = (np.linspace(*span, 5) for span in window)
    function.learn(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2))
    defined = [
        place
        for place, value in zip(probes, function.on_grid(probes), strict=True)
        if np.isfinite(value) and np.all(np.isfinite(function.slope(place)))
    ]
    _check_precision(function, defined)
    _check_slopes(function, defined)


def _check_at(function: TorchFunction, point: Any, must: bool) -> None:
    """Refuse a function that fails at the start, is not float64, or is another at each call."""
    import torch

    try:
        with narrowing() as narrow:
            first = function.called(point)
        if torch.is_tensor(first) and first.requires_grad and first.dtype == torch.float64:
            torch.autograd.grad(first.sum(), point)
    except UNDEFINED as error:
        if must:
            failed = raised(error).removeprefix("it raises ")
            raise function.refusal(point, f"fails: {failed}") from None
        return
    except MISTAKES as error:
        raise function.refusal(point, raised(error)) from None
    first, second = function.at(point), function.at(point)
    if narrow:
        raise function.refusal(
            point,
            f"it is computed in float32 on its way, and must be in float64: with {IN_FLOAT64}",
        )
    if not torch.equal(first, second) and not torch.isnan(first + second):
        raise function.refusal(
            point,
            f"it gives {first.item():.17g}, and {second.item():.17g} when asked again: a loss "
            "must give the same value each time",
        )


def _depends(function: TorchFunction, point: Any) -> bool:
    import torch

    try:
        result = function.called(point)
    except UNDEFINED:
        return False
    return torch.is_tensor(result) and result.requires_grad


def _check_precision(function: TorchFunction, places: list[np.ndarray]) -> None:
    """Refuse a function that is coarser than float64, though its result's type is that."""
    for place in places:
        slope, here = function.slope(place), float(function.on_grid(place))
        move = 1e-9 * np.maximum(np.abs(place), 1.0) * np.sign(slope)
        due = float(slope @ move)
        if not due > 1e4 * EPS * max(abs(here), float(np.abs(slope) @ np.abs(place))):
            continue
        if any(function.on_grid(place + share * move) != here for share in (0.3, 0.7, 1.0)):
            return
        raise OptanimError(
            f"{function.name}: at ({place[0]:g}, {place[1]:g}) it does not move when x and y move "
            f"by 1e-9, though its slope is ({slope[0]:.3g}, {slope[1]:.3g}): is it computed in "
            "float32 on its way? It must be float64"
        )


def _check_slopes(function: TorchFunction, places: list[np.ndarray]) -> None:
    """Refuse a gradient that is not the function's, with what it should be."""
    for place in places:
        by_torch, (by_values, error) = function.slope(place), slopes(function.on_grid, place[None])
        if not np.all(np.abs(by_torch - by_values[0]) <= SUM_ULPS * error[0]):
            raise OptanimError(
                f"{function.name}: at ({place[0]:g}, {place[1]:g}) torch's gradient is "
                f"({by_torch[0]:.9g}, {by_torch[1]:.9g}), but its values slope by "
                f"({by_values[0, 0]:.9g}, {by_values[0, 1]:.9g}): is part of it detached, or "
                "not made of torch's operations?"
            )
