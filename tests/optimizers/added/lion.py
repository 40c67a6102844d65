"""Lion: the sign of an average. Chen et al. (2023), "Symbolic discovery of optimization"."""

import numpy as np

from optanim.optimizers.bounds import SHARE
from optanim.optimizers.entry import Entry


def lion(params, state, gradient, step, *, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
    """theta <- theta - lr sign(beta1 m + (1 - beta1) g), then m averages g with beta2."""
    m, (beta1, beta2) = state["exp_avg"], betas
    update = np.sign(beta1 * m + (1.0 - beta1) * gradient)
    decayed = params * (1.0 - lr * weight_decay)
    return decayed - lr * update, {"exp_avg": beta2 * m + (1.0 - beta2) * gradient}


ENTRY = Entry(
    name="Lion",
    year=2023,
    torch_class="lion_pytorch:Lion",
    rule=lion,
    bounds={"betas": SHARE},
    averages=("betas",),
    formula=(
        'theta arrow.l theta - eta "sign"(beta_1 m + (1 - beta_1) g)',
        "m arrow.l beta_2 m + (1 - beta_2) g",
    ),
    symbols={"lr": "η", "weight_decay": "λ", "betas": "β"},
    colors={"dark": "#FF8A5C", "light": "#8A3200"},
    shape=("polygon", 7),
)
