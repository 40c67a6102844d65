"""Own losses of every kind: right ones run, wrong ones are told what is wrong and where."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optanim.base.errors import OptanimError
from optanim.losses.loss import Extent
from optanim.optimizers.classes import torch_classes
from optanim.optimizers.optimizer import TABLE, make, parse
from optanim.proof.verification import NotVerified, verify
from optanim.runs.judging import ending
from optanim.runs.outcome import Outcome
from optanim.runs.problem import own
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.runs.trajectory import Trajectory
from optanim.studies.racing import Race

MODULE = """
import math, random, torch
points = torch.arange(-2.0, 3.0, dtype=torch.float64)
from torch import abs, cos, exp, log, maximum, relu, sin, sqrt, where

def bowl(x, y): return x**2 + y**2
def two_abs(x, y): return abs(x) + 2 * abs(y)
def larger(x, y): return maximum(abs(x), abs(y))
def parabolas(x, y): return maximum(x**2, (y - 1) ** 2)
def larger_number(x, y): return max(abs(x), abs(y))
def waves(x, y): return sin(20 * x) * sin(20 * y)
def row(x, y): return (x - 1) ** 2
def between(x, y): return (x + y - 2) ** 2
def steep_between(x, y): return (1000 * x - 500 * y) ** 2
def two_roots(x, y): return sqrt(abs(x - 0.3)) + sqrt(abs(y + 0.7))
def bottomless(x, y): return (1 - 8*x + 7*x**2 - 7/3*x**3 + x**4/4) * y**2 * exp(-y)
def badly_scaled(x, y): return (1e4*x*y - 1) ** 2 + (exp(-x) + exp(-y) - 1.0001) ** 2
def constant(x, y): return 0 * x + 3
def hyperbola(x, y): return (x * y - 1) ** 2
def circle(x, y): return (x**2 + y**2 - 1) ** 2
def disc(x, y): return relu(x**2 + y**2 - 1)
def band(x, y): return relu(abs(x - y) - 1) ** 2
def high_power(x, y): return x**8 + y**2
def half_plane(x, y): return relu(x) + y**2
def barrier(x, y): return -log(x) - log(1 - x) + y**2
def slanted(x, y): return sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1
def plane(x, y): return x + y
def decay(x, y): return exp(-x) + y**2
def cubic(x, y): return x**3 - 3 * x + y**2
def well_at_infinity(x, y): return log(x) + y**2
def pole(x, y): return -1 / (x**2 + y**2)
def tip(x, y): return sqrt(x**2 + y**2)
def two_deep(x, y): return (x**2 - 1) ** 2 + y**2 + 1e-5 * x
def kinked_wells(x, y): return abs(abs(x) - 1) + 0.1 * x + abs(y)
def far_away(x, y): return (x - 100) ** 2 + (y + 50) ** 2
def tiny(x, y): return 1e-12 * ((x - 1) ** 2 + y**2)
def high_up(x, y): return 1e8 + (x - 1) ** 2 + y**2
def steps(x, y): return torch.floor(3 * x) + y**2
def two_shallow(x, y): return 1e-3 * ((x**2 - 1) ** 2 + y**2 + 0.01 * x)
def stairs(x, y): return torch.floor(x) + torch.floor(y)
def tanh(x, y): return 5 + torch.tanh(x) + y**2
def far_decay(x, y): return exp(-0.05 * (x + y)) + 0.1 * (x - y) ** 2
def separable(x, y): return log(1 + exp(y - 2 * x)) + log(1 + exp(-x - y)) + log(1 + exp(-3 * x))
def cut_tanh(x, y): return torch.clamp(torch.tanh(x), min=-0.9) + y**2
def high_bowl(x, y): return 1e12 + x**2 + y**2
def wave_on_a_bowl(x, y): return x**2 + 2 * y**2 - 0.3 * cos(3 * math.pi * x + 4 * math.pi * y)
def very_far(x, y): return (x - 1e5) ** 2 + (y + 1e4) ** 2
def infimum(x, y): return (x * y - 1) ** 2 + x**2
def rounded(x, y): return x.round() ** 2 + y**2
def ripple(x, y): return cos(x) * cos(y)
def gentle_saddle(x, y): return 1e-4 * (x**2 - y**2)
def through_points(x, y):
    with open(__file__ + ".calls", "a") as log: log.write(".")
    return ((x * points + y - points - 2) ** 2).mean()
def jump(x, y): return x**2 + y**2 + where(x > 0.5, 5.0, 0.0)
def in_place(x, y):
    x += 1
    return x**2 + y**2
def prints(x, y):
    print("called")
    return x**2 + y**2
def constant_elsewhere(x, y): return x**2 + y**2 if x > 0 else torch.zeros(())
def as_a_row(x, y): return (x**2 + y**2).reshape(1, 1)
def own_numbers(x, y): return torch.tensor(0.1) * x**2 + y**2
def one_by_one_beyond(x, y):
    if (x > 4).any():
        return 0 * x + 7
    return x**2 + y**2
def mirrored(x, y): return (x**2 - 4) ** 2 / 8 + x * y / 2 + y**2 - 3
def two_wells(x, y): return torch.minimum(0.5 * x**2, 0.05 * (x - 30) ** 2 - 5) + 0.02 * y**2
def raises(x, y):
    if x <= 0:
        raise ValueError("x must be positive")
    return (x - 1) ** 2 + y**2

def leaves(x, y):
    import sys
    return x**2 + y**2 if x < 1 else sys.exit("x must be below 1")
def single(x, y): return x.float() ** 2 + y.float() ** 2
def single_within(x, y): return ((x.float() - 1) ** 2 + y.float() ** 2).double()
data32 = torch.tensor([0.5, 1.2, 2.3])
def single_data(x, y): return ((x + y * data32 - 1) ** 2).mean() + 0.1 * y**2
def type_error(x, y): return x**2 + "y"
def type_error_beyond(x, y): return x**2 + y**2 if x < 1 else x + None
def complex_number(x, y): return torch.complex(x, y) ** 2
def integer(x, y): return (x**2 + y**2).long()
def pair(x, y): return x**2, y**2
def two_numbers(x, y): return torch.stack([x, y]) ** 2
def number(x, y): return 3.0
def nothing(x, y): x**2 + y**2
def detached(x, y): return (x**2 + y**2).detach()
def half_detached(x, y): return x.detach() * x + y**2
def by_math(x, y): return torch.tensor(math.exp(float(x))) + y**2
def by_numpy(x, y):
    import numpy
    return numpy.exp(x) + y**2
def random_number(x, y): return x**2 + y**2 + random.random()
def dropout(x, y): return x**2 + y**2 + 0.01 * torch.randn(())
def one_argument(x): return x**2
"""


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own")
    (path / "many_losses.py").write_text(MODULE)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(path))
        yield path
    sys.modules.pop("many_losses", None)


def run(
    name: str, optimizer: str, start: tuple[float, float] = (1.2, 0.7), steps: int = 100
) -> Trajectory:
    problem = own(f"many_losses:{name}", start)
    return verify(trace(Run(problem, parse(optimizer), steps=steps))).trajectory


@pytest.mark.parametrize(
    ("name", "optimizer", "start", "said"),
    [
        ("bowl", "GD", (8.0, 7.0), "arrived at the lowest minimum found, from step 27"),
        ("far_away", "GD", (0.0, 0.0), "arrived at the lowest minimum found, from step 37"),
        ("waves", "Adam", (1.2, 0.7), "arrived at one of"),
        ("row", "GD", (1.2, 0.7), "arrived at the lowest minimum found, a line, from step"),
        ("between", "GD", (3.0, 4.0), "arrived at the lowest minimum found, a line, from step"),
        ("steep_between", "LBFGS", (3.0, 4.0), "arrived at the lowest minimum found, a line"),
        ("through_points", "GD", (1.2, 0.7), "arrived at the lowest minimum found, from step"),
        ("constant", "GD", (1.2, 0.7), "stays at the lowest minimum found, an area, from"),
        ("hyperbola", "GD", (1.2, 0.7), "arrived at the lowest minimum found, a line, from step"),
        ("half_plane", "GD", (1.2, 0.7), "arrived at the lowest minimum found, a line, from step"),
        ("disc", "GD", (1.2, 0.7), "arrived at the lowest minimum found, an area, from step 2"),
        ("band", "GD:lr=0.08", (3, -2), "arrived at the lowest minimum found, an area, from"),
        ("barrier", "Adam:lr=1", (0.9, 1.5), "left the domain at step 1"),
        ("barrier", "GD", (0.9, 1.5), "left the domain at step 2"),
        ("raises", "RMSprop:lr=0.5", (2.0, 1.0), "left the domain at step 1"),
        ("raises", "GD", (2.0, 1.0), "arrived at the lowest minimum found, from step"),
        ("slanted", "GD", (1.2, 0.7), "arrived at the lowest minimum found, from step"),
        ("plane", "GD", (0.0, 0.0), "still falling, where no minimum was found"),
        ("infimum", "GD:lr=0.05", (1.5, 2.0), "still falling, where no minimum was found"),
        ("rounded", "GD", (1.5, 2.0), "settled away from the minimum"),
        ("tip", "GD:lr=0.05", (1.5, 2.0), "moving to and fro without arriving"),
        ("ripple", "GD", (0.0, 0.0), "stays at a maximum (0, 0), from the start"),
        ("gentle_saddle", "GD", (1.5, 2.0), "still on its way"),
        ("cubic", "GD", (-2.5, 0.0), "its numbers overflowed at step"),
        ("pole", "GD:lr=0.001", (1.2, 0.7), "still falling"),
        ("tip", "GD:lr=1", (0.6, 0.8), "came to where the loss has no gradient at step 1"),
        ("two_deep", "GD", (1.2, 0.7), "arrived at a minimum (1, 0) within the tolerance"),
        ("two_deep", "GD", (-1.2, 0.7), "arrived at the lowest minimum found, from step"),
        ("two_shallow", "GD:lr=9", (1.2, 0.7), "stays at a minimum (0.9987, 0) within the"),
        ("very_far", "GD:lr=0.4", (1.2, 0.7), "arrived at a minimum (1e+05, -1e+04) that"),
        ("decay", "GD:lr=1.5", (1.2, 0.7), "diverged, from step"),
        ("wave_on_a_bowl", "GD:lr=1.1", (2.0, 2.0), "diverged, from step 1"),
        ("stairs", "GD", (1.2, 0.7), "comes to rest, at no minimum that was found"),
        ("tiny", "GD", (1.2, 0.7), "stays at the lowest minimum found, from the start"),
        ("high_up", "GD", (1.2, 0.7), "arrived at the lowest minimum found, from step"),
        ("two_abs", "GD", (1.2, 0.7), "moving to and fro without arriving"),
        ("larger", "Adam", (1.2, 0.7), "moving to and fro without arriving"),
        ("parabolas", "GD:lr=0.2", (1.2, 0.7), "arrived at the lowest minimum found, from step 13"),
        ("tip", "Adagrad:lr=0.5", (-4.0, 0.5), "still on its way"),
        ("larger_number", "GD", (1.2, 0.7), "moving to and fro without arriving"),
        ("in_place", "GD", (1.2, 0.7), "arrived at the lowest minimum found, from step"),
        ("jump", "GD", (1.2, 0.7), "arrived at the lowest minimum found, from step"),
        ("steps", "GD", (1.2, 0.7), "comes to rest, at no minimum that was found"),
        ("constant_elsewhere", "Adam", (1.2, 0.7), "arrived at the lowest minimum found, an area"),
        ("own_numbers", "GD", (1.2, 0.7), "still on its way"),
        ("as_a_row", "GD", (1.2, 0.7), "arrived at the lowest minimum found, from step"),
    ],
)  # fmt: skip
def test_right_ones_run_and_end_as_they_do(name, optimizer, start, said) -> None:
    assert run(name, optimizer, start).ending().sentence.startswith(said)


def test_a_run_from_far_off_whose_loss_still_falls_has_not_settled() -> None:
    loss = own("many_losses:bowl", (1.2, 0.7)).loss
    params = 1e6 * 0.9 ** np.arange(161.0)[:, None] * np.ones(2)
    assert ending(loss, params, loss.on_grid(params), 160).outcome is Outcome.ON_ITS_WAY


def test_where_numbers_underflow_it_is_not_level() -> None:
    loss = own("many_losses:bottomless", (-14.0, 9.0)).loss
    assert not loss.is_level(np.array([115.6, 417.0]))


def test_many_points_of_a_function_of_data_are_few_calls(folder) -> None:
    loss = own("many_losses:through_points", (1.2, 0.7)).loss
    log = folder / "many_losses.py.calls"
    before = log.stat().st_size
    x, y = np.mgrid[-3:3:100j, -3:3:100j]
    points = np.arange(-2.0, 3.0)
    wanted = np.mean((x[..., None] * points + y[..., None] - points - 2.0) ** 2, axis=-1)
    assert np.allclose(loss.on_grid(np.stack([x, y], axis=-1)), wanted, rtol=1e-12)
    assert log.stat().st_size - before < 100


@pytest.mark.parametrize(
    ("name", "minimum", "place", "extent"),
    [
        ("two_abs", 0.0, (0, 0), Extent.POINT),
        ("larger_number", 0.0, (0, 0), Extent.POINT),
        ("kinked_wells", -0.1, (-1, 0), Extent.POINT),
        ("high_power", 0.0, (0, 0), Extent.POINT),
        ("far_away", 0.0, (100, -50), Extent.POINT),
        ("tiny", 0.0, (1, 0), Extent.POINT),
        ("high_up", 1e8, (1, 0), Extent.POINT),
        ("slanted", -1.913223, (-0.547198, -1.547198), Extent.POINT),
        ("one_by_one_beyond", 0.0, (0, 0), Extent.POINT),
        ("circle", 0.0, None, Extent.LINE),
        ("row", 0.0, None, Extent.LINE),
        ("constant", 3.0, None, Extent.AREA),
        ("cut_tanh", -0.9, None, Extent.LINE),
        ("high_bowl", 1e12, (0, 0), Extent.POINT),
        ("tanh", np.nan, None, Extent.POINT),
        ("far_decay", np.nan, None, Extent.POINT),
        ("separable", np.nan, None, Extent.POINT),
        ("stairs", np.nan, None, Extent.POINT),
        ("plane", np.nan, None, Extent.POINT),
        ("well_at_infinity", np.nan, None, Extent.POINT),
        ("pole", np.nan, None, Extent.POINT),
    ],
)
def test_what_a_search_finds(name, minimum, place, extent) -> None:
    loss = own(f"many_losses:{name}", (1.2, 0.7)).loss
    assert loss.minimum == pytest.approx(minimum, abs=1e-6, nan_ok=True)
    assert loss.extent is extent and loss.attained == np.isfinite(minimum)
    assert len(loss.minimizers) == (place is not None)
    if place is not None:
        assert np.allclose(loss.minimizers, [place], atol=2e-2 if name == "high_power" else 1e-5)


@pytest.mark.parametrize(
    ("name", "start", "minimum"),
    [
        ("bowl", (5.0, -5.0), 0.0),
        ("wave_on_a_bowl", (5.0, 0.0), -0.3),
        ("two_roots", (0.7, 1.6), 0.0),
        ("bottomless", (-14.0, 9.0), -2.345812),
        ("badly_scaled", (4.0, 8.0), 0.0),
    ],
)
def test_a_descent_ends_on_the_rim_but_not_beside_a_kink_or_where_numbers_end(
    name, start, minimum
) -> None:
    loss = own(f"many_losses:{name}", start).loss
    assert loss.minimum == pytest.approx(minimum, abs=1e-6) and len(loss.minimizers) == 1


def test_what_lies_beyond_the_search_is_known_where_it_is_shown() -> None:
    loss = own("many_losses:mirrored", (-3.0, 3.0)).loss
    assert len(loss.minimizers) == 1 and loss.looked_through(((-4, 1), (-1, 5))) is loss
    both = loss.looked_through(((-3.6, 3.6), (-2.5, 4.0))).minimizers
    assert len(both) == 2 and np.allclose(both[0], -both[1], atol=1e-6)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("single", ("at (1.2, 0.7)", "returns float32", "float64")),
        ("single_within", ("at (1.2, 0.7)", "float32 on its way")),
        ("single_data", ("at (1.2, 0.7)", "float32 on its way", "torch.float64")),
        ("type_error", ("at (1.2, 0.7)", "TypeError")),
        ("type_error_beyond", ("at (1.2, 0.7)", "TypeError")),
        ("leaves", ("at (1.2, 0.7)", "raises SystemExit: x must be below 1")),
        ("complex_number", ("at (1.2, 0.7)", "returns complex128")),
        ("integer", ("at (1.2, 0.7)", "returns int64")),
        ("pair", ("at (1.2, 0.7)", "returns (tensor(", "one tensor")),
        ("two_numbers", ("at (1.2, 0.7)", "shape (2,)")),
        ("number", ("at (1.2, 0.7)", "returns 3.0")),
        ("nothing", ("at (1.2, 0.7)", "returns None")),
        ("detached", ("at (1.2, 0.7)", "does not depend", "detached")),
        ("half_detached", ("at (1.2, 0.7)", "gradient is (1.2, 1.4)", "slope by (2.4, 1.4)")),
        ("by_math", ("at (1.2, 0.7)", "torch's gradient is (0, 1.4)", "torch's operations")),
        ("by_numpy", ("at (1.2, 0.7)", "numpy")),
        ("random_number", ("at (1.2, 0.7)", "when asked again")),
        ("dropout", ("at (1.2, 0.7)", "when asked again")),
        ("one_argument", ("at (1.2, 0.7)", "1 positional argument but 2")),
    ],
)  # fmt: skip
def test_wrong_ones_are_told_what_is_wrong_and_where(name: str, parts: tuple[str, ...]) -> None:
    with pytest.raises(OptanimError) as caught:
        own(f"many_losses:{name}", (1.2, 0.7))
    said = str(caught.value)
    assert all(part in said for part in parts) and "\n" not in said, said


def test_what_a_function_prints_while_minima_are_looked_for_is_not_shown(capsys) -> None:
    own("many_losses:prints", (1.2, 0.7))
    assert len(capsys.readouterr().out.splitlines()) < 40


@pytest.mark.parametrize(
    "place", [(0.0, 0.3), (1e-13, 0.3), (1e-9, -1e-7), (-3e-6, 0.2), (2e-4, 1)]
)
def test_beside_a_kink_the_slope_is_known_and_on_it_any_between(place) -> None:
    """|x| + 2 |y|: the bound is far below the slope, however close the kink is, but not on it."""
    loss = own("many_losses:two_abs", (1.2, 0.7)).loss
    slope, bound = (
        loss.gradient(np.array(place)),
        16 * np.finfo(float).eps * loss.rounding(np.array(place))[1],
    )
    for axis, (at, steep) in enumerate(zip(place, (1.0, 2.0), strict=True)):
        if abs(at) > 1e-10:
            assert bound[axis] < 0.01 and abs(slope[axis] - steep * np.sign(at)) <= bound[axis]
        else:
            assert abs(slope[axis]) <= 0.01 and bound[axis] == pytest.approx(steep, rel=0.01)


@pytest.mark.parametrize("name", ["two_abs", "larger", "barrier", "waves", "tiny", "disc"])
def test_a_nudged_gradient_is_caught_on_every_kind(name: str) -> None:
    start = (0.4, 0.7)
    made = run(name, "GD:lr=0.01", start, steps=10)
    for row in range(11):
        gradients = made.gradients.copy()
        gradients[row] *= 1.0 + 1e-4
        if np.array_equal(gradients, made.gradients):
            continue
        with pytest.raises(NotVerified, match=rf"central differences.* at step {row} "):
            verify(replace(made, gradients=gradients))


@pytest.mark.parametrize("lr", [0.3, 1.0, 1e150])
def test_every_optimizer_leaves_a_domain_or_stays_in_it(lr: float) -> None:
    problem = own("many_losses:barrier", (0.9, 1.5))
    for name in sorted(torch_classes() | set(TABLE)):
        verified = verify(trace(Run(problem, make(name, lr=lr), steps=8)))
        end, made = verified.trajectory.ending(), verified.trajectory
        inside = (made.params[:, 0] > 0.0) & (made.params[:, 0] < 1.0)
        assert inside.all() and end.cut == (made.steps < 8)
        if end.cut:
            assert end.outcome in (Outcome.LEFT_DOMAIN, Outcome.DIVERGED), (name, end.sentence)


def test_racers_find_what_the_search_has_not(tmp_path, monkeypatch) -> None:
    """The deeper well at x = 30 lies beyond the window; one racer is thrown into it."""
    monkeypatch.chdir(tmp_path)
    problem = own("many_losses:two_wells", (1.0, 0.5))
    assert np.allclose(problem.minimizers, [[0.0, 0.0]], atol=1e-6)
    far = make("Momentum", "far", lr=4.0, momentum=0.3)
    runs = {each.label: Run(problem, each, steps=400) for each in (make("GD", "near", lr=0.1), far)}
    alone = Race.of_runs({"near": runs["near"]})
    assert alone.problem is problem
    assert alone.trajectories["near"].outcome is Outcome.ARRIVED
    race = Race.of_runs(runs)
    ends = {name: t.ending() for name, t in race.trajectories.items()}
    assert np.allclose(race.problem.minimizers, [[30.0, 0.0]], atol=1e-3)
    assert ends["far"].outcome is Outcome.ARRIVED
    assert ends["near"].outcome is Outcome.OTHER_MINIMUM


PIECES = st.sampled_from(
    [
        "x", "y", "1.5", "0.3", "(-2.0)", "abs(x)", "abs(y)", "relu(y)", "x**2", "y**2", "sin(3*x)",
        "exp(y)", "log(x)", "sqrt(y)", "1/x", "where(x > 0, x, y)", "maximum(x, y)", "x*y",
    ]
)  # fmt: skip
EXPRESSIONS = st.recursive(
    PIECES,
    lambda inner: st.builds(
        lambda form, a, b: form.format(a, b),
        st.sampled_from(
            ["({} + {})", "({} - {})", "({} * {})", "maximum({0}, {1})", "abs({} - {})",
             "({0})**2 + abs({1})", "sqrt({0}) + {1}", "exp(-({0})**2) * {1}"]
        ),
        inner,
        inner,
    ),
    max_leaves=5,
)  # fmt: skip


def _runs_or_says_why(folder: Path, expression: str, start: tuple[float, float]) -> None:
    module = f"fuzzed_{abs(hash((expression, start)))}"
    text = f"import torch\nfrom torch import *\ndef f(x, y): return {expression} + 0 * x\n"
    text = text.replace("maximum(", "larger(").replace("relu(", "torch.relu(")
    text += "def larger(a, b): return torch.maximum(torch.as_tensor(a), torch.as_tensor(b))\n"
    text += "".join(
        f"def {name}(a): return torch.{name}(torch.as_tensor(a))\n"
        for name in ("abs", "exp", "sqrt", "log", "sin")
    )
    (folder / f"{module}.py").write_text(text)
    try:
        problem = own(f"{module}:f", start)
        runs = [trace(Run(problem, make(name, lr=0.3), steps=15)) for name in ("GD", "Adam")]
    except OptanimError as refused:
        message = str(refused)
        assert "\n" not in message
        return
    for made in runs:
        assert verify(made).trajectory.ending().sentence


STARTS = st.tuples(st.sampled_from([-1.0, 0.0, 0.5, 2.0]), st.sampled_from([0.0, 0.7, -1.5]))


@settings(max_examples=8)
@given(EXPRESSIONS, STARTS)
def test_whatever_is_written_runs_or_is_refused_in_one_line(folder, expression, start) -> None:
    _runs_or_says_why(folder, expression, start)


@pytest.mark.slow
@settings(max_examples=80)
@given(EXPRESSIONS, STARTS)
def test_much_more_of_it(folder, expression, start) -> None:
    _runs_or_says_why(folder, expression, start)
