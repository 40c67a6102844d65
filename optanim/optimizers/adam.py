"""Adam and its kin."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optanim.optimizers.sgd import Step, effective_gradient

State = Mapping[str, np.ndarray | float]


def adam(
    params: np.ndarray,
    state: State,
    gradient: np.ndarray,
    step: int,
    *,
    lr: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 0.0,
    amsgrad: bool = False,
    maximize: bool = False,
) -> Step:
    """theta <- theta - lr m-hat / (sqrt(v-hat) + eps), both averages corrected for their start.

    m <- beta1 m + (1 - beta1) g and v <- beta2 v + (1 - beta2) g^2; m-hat = m / (1 - beta1^k),
    v-hat likewise. Kingma and Ba (2015), "Adam: a method for stochastic optimization".
    """
    g = effective_gradient(params, gradient, weight_decay, maximize)
    averages, m_hat, v_hat = _corrected_averages(state, g, step, betas)
    after = {**averages, "step": float(step)}
    if amsgrad:
        after["max_exp_avg_sq"] = np.maximum(state["max_exp_avg_sq"], averages["exp_avg_sq"])
        v_hat = after["max_exp_avg_sq"] / (1.0 - betas[1] ** step)
    return params - lr * m_hat / (np.sqrt(v_hat) + eps), after


def adamw(
    params: np.ndarray,
    state: State,
    gradient: np.ndarray,
    step: int,
    *,
    lr: float,
    weight_decay: float = 1e-2,
    **adams: object,
) -> Step:
    """Adam after a decay of its own: theta <- (1 - lr lambda) theta, apart from the gradient.

    Loshchilov and Hutter (2019), "Decoupled weight decay regularization".
    """
    return adam(params * (1.0 - lr * weight_decay), state, gradient, step, lr=lr, **adams)


def nadam(
    params: np.ndarray,
    state: State,
    gradient: np.ndarray,
    step: int,
    *,
    lr: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 0.0,
    momentum_decay: float = 4e-3,
    maximize: bool = False,
) -> Step:
    """Adam whose momentum looks one step ahead, with a momentum that grows over the run.

    mu_k = beta1 (1 - 0.96^(k psi) / 2). Dozat (2016), "Incorporating Nesterov momentum into Adam".
    """
    g = effective_gradient(params, gradient, weight_decay, maximize)
    averages, _, v_hat = _corrected_averages(state, g, step, betas)
    mu, mu_next = (betas[0] * (1.0 - 0.5 * 0.96 ** (k * momentum_decay)) for k in (step, step + 1))
    product = mu * (1.0 if step == 1 else state["mu_product"])
    ahead = mu_next * averages["exp_avg"] / (1.0 - product * mu_next)
    direction = (1.0 - mu) * g / (1.0 - product) + ahead
    after = {**averages, "mu_product": product, "step": float(step)}
    return params - lr * direction / (np.sqrt(v_hat) + eps), after


def radam(
    params: np.ndarray,
    state: State,
    gradient: np.ndarray,
    step: int,
    *,
    lr: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 0.0,
    maximize: bool = False,
) -> Step:
    """Adam that trusts its v only once enough steps have gone into it; before, plain momentum.

    Liu et al. (2020), "On the variance of the adaptive learning rate and beyond".
    """
    g = effective_gradient(params, gradient, weight_decay, maximize)
    averages, m_hat, _ = _corrected_averages(state, g, step, betas)
    after = {**averages, "step": float(step)}
    correction = 1.0 - betas[1] ** step
    longest = 2.0 / (1.0 - betas[1]) - 1.0
    length = longest - 2.0 * step * betas[1] ** step / correction
    trusted = length > 5.0
    if not np.any(trusted):
        return params - lr * m_hat, after
    length, longest = np.where(trusted, length, 6.0), np.where(trusted, longest, 6.0)
    rectified = np.sqrt(
        (length - 4.0) * (length - 2.0) * longest
        / ((longest - 4.0) * (longest - 2.0) * length)
    )  # fmt: skip
    adaptive = np.sqrt(correction) / (np.sqrt(averages["exp_avg_sq"]) + eps)
    return params - lr * m_hat * np.where(trusted, rectified * adaptive, 1.0), after


def _corrected_averages(
    state: State, g: np.ndarray, step: int, betas: tuple[float, float]
) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    beta1, beta2 = betas
    m = beta1 * state["exp_avg"] + (1.0 - beta1) * g
    v = beta2 * state["exp_avg_sq"] + (1.0 - beta2) * g * g
    return {"exp_avg": m, "exp_avg_sq": v}, m / (1.0 - beta1**step), v / (1.0 - beta2**step)
