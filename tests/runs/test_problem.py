"""Loss, problem and data against references of other kinds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from optanim.base.errors import OptanimError
from optanim.base.window import Window
from optanim.losses import MeanSquaredError
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article, from_data
from optanim.runs.run import Run
from optanim.runs.tracing import trace

NUMBER = st.floats(-100, 100)


@given(a=NUMBER, b=NUMBER, seed=st.integers(0, 5))
def test_value_and_gradient_agree_with_autograd_and_differences(a, b, seed) -> None:
    loss = article(seed, 40).loss
    params = np.array([a, b])
    tensor = torch.tensor(params, requires_grad=True)
    value = loss.value(tensor)
    value.backward()
    assert value.item() == pytest.approx(loss.value(params), rel=1e-12)
    assert np.allclose(tensor.grad.numpy(), loss.gradient(params), rtol=1e-10, atol=1e-9)
    scale = max(1.0, float(np.abs(params).max()))
    slope = approx_fprime(params, loss.value, 1e-6 * scale)
    assert np.allclose(slope, loss.gradient(params), rtol=1e-3, atol=1e-2 * scale)


@given(offset=st.floats(-1e3, 1e3), seed=st.integers(0, 50))
def test_minimizer_hessian_and_grid_are_those_of_least_squares(offset, seed) -> None:
    generator = np.random.default_rng(seed)
    x, y = generator.normal(offset, 2.0, 30), generator.normal(0.0, 3.0, 30)
    loss = MeanSquaredError(x, y)
    design = np.column_stack([np.ones(30), x])
    expected = np.linalg.lstsq(design, y, rcond=None)[0]
    assert np.allclose(loss.minimizer, expected, rtol=1e-6, atol=1e-8)
    assert np.allclose(loss.hessian, 2 / 30 * design.T @ design, rtol=1e-10)
    params = loss.minimizer + generator.normal(0, 1, (4, 3, 2))
    assert np.allclose(loss.on_grid(params), loss.value(params), rtol=1e-7, atol=1e-6)


def test_the_article_is_as_stated() -> None:
    problem = article()
    assert len(problem.x) == 1000 and tuple(problem.start) == (2.0, 9.0)
    assert np.abs(problem.x).max() <= 5.0
    assert np.allclose(problem.minimizer, (-2.0, 2.0), atol=1e-3)
    assert 7.5 < problem.condition_number < 9.0


@pytest.mark.parametrize("momentum", [0.0, 0.5])
def test_the_stability_limit_is_where_descent_begins_to_grow(momentum: float) -> None:
    problem = article()
    limit = problem.stability_limit(momentum)
    for factor, stable in ((0.99, True), (1.01, False)):
        run = trace(Run(problem, make("Momentum", lr=factor * limit, momentum=momentum), steps=600))
        assert (run.losses[-1] < run.losses[0]) == stable


def test_gradient_descent_follows_its_closed_form() -> None:
    """p_k = p* + V diag((1 - lr lambda)^k) V' (p_0 - p*)."""
    problem = article()
    run = trace(Run(problem, make("GD"), steps=40))
    values, vectors = np.linalg.eigh(problem.loss.hessian)
    away = vectors.T @ (problem.start - problem.minimizer)
    for k in range(41):
        expected = problem.minimizer + vectors @ ((1 - 0.1 * values) ** k * away)
        assert np.allclose(run.params[k], expected, atol=1e-12)


def test_a_users_csv_gives_what_a_plain_torch_loop_gives(tmp_path: Path) -> None:
    generator = np.random.default_rng(3)
    x = generator.uniform(0, 4, 25)
    y = 1.5 - 0.7 * x + generator.normal(0, 0.2, 25)
    path = tmp_path / "points.csv"
    rows = [f"{i},{a!r},{b!r}" for i, (a, b) in enumerate(zip(x.tolist(), y.tolist(), strict=True))]
    path.write_text("id,x,y\n" + "\n".join(rows) + "\n")
    run = trace(Run(from_data(path), make("Adam", lr=0.05), start=(1.0, 1.0), steps=60))
    params = torch.tensor([1.0, 1.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([params], lr=0.05)
    for k in range(60):
        assert np.allclose(run.params[k], params.detach().numpy(), rtol=0, atol=1e-9)
        optimizer.zero_grad()
        ((torch.tensor(y) - params[0] - params[1] * torch.tensor(x)) ** 2).mean().backward()
        optimizer.step()


def test_start_of_users_data_follows_the_stated_rule(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("x,y\n2001,3\n2002,5\n2003,4\n2004,8\n")
    for standardize in (False, True):
        problem = from_data(path, standardize)
        excess = problem.loss.value(problem.start) - problem.loss.minimum
        assert excess == pytest.approx(4 * np.var([3, 5, 4, 8]), rel=1e-3)
    assert problem.standardized == pytest.approx((2002.5, np.std([0, 1, 2, 3])))
    assert problem.condition_number == pytest.approx(1.0)


def test_the_order_of_rows_does_not_move_the_start() -> None:
    """Standardised, every direction is an eigenvector: rounding must not choose one."""
    random = np.random.default_rng(0)
    x = random.normal(5.0, 3.0, 40)
    y = 2.0 * x + random.normal(0.0, 1.0, 40)
    orders = [random.permutation(40) for _ in range(8)]
    starts = [from_data((x[order], y[order]), standardize=True).start for order in orders]
    assert np.allclose(starts, starts[0], rtol=1e-12, atol=0.0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,y\n1,2\n2,3\n", "line 1: no column 'x'"),
        ("", "there is nothing in it"),
        ("x,y\n1,2\n2,oops\n", "line 3, column y: 'oops' is no finite number"),
        ("x,y\n1,2\nnan,3\n", "1 points; a line needs 2 or more"),
        ("x,y\n1,2\n2\n", "line 3: 1 field instead of 2: '2'"),
        ("x,y\n1,2\n", "1 points; a line needs 2 or more"),
        ("x,y\n3,2\n3,4\n", "all 2 values of x are 3"),
    ],
)
def test_malformed_data_are_refused_with_line_and_column(tmp_path, text, message) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(OptanimError) as caught:
        from_data(path)
    assert message in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([1e200, 2.0, 3.0], [1.0, 2.0, 3.0], "a value of x is 1e\\+200; beyond 1e\\+150"),
        ([1.0, 2.0, 3.0], [1.0, -1e308, 3.0], "a value of y is -1e\\+308; beyond 1e\\+150"),
        ([1e-200, 2e-200], [1.0, 2.0], "between 1e-200 and 2e-200; less than 1e-150 apart"),
        ([1.7e9, 1.7e9 + 60.0], [1.0, 2.0], "between 1700000000 and 1700000060, so that one eig"),
        ([5.0, 5.0 + 1e-12], [1.0, 2.0], "standardize = true"),
    ],
)
def test_x_and_y_that_float64_cannot_square_are_refused(x: list, y: list, message: str) -> None:
    with pytest.raises(OptanimError, match=message):
        from_data((x, y))


def test_what_is_nearly_constant_is_raced_standardised() -> None:
    problem = from_data(([1.7e9, 1.7e9 + 60.0, 1.7e9 + 120.0], [1.0, 2.0, 6.0]), standardize=True)
    assert np.allclose(problem.minimizer, [3.0, 2.5 * np.sqrt(2.0 / 3.0)])
    assert problem.condition_number == pytest.approx(1.0)


@given(x=st.lists(st.tuples(NUMBER, NUMBER), min_size=1, max_size=8), aspect=st.floats(0.2, 5))
def test_windows_hold_their_points_in_equal_units(x: list, aspect: float) -> None:
    points = np.array(x)
    window = Window.around(points, margin=0.1).shaped(aspect)
    assert window.aspect == pytest.approx(aspect, rel=1e-6)
    (left, right), (low, high) = window.intercept, window.slope
    assert np.all((points[:, 0] >= left) & (points[:, 0] <= right))
    assert np.all((points[:, 1] >= low) & (points[:, 1] <= high))
