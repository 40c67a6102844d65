"""What many tests compare with, written without the project's code: the article, loops of torch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import torch

START = (2.0, 9.0)
"""Of the article's runs, as (intercept, slope)."""
LR = 0.1
"""Of the article's runs."""
ARTICLE = {
    "GD": (torch.optim.SGD, {}),
    "Momentum": (torch.optim.SGD, {"momentum": 0.2}),
    "RMSprop": (torch.optim.RMSprop, {}),
    "Adam": (torch.optim.Adam, {}),
}
"""The article's four racers: torch's class, and its keywords next to the learning rate."""

Loss = Callable[[torch.Tensor], torch.Tensor]


class Loop(NamedTuple):
    """What a loop of torch saw: T steps, and T+1 rows of ``params`` (T+1, 2), row 0 the start.

    ``gradients`` (T, 2) are those that the steps were given. ``state`` is torch's after each
    step, by torch's names, each (T, 2) or (T,).
    """

    params: np.ndarray
    gradients: np.ndarray
    state: dict[str, np.ndarray]


@cache
def article_data(seed: int = 0, points: int = 1000) -> tuple[np.ndarray, np.ndarray]:
    """The article's x and y, each (points,)."""
    generator = np.random.default_rng(seed)
    x = generator.uniform(-5, 5, points)
    y = -2 + 2 * x + generator.normal(0, 0.001, points)
    for array in (x, y):
        array.setflags(write=False)  # the same arrays are given to all
    return x, y


def design(x: np.ndarray | None = None) -> np.ndarray:
    """The columns 1 and x, shape (m, 2); of the article's x where none is given."""
    x = article_data()[0] if x is None else x
    return np.column_stack([np.ones(len(x)), x])


def mean_squares(x: np.ndarray | None = None, y: np.ndarray | None = None) -> Loss:
    """Mean squared error of the line through ``x`` and ``y`` (m,), or of the article's, in torch.

    The function takes a tensor (2,) as (intercept, slope).
    """
    if x is None or y is None:
        x, y = article_data()
    columns, values = torch.tensor(design(x)), torch.tensor(y)
    return lambda params: torch.mean((values - columns @ params) ** 2)


def himmelblau(params: torch.Tensor) -> torch.Tensor:
    """Himmelblau's function of a tensor (2,)."""
    x, y = params
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def rosenbrock(params: torch.Tensor) -> torch.Tensor:
    """Rosenbrock's function of a tensor (2,)."""
    x, y = params
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def torch_loop(
    kind: type[torch.optim.Optimizer],
    steps: int,
    loss: Loss | Sequence[Loss] | None = None,
    start: Sequence[float] = START,
    **keywords: object,
) -> Loop:
    """``steps`` steps of the class ``kind`` from ``start``, each given ``loss`` by a closure.

    The loss is the article's where none is given, and a sequence where every step has its own.
    The learning rate is torch's own unless it is named.
    """
    loss = loss or mean_squares()
    params = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = kind([params], **keywords)
    rows, gradients, state = [params.detach().numpy().copy()], [], {}
    for step in range(steps):
        given = loss if callable(loss) else loss[step]

        def closure(given: Loss = given) -> torch.Tensor:
            optimizer.zero_grad()
            value = given(params)
            value.backward()
            return value

        closure()
        gradients.append(params.grad.numpy().copy())
        optimizer.step(closure)
        rows.append(params.detach().numpy().copy())
        for name, value in optimizer.state[params].items():
            if torch.is_tensor(value):
                state.setdefault(name, []).append(value.numpy().copy())
    seen = {name: np.array(values) for name, values in state.items()}
    return Loop(np.array(rows), np.array(gradients), seen)


def article_loop(name: str, steps: int = 100, **keywords: object) -> Loop:
    """``steps`` steps of one of the article's racers, with further ``keywords`` if any."""
    kind, known = ARTICLE[name]
    return torch_loop(kind, steps, **{"lr": LR, **known, **keywords})


def article_minimizer() -> np.ndarray:
    """The article's best parameters (2,)."""
    return np.linalg.lstsq(design(), article_data()[1], rcond=None)[0]


def article_hessian() -> np.ndarray:
    """The Hessian (2, 2) of the article's loss, from its definition."""
    return 2 / len(design()) * design().T @ design()


def article_directions() -> tuple[np.ndarray, np.ndarray]:
    """Its eigenvalues (2,), ascending, and eigenvectors as columns (2, 2), from singular values.

    They point upwards and to the right.
    """
    _, singular, turned = np.linalg.svd(design(), full_matrices=False)
    columns = turned[::-1].T
    return 2 / len(design()) * singular[::-1] ** 2, columns * np.sign(columns[[0, 1], [0, 1]])


def article_excess(params: np.ndarray) -> np.ndarray:
    """How far the article's losses at ``params`` (n, 2) lie above the smallest, shape (n,)."""
    _, y = article_data()
    losses = np.mean((y[:, None] - design() @ params.T) ** 2, axis=0)
    return losses - np.mean((y - design() @ article_minimizer()) ** 2)


def article_gradient(params: np.ndarray) -> np.ndarray:
    """The gradient (2,) of the article's loss at ``params`` (2,)."""
    _, y = article_data()
    return -2 / len(y) * design().T @ (y - design() @ params)


def article_stays(params: np.ndarray, tolerance: float = 1e-3) -> int:
    """The row of ``params`` (n, 2) from which on the loss stays that near to the smallest."""
    return int(np.flatnonzero(article_excess(params) >= tolerance)[-1]) + 1


def rmsprop_multipliers(params: np.ndarray) -> np.ndarray:
    """RMSprop's lr / (sqrt(v) + eps) (n - 1, 2) on the way through ``params`` (n, 2)."""
    v, factors = np.zeros(2), []
    for gradient in (params[:-1] - article_minimizer()) @ article_hessian():
        v = 0.99 * v + 0.01 * gradient**2
        factors.append(LR / (np.sqrt(v) + 1e-8))
    return np.array(factors)


def adam_averages(steps: int) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Adam's averages by name, each (steps, 2), and its way (steps + 1, 2), in plain NumPy."""
    hessian, minimizer = article_hessian(), article_minimizer()
    params, m, v = np.array(START), np.zeros(2), np.zeros(2)
    seen, path = [], [params]
    for k in range(1, steps + 1):
        g = hessian @ (params - minimizer)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        m_hat, root = m / (1 - 0.9**k), np.sqrt(v / (1 - 0.999**k))
        seen.append((g, m, np.sqrt(v), m_hat, root))
        params = params - LR * m_hat / (root + 1e-8)
        path.append(params)
    names = ("gradient", "m", "root_v", "m_hat", "root_v_hat")
    return dict(zip(names, np.array(seen).swapaxes(0, 1), strict=True)), np.array(path)
