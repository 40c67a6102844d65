"""Every loss against autograd, against the literature's formulas, and against brute force."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from optanim.base.errors import OptanimError
from optanim.losses import OF_DATA, SURFACES, Loss, Moments, make_loss
from optanim.losses.loss import Extent
from optanim.losses.surface import Surface

PLACE = st.tuples(st.floats(-5, 5), st.floats(-5, 5))


def of_data(name: str, points: int = 40, seed: int = 0) -> Loss:
    generator = np.random.default_rng(seed)
    x = generator.uniform(-5, 5, points)
    y = 1.0 + 0.5 * x + generator.standard_t(2, points)
    return make_loss(name, (x, (y > 0.0).astype(float) if name == "logistic" else y))


def some(name: str) -> Loss:
    if name in OF_DATA:
        return of_data(name)
    return make_loss(name, **({"condition": 30.0, "rotation": 25.0} if name == "quadratic" else {}))


ALL = [*OF_DATA, *SURFACES]


@pytest.mark.parametrize("name", ALL)
@given(place=PLACE)
def test_gradient_and_hessian_agree_with_autograd(name: str, place: tuple[float, float]) -> None:
    loss, params = some(name), np.array(place)
    here = torch.tensor(params, requires_grad=True)
    value = loss.value(here)
    value.backward()
    value_terms, gradient_terms = loss.rounding(params)
    eps = np.finfo(float).eps
    assert abs(value.item() - loss.value(params)) <= 16 * eps * value_terms
    assert np.all(np.abs(here.grad.numpy() - loss.gradient(params)) <= 16 * eps * gradient_terms)
    if not np.any(np.abs(params) < 1e-3):  # there Ackley's cusp bends without bound
        hessian = torch.autograd.functional.hessian(loss.value, here.detach()).numpy()
        assert np.allclose(loss.curvature(params), hessian, rtol=1e-8, atol=1e-8)
    assert np.allclose(loss.on_grid(params[None, None]), loss.value(params), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", ALL)
def test_nothing_nearby_is_below_a_minimizer(name: str) -> None:
    loss, generator = some(name), np.random.default_rng(1)
    for place in loss.minimizers:
        assert loss.value(place) == pytest.approx(loss.minimum, abs=1e-12)
        near = place + generator.normal(0, 1, (4000, 2)) * 10.0 ** generator.uniform(
            -4, 0.5, (4000, 1)
        )
        assert loss.on_grid(near).min() >= loss.minimum - 1e-12
        if not loss.kinked:
            assert np.allclose(loss.gradient(place), 0.0, atol=1e-11)


VALUES = {  # (x, y): value, by hand from the literature's formula; others have tests of their own
    "rosenbrock": {(-1, 1): 4.0, (0, 0): 1.0, (2, 3): 101.0},
    "himmelblau": {(0, 0): 170.0, (-1, -1): 170.0, (1, 2): 68.0},
    "beale": {(0, 0): 1.5**2 + 2.25**2 + 2.625**2, (1, 2): 2.5**2 + 5.25**2 + 9.625**2},
    "styblinski-tang": {(0, 0): 0.0, (1, -1): 0.5 * (1 - 16 + 5 + 1 - 16 - 5)},
    "rastrigin": {(1, 1): 2.0, (0.5, 0): 20.25},
    "saddle": {(3, 2): 5.0},
    "ackley": {(1, 1): 3.6253849384403627, (0, 0): 0.0},
    "quadratic": {(2, 0): 2.0, (0, 2): 20.0},
}


@pytest.mark.parametrize("name", VALUES)
def test_surfaces_have_the_values_of_their_formulas(name: str) -> None:
    loss = make_loss(name)
    for place, value in VALUES[name].items():
        assert loss.value(np.array(place, float)) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("name", ["himmelblau", "beale", "saddle"])
def test_saddles_are_saddles(name: str) -> None:
    loss = make_loss(name)
    for place in loss.saddles:
        assert np.allclose(loss.gradient(place), 0.0, atol=1e-7)
        low, high = np.linalg.eigvalsh(loss.curvature(place))
        assert low < 0 < high


def test_the_quadratic_has_the_eigenvalues_asked_for() -> None:
    loss = make_loss("quadratic", condition=40.0, rotation=30.0)
    values, vectors = np.linalg.eigh(loss.hessian)
    assert np.allclose(values, [1.0, 40.0])
    assert abs(vectors[1, 0] / vectors[0, 0]) == pytest.approx(np.tan(np.deg2rad(30.0)))


@pytest.mark.parametrize("points", [3, 8, 25])
def test_least_absolute_error_is_the_best_line_through_two_points(points: int) -> None:
    loss = of_data("mae", points, seed=points)
    lines = []
    for i, j in combinations(range(points), 2):
        slope = (loss.y[j] - loss.y[i]) / (loss.x[j] - loss.x[i])
        intercept = loss.y[i] - slope * loss.x[i]
        lines.append(np.mean(np.abs(loss.y - intercept - slope * loss.x)))
    assert loss.minimum == pytest.approx(min(lines), rel=1e-12)


def best_lines(points: list[tuple[int, int]]) -> list[tuple[Fraction, Fraction]]:
    """All lines through two of the points of the smallest absolute error, by whole numbers."""
    lines = {}
    for (x, y), (u, v) in combinations(points, 2):
        if x != u:
            slope = Fraction(v - y, u - x)
            line = y - slope * x, slope
            lines[line] = sum(abs(y - line[0] - line[1] * x) for x, y in points)
    return [line for line, error in lines.items() if error == min(lines.values())]


@settings(max_examples=60)
@given(
    points=st.lists(
        st.tuples(st.integers(0, 5), st.integers(-3, 6)), min_size=2, max_size=8
    ).filter(lambda points: len({x for x, _ in points}) > 1),
    unit=st.sampled_from([(1.0, 0), (1.0, 1990), (0.1, 0)]),
)
@example([(0, 0), (0, 2), (1, 1), (1, 3)], (1.0, 0))
@example([(0, 0), (0, 0), (1, 1), (1, 3)], (1.0, 0))
def test_the_best_lines_of_absolute_errors_are_one_or_a_line_or_an_area_of_them(
    points, unit
) -> None:
    (a, b), *others = best_lines(points)
    apart = [(float(c - a), float(d - b)) for c, d in others]
    step, first = unit
    x, y = np.array(points, dtype=float).T
    loss = make_loss("mae", (first + step * x, step * y))
    assert loss.extent == (np.linalg.matrix_rank(apart) if apart else 0)
    assert loss.attained and len(loss.minimizers) == (loss.extent is Extent.POINT)


@pytest.mark.parametrize(
    ("y", "extent"),
    [((0, 2, 1, 3), Extent.AREA), ((0, 2, 1, 1.1), Extent.LINE), ((0, 0.1, 1, 1.1), Extent.POINT)],
)
def test_the_best_lines_of_huber_as_well(y: tuple[float, ...], extent: Extent) -> None:
    """Two points of x = 0 and two of x = 1: who are near bend the loss, those far apart do not."""
    loss = make_loss("huber", (np.array([0.0, 0.0, 1.0, 1.0]), np.array(y)), delta=0.1)
    assert loss.extent is extent
    if extent is not Extent.POINT:
        lowest = loss.value(np.array([[1.0, 0.05], [1.0, 1.05]])).min()
        assert lowest == pytest.approx(loss.minimum)


@given(place=PLACE, delta=st.floats(0.05, 20))
def test_huber_is_torchs(place: tuple[float, float], delta: float) -> None:
    data = of_data("mse")
    loss = make_loss("huber", (data.x, data.y), delta=delta)
    line = torch.tensor(place[0] + place[1] * data.x)
    expected = torch.nn.functional.huber_loss(line, torch.tensor(data.y), delta=delta)
    assert loss.value(np.array(place)) == pytest.approx(expected.item(), rel=1e-12)


@given(place=PLACE)
def test_logistic_is_torchs(place: tuple[float, float]) -> None:
    loss = of_data("logistic")
    line, classes = torch.tensor(place[0] + place[1] * loss.x), torch.tensor(loss.y)
    expected = torch.nn.functional.binary_cross_entropy_with_logits(line, classes)
    assert loss.value(np.array(place)) == pytest.approx(expected.item(), rel=1e-12)


@pytest.mark.parametrize("name", ["huber", "logistic"])
def test_minima_are_those_of_another_method(name: str) -> None:
    loss = of_data(name, 60)
    found = minimize(loss.value, [0.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-9})
    assert np.allclose(found.x, loss.minimizer, atol=1e-5)


@given(penalty=st.floats(0.01, 100), points=st.integers(1, 20))
def test_ridge_solves_its_normal_equations_even_for_one_point(penalty, points) -> None:
    generator = np.random.default_rng(points)
    x, y = generator.normal(2, 1, points), generator.normal(0, 3, points)
    loss = make_loss("ridge", (x, y), penalty=penalty)
    design = np.column_stack([np.ones(points), x])
    normal = design.T @ design / points + np.diag([0.0, penalty])
    assert np.allclose(loss.minimizer, np.linalg.solve(normal, design.T @ y / points))


def test_classes_that_a_threshold_separates_have_no_minimizer() -> None:
    x = np.array([-2.0, -1.0, 1.0, 2.0])
    apart = make_loss("logistic", (x, np.array([1.0, 1.0, 0.0, 0.0])))
    assert apart.minimizer is None and apart.minimum == 0.0
    steep = [apart.value(np.array([0.0, -slope])) for slope in (10.0, 100.0, 1000.0)]
    assert steep == sorted(steep, reverse=True) and steep[-1] < 1e-100
    touching = make_loss("logistic", (np.array([0.0, 1, 1, 1, 2]), np.array([0.0, 0, 0, 1, 1])))
    found = touching.value(np.array([-400.0 - np.log(2.0), 400.0]))
    assert touching.minimizer is None and touching.minimum == pytest.approx(found)


@pytest.mark.parametrize(
    ("name", "y", "parts"),
    [("logistic", [0.0, 2.0], "y=2"), ("logistic", [1.0, 1.0], "both")],
)
def test_classes_must_be_two(name: str, y: list[float], parts: str) -> None:
    with pytest.raises(OptanimError, match=parts):
        make_loss(name, (np.array([0.0, 1.0]), np.array(y)))


@given(offset=st.floats(-1e6, 1e6), cut=st.integers(1, 99))
def test_joined_moments_are_those_of_all_points(offset: float, cut: int) -> None:
    generator = np.random.default_rng(cut)
    x, y = generator.normal(offset, 1.0, 100), generator.normal(0.0, 1.0, 100)
    joined = Moments.of(x[:cut], y[:cut]) + Moments.of(x[cut:], y[cut:])
    assert joined.count == 100
    for name, value in {"mean_x": x.mean(), "xx": x.var(), "yy": y.var()}.items():
        assert getattr(joined, name) == pytest.approx(value, rel=1e-9)
    assert joined.xy == pytest.approx(np.cov(x, y, bias=True)[0, 1], abs=1e-9)


@pytest.mark.parametrize("penalty", [0.0, 0.7])
@given(place=PLACE)
def test_the_loss_of_moments_is_that_of_the_points(penalty: float, place) -> None:
    data = of_data("mse")
    name, settings = ("ridge", {"penalty": penalty}) if penalty else ("mse", {})
    whole = make_loss(name, (data.x, data.y), **settings)
    sums = OF_DATA[name].of_sums(Moments.of(data.x, data.y), data.x, data.y, **settings)
    params = np.array(place)
    assert sums.value(params) == pytest.approx(whole.value(params), rel=1e-9)
    assert np.allclose(sums.gradient(params), whole.gradient(params), rtol=1e-9, atol=1e-9)
    assert (sums.key, dict(sums.settings)) == (whole.key, dict(whole.settings))


@pytest.mark.parametrize(
    ("name", "settings", "parts"),
    [
        ("rosenbrok", {}, ("'rosenbrok'", "'rosenbrock'")),
        ("quadratic", {"condition": 0.5}, ("condition=0.5", "between 1 and 1e+06")),
        ("quadratic", {"conditon": 5}, ("'conditon'", "'condition'")),
        ("saddle", {"depth": 5}, ("saddle has no settings", "depth=5")),
    ],
)
def test_unknown_names_and_values_out_of_bounds_are_refused(name, settings, parts) -> None:
    with pytest.raises(OptanimError) as caught:
        make_loss(name, **settings)
    assert all(part in str(caught.value) for part in parts)


class _Ramp(Surface):
    """x: it falls without bound, and nothing else is known of it."""

    minimum, start = -np.inf, (1.0, 0.0)

    def value(self, params: np.ndarray) -> np.ndarray:
        return params[..., 0]

    gradient = curvature = rounding = value


class _Pass(_Ramp):
    saddles = ((0.5, 0.0),)


def test_a_surface_without_a_minimum_needs_no_saddle_and_takes_one_as_it_is_written() -> None:
    assert (_Ramp().lowest, _Ramp().scale) == (1.0, 1.0)
    assert (_Pass().lowest, _Pass().scale) == (0.5, 0.5)
    assert _Pass().saddles.shape == (1, 2)
