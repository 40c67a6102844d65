"""A Python function of two torch tensors, as somebody has written it: how it is called.

With ``runs`` and `optanim.optimizers.classes` the only place that loads torch, and only when such
a function is asked for.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from optanim.base.alone import alone
from optanim.base.errors import OptanimError
from optanim.base.unprinted import unprinted
from optanim.base.user_code import imported

UNDEFINED = (ArithmeticError, ValueError, LookupError, AssertionError, RuntimeError)
"""What a function may raise where it is not defined; anything else is a mistake in it."""
MAPPED = 512
"""So many points are mapped at once: for each a function may go through all rows of some data."""
IN_FLOAT64 = "tensors as torch.tensor(..., dtype=torch.float64), or .double()"
"""How the numbers are written that a function holds itself."""
MISTAKES = (Exception, SystemExit)
"""Whatever a function may raise: one that leaves Python takes nobody with it."""


class TorchFunction:
    """The function ``place``, written ``package.module:name``, as the file of ``digest`` has it.

    Raises OptanimError where it cannot be imported, and wherever it gives no number of float64.
    """

    def __init__(self, place: str, digest: str = "", way: str = "") -> None:
        self.name = place
        self.function, self.digest = imported(place, "a loss", digest)
        self._way = way

    def __reduce__(self) -> tuple[Any, ...]:
        # A lambda cannot be pickled.
        return TorchFunction, (self.name, self.digest, self._way)

    def at(self, point: Any) -> Any:
        """The value of one ``point`` (2,), a tensor of no dimensions that depends on it.

        NaN where the function is not defined.
        """
        import torch

        try:
            result = self.called(point)
        except UNDEFINED:
            return torch.nan * point.sum()
        except MISTAKES as error:
            raise self.refusal(point, raised(error)) from None
        if not torch.is_tensor(result) or result.numel() != 1 or result.dtype != torch.float64:
            raise self.refusal(point, _no_value(result))
        # Where it is constant, its result need not depend on the arguments.
        constant = point.requires_grad and not result.requires_grad
        return result.reshape(()) + 0.0 * point.sum() if constant else result.reshape(())

    def called(self, point: Any) -> Any:
        """What the function gives; one that changes its arguments changes its own."""
        return self.function(point[0].clone(), point[1].clone())

    def on_grid(self, params: np.ndarray) -> np.ndarray:
        """The values (...) of many ``params`` (..., 2), at once where that was `learned`."""
        import torch

        flat = torch.tensor(params.reshape(-1, 2), dtype=torch.float64)
        with undisturbed(), torch.no_grad():
            values = self._at_once(flat) if len(flat) > 1 else None
            if values is None:
                values = np.array([self.at(point).item() for point in flat])
        return values.reshape(params.shape[:-1])

    def slope(self, params: np.ndarray) -> np.ndarray:
        """The gradient (2,) by autograd, NaN where there is none."""
        import torch

        here = torch.tensor(params, dtype=torch.float64, requires_grad=True)
        with undisturbed():
            return self._derived(lambda: torch.autograd.grad(self.at(here), here)[0], here, (2,))

    def hessian(self, params: np.ndarray) -> np.ndarray:
        """The Hessian (2, 2) by autograd, NaN where there is none."""
        import torch

        here = torch.tensor(params, dtype=torch.float64)
        with undisturbed():
            derive: Callable[..., Any] = torch.autograd.functional.hessian
            return self._derived(lambda: derive(self.at, here), here, (2, 2))

    def learn(self, points: np.ndarray) -> None:
        """See whether many points at once give at ``points`` (n, 2) what they give one by one."""
        import torch

        wanted = torch.tensor(self.on_grid(points))
        flat = torch.tensor(points)
        for self._way in ("as tensors", "mapped"):
            with undisturbed(), torch.no_grad():
                given = self._at_once(flat)
            if given is not None and torch.allclose(
                torch.tensor(given), wanted, rtol=1e-12, atol=0.0, equal_nan=True
            ):
                return
        self._way = ""

    def refusal(self, point: Any, reason: str) -> OptanimError:
        """What to raise where at ``point``, a tensor (2,), something is wrong."""
        x, y = point.tolist()
        return OptanimError(f"{self.name}: at ({x:g}, {y:g}) {reason}")

    def _at_once(self, flat: Any) -> np.ndarray | None:
        """The values (n,) of all points of ``flat`` (n, 2) by one call; None where it fails."""
        import torch

        if not self._way:
            return None
        mapped = self._way == "mapped"
        function = torch.vmap(self.function, chunk_size=MAPPED) if mapped else self.function
        try:
            values = function(flat[:, 0].clone(), flat[:, 1].clone())
            fits = values.dtype == torch.float64 and values.shape == flat.shape[:1]
        except MISTAKES:
            return None
        return values.numpy() if fits else None

    def _derived(self, derive: Callable[[], Any], here: Any, shape: tuple[int, ...]) -> np.ndarray:
        try:
            return derive().numpy()
        except OptanimError:
            raise
        except UNDEFINED:
            return np.full(shape, np.nan)
        except MISTAKES as error:
            raise self.refusal(here.detach(), raised(error)) from None


@contextmanager
def float64() -> Iterator[None]:
    """Numbers that somebody's own code makes in torch are float64 by default."""
    import torch

    with alone():
        before = torch.get_default_dtype()
        torch.set_default_dtype(torch.float64)
        try:
            yield
        finally:
            torch.set_default_dtype(before)


@contextmanager
def undisturbed() -> Iterator[None]:
    """A function that is called thousands of times has its numbers in float64, and says nothing."""
    with float64(), unprinted(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def narrowing() -> Iterator[list[str]]:
    """Collects the types of coarser numbers that torch makes meanwhile of float64 and others.

    Of one number in float64 and a row of them in float32, torch makes a row in float32.
    """
    import torch
    from torch.overrides import TorchFunctionMode

    coarse = torch.float32, torch.float16, torch.bfloat16
    found: list[str] = []

    class Watch(TorchFunctionMode):
        def __torch_function__(
            self, function: Any, types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            result = function(*args, **(kwargs or {}))
            fine = any(torch.is_tensor(arg) and arg.dtype == torch.float64 for arg in args)
            if fine and torch.is_tensor(result) and result.dtype in coarse:
                found.append(str(result.dtype))
            return result

    with Watch():
        yield found


def raised(error: BaseException) -> str:
    """What is said of ``error``, in one line."""
    return f"it raises {type(error).__name__}: {' '.join(str(error).split())}".rstrip(": ")


def _no_value(result: Any) -> str:
    """What is wrong with a ``result`` that is no tensor of one float64."""
    import torch

    wanted = "one tensor of float64 that depends on its two arguments by torch's operations"
    if not torch.is_tensor(result):
        return f"it returns {result!r}; it must return {wanted}"
    if result.numel() != 1:
        return f"it returns a tensor of the shape {tuple(result.shape)}; it must return {wanted}"
    kind = str(result.dtype).removeprefix("torch.")
    return f"it returns {kind}; it must return {wanted}, with {IN_FLOAT64}"


def _in_one_thread() -> None:
    """After a fork there are none of torch's own threads; it would wait for them for ever."""
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)


if hasattr(os, "register_at_fork"):  # not on Windows, which knows no forks
    os.register_at_fork(after_in_child=_in_one_thread)
