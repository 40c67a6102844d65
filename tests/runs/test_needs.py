"""Whatever somebody's optimizer does, its steps are those of a plain loop, or it is refused."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import schedulefree
import torch
from pytorch_optimizer import SAM, Lookahead

from optanim.base.errors import OptanimError
from optanim.optimizers.optimizer import Optimizer, make, parse
from optanim.proof import archive
from optanim.proof.verification import NotVerified, verify
from optanim.race_file import checked
from optanim.runs.problem import article, surface
from optanim.runs.run import Batches, Run
from optanim.runs.tracing import refusal, trace
from optanim.runs.trajectory import Trajectory
from tests.references import himmelblau
from tests.runs import own_optimizers

OWN = "own_optimizers"
"""Found in the folder of this file, as somebody's own would be: `tests` is a large package."""
START = (-0.5, -0.5)


@pytest.fixture(autouse=True)
def in_float64(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(Path(__file__).parent)
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def run(optimizer: Optimizer | str, steps: int = 12, **more: Any) -> Run:
    made = make(f"{OWN}:{optimizer}") if isinstance(optimizer, str) else optimizer
    return Run(surface("himmelblau"), made, steps=steps, **more)


def proven(optimizer: Optimizer | str, steps: int = 12, **more: Any) -> Trajectory:
    return verify(trace(run(optimizer, steps, **more))).trajectory


def loop(kind: type, steps: int = 12, **keywords: Any) -> np.ndarray:
    """The parameters before each step and after the last, each step given a closure."""
    params = torch.nn.Parameter(torch.tensor(START))
    optimizer, rows = kind([params], **keywords), [START]

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = himmelblau(params)
        loss.backward()
        return loss

    for _ in range(steps):
        closure()
        optimizer.step(closure)
        rows.append(tuple(params.tolist()))
    return np.array(rows)


# Random numbers


DRAWS = ["OfTorch", "OfNumPy", "OfPython"]


@pytest.mark.parametrize("name", DRAWS)
def test_what_is_drawn_begins_at_the_seed_and_at_nothing_else(name: str) -> None:
    first, other = proven(name, seed=7), proven(name, seed=8)
    random.random(), torch.rand(3), np.random.random()  # noqa: NPY002
    proven("OfNumPy"), proven("OfTorch")
    again = proven(name, seed=7)
    assert np.array_equal(first.params, again.params)
    assert not np.array_equal(first.params, other.params)
    assert first.run.fingerprint == again.run.fingerprint != other.run.fingerprint


@pytest.mark.parametrize("name", DRAWS)
def test_the_drawn_numbers_are_those_of_a_loop_from_the_seed(name: str) -> None:
    torch.manual_seed(5), np.random.seed(5), random.seed(5)  # noqa: NPY002
    assert np.allclose(proven(name, seed=5).params, loop(getattr(own_optimizers, name)))


def test_what_is_changed_of_the_gradient_is_not_undone_by_a_closure() -> None:
    params, rows = torch.nn.Parameter(torch.tensor(START)), [START]
    optimizer = own_optimizers.Clipped([params], lr=0.5)
    for _ in range(12):
        optimizer.zero_grad()
        himmelblau(params).backward()
        optimizer.step()
        rows.append(tuple(params.tolist()))
    assert np.allclose(proven(make(f"{OWN}:Clipped", lr=0.5)).params, rows, rtol=0, atol=1e-12)
    given = trace(run(make(f"{OWN}:Clipped", lr=0.5, closure=True))).params[1]
    assert not np.allclose(given, rows[1])


def test_the_callers_random_numbers_go_on_as_if_nothing_had_been() -> None:
    def drawn() -> tuple[float, float, float]:
        return float(torch.rand(())), np.random.random(), random.random()  # noqa: NPY002

    torch.manual_seed(1), np.random.seed(1), random.seed(1)  # noqa: NPY002
    undisturbed = [drawn(), drawn()]
    torch.manual_seed(1), np.random.seed(1), random.seed(1)  # noqa: NPY002
    before = drawn()
    for name in DRAWS:
        proven(name)
        refusal(make(f"{OWN}:{name}"))
    assert [before, drawn()] == undisturbed


def test_a_seed_makes_no_other_run_of_what_draws_nothing() -> None:
    ours = [run(make("Adam"), seed=seed).fingerprint for seed in (0, 1)]
    assert ours[0] == ours[1]


@pytest.mark.parametrize("name", ["Unseeded", "Counting"])
def test_what_takes_other_steps_each_time_is_refused(name: str) -> None:
    with pytest.raises(OptanimError, match="takes other steps each time, from step 1 on"):
        trace(run(name))


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_that_nobody_takes_is_refused(seed: int) -> None:
    with pytest.raises(OptanimError, match=f"seed={seed} must be a whole number from 0 to"):
        run("OfTorch", seed=seed)


# The answer of schedule-free optimizers

FREE: dict[str, tuple[dict[str, Any], Callable[[torch.Tensor], Any]]] = {
    "SGDScheduleFree": ({"lr": 0.02}, lambda p: schedulefree.SGDScheduleFree([p], lr=0.02)),
    "AdamWScheduleFree": (
        {"lr": 0.2, "warmup_steps": 3},
        lambda p: schedulefree.AdamWScheduleFree([p], lr=0.2, warmup_steps=3),
    ),
    "RAdamScheduleFree": ({"lr": 0.3}, lambda p: schedulefree.RAdamScheduleFree([p], lr=0.3)),
    "SGDScheduleFreeReference": (
        {"lr": 0.02},
        lambda p: schedulefree.SGDScheduleFreeReference([p], lr=0.02),
    ),
    "ScheduleFreeWrapper": (
        {"base": "GD:lr=0.02", "momentum": 0.8},
        lambda p: schedulefree.ScheduleFreeWrapper(torch.optim.SGD([p], lr=0.02), momentum=0.8),
    ),
}


def free_loop(build: Callable[[torch.Tensor], Any], steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Where the last gradient is to be taken, and the answer, after ``steps`` steps."""
    params = torch.nn.Parameter(torch.tensor(START))
    optimizer = build(params)
    optimizer.train()
    for _ in range(steps):
        optimizer.zero_grad()
        himmelblau(params).backward()
        optimizer.step()
    y = params.detach().numpy().copy()
    optimizer.eval()
    return y, params.detach().numpy()


@pytest.mark.parametrize("name", FREE)
def test_the_answer_is_shown_and_the_gradient_is_taken_where_it_was(name: str) -> None:
    keywords, build = FREE[name]
    made = proven(make(f"schedulefree:{name}", **keywords))
    loops = [free_loop(build, steps) for steps in range(13)]
    assert made.gradient_points is not None
    assert np.allclose(made.gradient_points, [y for y, _ in loops], atol=1e-12)
    assert np.allclose(made.params, [x for _, x in loops], atol=1e-12)
    assert not np.allclose(made.params[2:], made.gradient_points[2:], atol=1e-6)
    losses = [himmelblau(torch.tensor(x)).item() for _, x in loops]
    assert np.allclose(made.losses, losses, rtol=1e-12)


def test_what_cannot_be_copied_goes_to_and_fro_and_stays_on_its_path() -> None:
    plain = proven(make("schedulefree:SGDScheduleFree", lr=0.02))
    made = proven("Uncopied")
    assert np.array_equal(made.params, plain.params)
    assert np.array_equal(made.taken_at, plain.taken_at)
    with pytest.raises(OptanimError, match="takes other steps each time, from step 2 on"):
        trace(run("Disturbed"))


def test_both_points_are_proven_and_archived(tmp_path) -> None:
    verified = verify(trace(run(make("schedulefree:SGDScheduleFree", lr=0.02))))
    assert "gradients taken elsewhere" in verified.marks
    archive.save(verified, tmp_path / "free.npz")
    after = archive.load(tmp_path / "free.npz").trajectory
    made = verified.trajectory
    for what in ("params", "gradient_points"):
        assert np.array_equal(getattr(after, what), getattr(made, what))
        moved = getattr(made, what).copy()
        moved[5] += 1e-6
        with pytest.raises(NotVerified):
            verify(replace(made, **{what: moved}))
    with pytest.raises(NotVerified, match="gradients"):
        verify(replace(made, gradient_points=None))


def test_batches_give_the_gradient_and_all_data_the_loss_of_the_answer() -> None:
    problem, free = article(points=60), make("schedulefree:SGDScheduleFree", lr=0.02)
    made = verify(trace(Run(problem, free, steps=9, batches=Batches(7)))).trajectory
    assert np.allclose(made.losses, problem.loss.value(made.params), rtol=1e-12)


# What else an optimizer needs


def test_what_waits_to_be_called_is_refused_and_told_how() -> None:
    with pytest.raises(OptanimError) as caught:
        trace(run("Waiting"))
    assert 'every = ["update_curvature", 10]' in str(caught.value)
    with pytest.raises(OptanimError, match=r"needs its update_hessian\(hessian\) to be called"):
        trace(run("Asking"))


@pytest.mark.parametrize("period", [0, 1, 3])
def test_a_method_is_called_before_every_so_many_steps(period: int) -> None:
    made = proven(parse(f"{OWN}:Waiting:every=update_curvature/{period}"))
    place, curvature = torch.tensor(START, requires_grad=True), 1.0
    for step, row in enumerate(made.params):
        assert np.allclose(row, place.detach(), atol=1e-12)
        (gradient,) = torch.autograd.grad(himmelblau(place), place)
        if period and step % period == 0:
            curvature = 1.0 + gradient.norm().item()
        place = (place - 0.01 / curvature * gradient).detach().requires_grad_()


@pytest.mark.parametrize("name", ["OfTheLoss", "Searching", "Odd", "Every", "Swallowing"])
def test_its_steps_are_those_of_a_plain_loop(name: str) -> None:
    made = proven(name)
    assert np.allclose(made.params, loop(getattr(own_optimizers, name)), atol=1e-12)


def test_of_its_state_is_kept_what_stays_two_numbers() -> None:
    made = proven("Odd")
    assert set(made.state) == {"count", "short", "none", "late"}
    assert np.array_equal(made.state["late"][:, 0], [0, 0, 0, 0, *range(4, 13)])
    assert set(made.varying) == set() and np.all(made.lrs == 0.01)


def test_a_word_that_the_class_has_is_the_classs() -> None:
    helped = proven(parse(f"{OWN}:Rated:every=update_rate/0"))
    assert np.array_equal(helped.params, proven(parse(f"{OWN}:Down")).params)
    made = proven(parse(f"{OWN}:Every:every=5"))
    assert np.allclose(made.params, loop(own_optimizers.Every, every=5))


def test_a_keyword_that_nobody_reads_is_refused() -> None:
    assert proven(parse(f"{OWN}:Swallowing:share=0.5")).steps == 12
    for name, key in ((f"{OWN}:Swallowing", "shore"), ("pytorch_optimizer:Lion", "beta")):
        with pytest.raises(OptanimError, match=f"unknown keyword of {name}: '{key}'"):
            make(name, **{key: 0.5})


def test_two_parameters_can_be_a_matrix() -> None:
    made = proven(make("Muon", lr=0.05, matrix=True))
    place = torch.nn.Parameter(torch.tensor(START).reshape(2, 1))
    muon = torch.optim.Muon([place], lr=0.05)
    for row in made.params:
        assert np.allclose(row, place.detach().flatten(), atol=1e-9)
        muon.zero_grad()
        himmelblau(place.flatten()).backward()
        muon.step()
    with pytest.raises(OptanimError, match="Muon steps matrices only: matrix = true"):
        trace(run(make("Muon")))


def test_a_wrapper_makes_its_base_itself() -> None:
    made = proven(make(f"{OWN}:Around", base="Adam:lr=0.3"))
    assert np.allclose(made.params, loop(torch.optim.Adam, lr=0.3), atol=1e-12)
    with pytest.raises(OptanimError, match=r"gives its base lr=0\.01, not 0\.3: say lr"):
        trace(run(make(f"{OWN}:Above", base="Adam:lr=0.3")))
    above = proven(make(f"{OWN}:Above", base="Adam", lr=0.3))
    assert np.array_equal(above.params, made.params)
    with pytest.raises(OptanimError, match=r"unknown optimizer 'Adamm'\. Did you"):
        make(f"{OWN}:Around", base="Adamm")


@pytest.mark.parametrize(
    ("name", "build"),
    [
        ("Lookahead", lambda p, **k: Lookahead(torch.optim.SGD(p, **k), k=3)),
        ("SAM", lambda p, **k: SAM(p, torch.optim.SGD, rho=0.1, **k)),
    ],
)
def test_what_stands_beside_a_base_is_the_bases(name: str, build: Callable[..., Any]) -> None:
    own = {"Lookahead": {"k": 3}, "SAM": {"rho": 0.1}}[name]
    beside = {**own, "lr": 0.004, "momentum": 0.5}
    made = proven(make(f"pytorch_optimizer:{name}", base="SGD", **beside))
    assert np.allclose(made.params, loop(build, lr=0.004, momentum=0.5), rtol=0, atol=1e-12)
    within = make(f"pytorch_optimizer:{name}", base="SGD:lr=0.004,momentum=0.5", **own)
    assert np.array_equal(proven(within).params, made.params)
    assert within.lr == made.optimizer.lr == 0.004 and np.all(made.lrs == 0.004)
    nested = make(f"{OWN}:Around", base=(f"pytorch_optimizer:{name}:base=SGD",), lr=0.02)
    assert nested.base is not None and nested.base.lr == 0.02
    for key, said in (("lr", "lr is given twice, in base and"), ("momentom", "unknown keyword")):
        with pytest.raises(OptanimError, match=said):
            make(f"pytorch_optimizer:{name}", base="SGD:lr=0.1", **{key: 0.1})


def test_a_function_makes_an_optimizer() -> None:
    made = proven(make(own_optimizers.made, momentum=0.5))
    assert made.optimizer.source and not made.optimizer.rule
    assert np.allclose(made.params, loop(torch.optim.SGD, lr=0.02, momentum=0.5), atol=1e-12)
    [raced] = racers({"optimizer": f"{OWN}:made", "lr": 0.02, "momentum": 0.5}).values()
    assert np.array_equal(raced.params, made.params[:6])
    with pytest.raises(OptanimError, match="cannot be found by a name: write it"):
        make(lambda params: torch.optim.SGD(params, lr=0.1))


def test_a_rate_that_no_group_tells_is_the_one_asked_for() -> None:
    made = proven(make(f"{OWN}:Bare", lr=0.005))
    assert np.all(made.lrs == 0.005)
    assert np.allclose(made.params, loop(torch.optim.SGD, lr=0.005), atol=1e-12)


def test_a_base_is_written_in_brackets_where_it_has_keywords() -> None:
    text = f"{OWN}:Around:base=[Adam:lr=0.3,betas=0.8/0.9],rho=0.2"
    made = parse(text)
    assert str(made) == text and parse(str(made)).keywords == made.keywords
    assert str(make(f"{OWN}:Around", base="Adam")) == f"{OWN}:Around:base=Adam"
    assert made.base is not None
    assert dict(made.base.keywords) == {"lr": 0.3, "betas": (0.8, 0.9)}


def test_the_code_of_a_base_belongs_to_the_run() -> None:
    plain, own = (make(f"{OWN}:Around", base=base) for base in ("GD", f"{OWN}:Down"))
    assert plain.source and own.source == f"{plain.source} {plain.source}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hopeless", "Hopeless({}): SystemExit: no way"),
        ("Hopeless:how=KeyError", "KeyError: 'no\\nway'"),
        ("Hopeless:how=OSError", "OSError: no way"),
        ("Failing", "Failing fails at step 1: NotImplementedError"),
        ("Stepping", "its step needs loss, which a race has not"),
        ("Unmoved", "has not left the start after 30 steps"),
        ("Rounding", "Rounding has made its parameters torch.float32 of shape (2,) at step 1"),
        ("Resizing", "Resizing has made its parameters torch.float64 of shape (3,) at step 1"),
        ("Adding", "its zero_grad leaves the gradient as it was"),
        ("InTwo", "needs its first_step() to be called next to its step"),
        ("made_of_other", "does it hold another parameter than the one that it was given?"),
        ("made_waiting", 'every = ["update_curvature", 10]'),
        ("made_hooked", "there is no gradient for step 1: ZeroDivisionError: division by zero"),
        ("made_class", "makes no optimizer but gives a class: call it, SGD(params, ...)"),
        ("Rated", 'if its steps do without: every = ["update_rate", 0]'),
        ("made_nothing", "makes no optimizer: None has no step and zero_grad"),
        ("made:nestorov=true", "SGD.__init__() got an unexpected keyword argument 'nestorov'"),
        ("Down:every=nothing/3", "every=nothing/3: there is no such method"),
        ("Down:base=Adam", "wraps no optimizer: base=Adam"),
        ("Around", 'wraps another optimizer: base = "Adam:lr=0.1"'),
    ],
)
def test_what_cannot_race_is_refused_in_one_line(text: str, said: str) -> None:
    with pytest.raises(OptanimError) as caught:
        trace(run(parse(f"{OWN}:{text}"), steps=30))
    assert said in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("every", ("a", -1), "every=a/-1 must be a method and a whole number, as update/10"),
        ("every", "a", "every=a must be a method and a whole number"),
        ("matrix", 1, "matrix=1 must be true or false"),
        ("create_graph", "yes", "create_graph=yes must be true or false"),
        ("group", ("use_muon",), "must be pairs, as use_muon/true"),
        ("base", 3, "base=3 must be an optimizer, as Adam:lr=0.1"),
    ],
)
def test_a_need_that_is_none_is_refused(key: str, value: Any, said: str) -> None:
    with pytest.raises(OptanimError) as caught:
        make(f"{OWN}:Down", **{key: value})
    assert said in str(caught.value)


def test_what_refuses_a_closure_is_given_none_where_it_is_said() -> None:
    with pytest.raises(OptanimError, match=r"does it need closure = false\?"):
        trace(run("Closed"))
    assert np.array_equal(
        proven(make(f"{OWN}:Closed", closure=False)).params, proven("Down").params
    )


def test_a_closure_gives_the_loss_alone_where_it_is_asked_for_that() -> None:
    made = proven("Differentiating").params
    assert np.allclose(made, loop(own_optimizers.Down), rtol=0, atol=1e-12)


def test_a_train_that_means_something_else_is_not_called() -> None:
    assert np.array_equal(proven("Trainer").params, proven("Down").params)


def test_a_zero_grad_that_fails_is_its_own_mistake() -> None:
    with pytest.raises(OptanimError, match="Unforgetting: its zero_grad fails: KeyError: 'grads'"):
        trace(run("Unforgetting"))


def test_it_prints_nothing_and_warns_once(capfd, caplog) -> None:
    proven("Talking")
    assert capfd.readouterr().out == ""
    assert [record.getMessage() for record in caplog.records] == [f"{OWN}:Talking: take care"]


# In race files


def racers(*given: dict[str, Any], **more: Any) -> dict[str, Trajectory]:
    keys = {"problem": "himmelblau", "steps": 5, "seed": 3, "racers": given, **more}
    return {name: trace(each) for name, each in checked(keys, "here").runs.items()}


def test_needs_are_keys_of_a_racer() -> None:
    made = racers(
        {"optimizer": f"{OWN}:Around", "base": "Adam:lr=0.3,betas=0.8/0.9", "label": "around"},
        {"optimizer": "Adam", "lr": 0.3, "betas": [0.8, 0.9], "label": "alone"},
        {"optimizer": f"{OWN}:OfTorch", "label": "drawn"},
    )
    assert np.allclose(made["around"].params, made["alone"].params, atol=1e-12)
    assert np.array_equal(made["drawn"].params, proven("OfTorch", 5, seed=3).params)


def test_one_rate_for_all_reaches_what_is_wrapped() -> None:
    around = {"optimizer": f"{OWN}:Around", "base": "Adam"}
    alone = {"optimizer": "Adam"}
    made = [*racers(around, alone, fair="same-lr", lr=0.3).values()]
    assert np.allclose(made[0].params, made[1].params, atol=1e-12)
    assert np.all(made[0].lrs == 0.3)
    given = {"optimizer": f"{OWN}:Around", "base": "Adam:lr=0.2"}
    with pytest.raises(OptanimError, match=r"racers\[1\]\.base\.lr = 0\.2: is chosen by the sweep"):
        racers(given, alone, fair="tuned")
    with pytest.raises(OptanimError, match=r"\[1\]\.base\.lr = 0\.2: .* same for all, 0\.3"):
        racers(given, alone, fair="same-lr", lr=0.3)


def test_a_race_file_says_at_once_what_its_racers_lack() -> None:
    with pytest.raises(OptanimError) as caught:
        racers(
            {"optimizer": f"{OWN}:Waiting"},
            {"optimizer": f"{OWN}:Failing"},
            {"optimizer": f"{OWN}:Around", "base": "Adamm"},
            {"optimizer": "pytorch_optimizer:AdaHessian"},
        )
    said = str(caught.value)
    for part in (
        "racers[1]: own_optimizers:Waiting does not call its update_curvature",
        "racers[2]: own_optimizers:Failing fails at step 1",
        "racers[3].base",
        "does it need create_graph = true?",
    ):
        assert part in said
