"""The article's problem and plain loops over it, written without the project's code."""

from __future__ import annotations

import numpy as np
import torch

LR = 0.1


def data() -> tuple[np.ndarray, np.ndarray]:
    """The design matrix (1000, 2) and y (1000,)."""
    generator = np.random.default_rng(0)
    x = generator.uniform(-5, 5, 1000)
    return np.column_stack([np.ones(1000), x]), -2 + 2 * x + generator.normal(0, 0.001, 1000)


def gradient(params: np.ndarray) -> np.ndarray:
    """The gradient (2,) of the mean squared error."""
    design, y = data()
    return -2 / 1000 * design.T @ (y - design @ params)


def excess(params: np.ndarray) -> np.ndarray:
    """How far the losses (n,) of ``params`` (n, 2) are above the smallest."""
    design, y = data()
    best = np.linalg.lstsq(design, y, rcond=None)[0]
    return np.mean((y[:, None] - design @ params.T) ** 2, axis=0) - np.mean(
        (y - design @ best) ** 2
    )


def sgd(gamma: float, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows (steps + 1, 2) and gradients (steps, 2) of torch.optim.SGD from (2, 9)."""
    design, y = (torch.tensor(array) for array in data())
    params = torch.tensor([2.0, 9.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([params], lr=LR, momentum=gamma)
    rows, gradients = [params.detach().numpy().copy()], []
    for _ in range(steps):
        optimizer.zero_grad()
        torch.mean((y - design @ params) ** 2).backward()
        gradients.append(params.grad.numpy().copy())
        optimizer.step()
        rows.append(params.detach().numpy().copy())
    return np.array(rows), np.array(gradients)


def stays(rows: np.ndarray, tolerance: float = 1e-3) -> int:
    """The row from which on the loss stays within ``tolerance`` of the smallest."""
    return int(np.flatnonzero(excess(rows) >= tolerance)[-1]) + 1


def directions() -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues, ascending, and eigenvectors as columns, from singular values.

    They point upwards and to the right.
    """
    _, singular, turned = np.linalg.svd(data()[0], full_matrices=False)
    columns = turned[::-1].T
    return 2 / 1000 * singular[::-1] ** 2, columns * np.sign(columns[[0, 1], [0, 1]])


def minimizer() -> np.ndarray:
    """The best parameters (2,)."""
    return np.linalg.lstsq(*data(), rcond=None)[0]
