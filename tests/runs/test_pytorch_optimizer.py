"""Every class of a large package of optimizers takes torch's steps, or is refused in one line."""

from __future__ import annotations

import inspect
import random
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pytorch_optimizer
import torch
from pytorch_optimizer import optimizer as classes

from optanim.base.errors import OptanimError
from optanim.optimizers.optimizer import make
from optanim.proof.verification import verify
from optanim.runs.problem import surface
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from tests.references import himmelblau

STEPS, START = 25, (-0.5, -0.5)
TABLE = tomllib.loads(
    (Path(__file__).parents[2] / "docs/written/pytorch_optimizer.toml").read_text("utf-8")
)
ALL = sorted(
    name
    for name, kind in vars(pytorch_optimizer).items()
    if inspect.isclass(kind) and hasattr(kind, "step") and hasattr(kind, "zero_grad")
)
SGD, Adam = torch.optim.SGD, torch.optim.Adam
MUON = {"AdaGO", "AdaMuon", "Muon", "MuonClip", "NorMuon"}
MATRICES = {*MUON, "SpectralSphere"}
GRAPHS = {"AdaHessian", "SophiaH"}
BUILT: dict[str, Callable[[torch.Tensor], Any]] = {
    **{
        name: lambda p, n=name: getattr(classes, n)([{"params": [p], "use_muon": True}])
        for name in MUON
    },
    "AdamMini": lambda p: classes.AdamMini(Holder(p)),
    "BSAM": lambda p: classes.BSAM([p], num_data=1000),
    "FAdam": lambda p: classes.FAdam([p], momentum_dtype=torch.float64, fim_dtype=torch.float64),
    "FriendlySAM": lambda p: classes.FriendlySAM([p], SGD, lr=0.01),
    "LookSAM": lambda p: classes.LookSAM([p], SGD, lr=0.01),
    "Lookahead": lambda p: classes.Lookahead(Adam([p], lr=0.1)),
    "OrthoGrad": lambda p: classes.OrthoGrad(Adam([p], lr=0.1)),
    "Ranger21": lambda p: classes.Ranger21([p], num_iterations=100),
    "SAM": lambda p: classes.SAM([p], SGD, lr=0.01, momentum=0.5),
    "ScheduleFreeWrapper": lambda p: classes.ScheduleFreeWrapper(torch.optim.RMSprop([p], lr=0.01)),
    "TRAC": lambda p: classes.TRAC(torch.optim.AdamW([p], lr=0.1)),
    "WSAM": lambda p: classes.WSAM(Holder(p), [p], SGD, lr=0.01),
}
"""How those are built that are not built of their parameters alone."""


class Holder(torch.nn.Module):
    def __init__(self, weight: torch.Tensor) -> None:
        super().__init__()
        self.weight = weight


@pytest.fixture(autouse=True)
def in_float64() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)  # matrices of two numbers are shared among none
    yield
    torch.set_default_dtype(torch.float32)
    torch.set_num_threads(threads)


def plain_loop(name: str, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """The parameters before each step, (steps + 1, 2), and at last the answer, (2,)."""
    torch.manual_seed(0)
    np.random.seed(0)  # noqa: NPY002
    random.seed(0)
    start = torch.tensor(START).reshape((2, 1) if name in MATRICES else (2,))
    params = torch.nn.Parameter(start.clone())
    optimizer = BUILT.get(name, lambda p: getattr(pytorch_optimizer, name)([p]))(params)

    @torch.enable_grad()
    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = himmelblau(params.reshape(2))
        loss.backward(create_graph=name in GRAPHS)
        return loss

    if hasattr(optimizer, "train"):
        optimizer.train()
    rows = [params.detach().reshape(2).numpy().copy()]
    for _ in range(steps):
        closure()
        optimizer.step(closure)
        rows.append(params.detach().reshape(2).numpy().copy())
    if hasattr(optimizer, "eval"):
        optimizer.eval()
    return np.array(rows), params.detach().reshape(2).numpy()


def test_the_table_names_classes_that_there_are() -> None:
    named = [*TABLE["given"], *TABLE["refused"]]
    assert len(named) == len(set(named)) and set(named) <= set(ALL) and len(ALL) == 140


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", [name for name in ALL if name not in TABLE["refused"]])
def test_a_class_takes_the_steps_of_a_plain_loop(name: str) -> None:
    keys = {key: tuple(v) if isinstance(v, list) else v for key, v in given(name).items()}
    run = Run(surface("himmelblau"), make(f"pytorch_optimizer:{name}", **keys), steps=STEPS)
    made = verify(trace(run)).trajectory
    rows, answer = plain_loop(name, STEPS)
    assert np.allclose(made.taken_at, rows[: made.steps + 1], rtol=1e-9, atol=1e-9)
    assert made.steps < STEPS or np.allclose(made.params[-1], answer, rtol=0, atol=1e-9)
    assert made.steps > 1 and not np.array_equal(made.params[-1], START)


def given(name: str) -> dict[str, Any]:
    return TABLE["given"].get(name, {})


@pytest.mark.parametrize("name", ALL)
def test_a_classs_own_defaults_are_within_bounds(name: str) -> None:
    parameters = inspect.signature(getattr(pytorch_optimizer, name)).parameters
    plain = (bool, int, float, str, tuple, type(None))
    defaults = {k: p.default for k, p in parameters.items() if isinstance(p.default, plain)}
    assert make(f"pytorch_optimizer:{name}", **defaults).keywords == defaults


@pytest.mark.parametrize("name", TABLE["refused"])
def test_what_cannot_race_is_refused_in_one_line(name: str) -> None:
    keys = {"DistributedMuon": {"matrix": True, "group": ("use_muon", True)}}.get(name, {})
    keys |= {"Magma": {"base": "Adam:lr=0.1"}}.get(name, {})
    with pytest.raises(OptanimError) as caught:
        trace(Run(surface("himmelblau"), make(f"pytorch_optimizer:{name}", **keys), steps=STEPS))
    _, said = TABLE["refused"][name]
    assert said in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize("name", TABLE["given"])
def test_what_needs_more_is_refused_without_it(name: str) -> None:
    with pytest.raises(OptanimError, match=r"needs|wraps|base =|matrix =|group|fails at step 1"):
        trace(Run(surface("himmelblau"), make(f"pytorch_optimizer:{name}"), steps=3))
