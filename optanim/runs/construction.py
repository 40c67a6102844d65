"""Making torch's optimizer from a request, with all that its class asks for."""

from __future__ import annotations

import inspect
from functools import partial
from typing import Any

import numpy as np
import torch

from optanim.base.errors import OptanimError
from optanim.base.notation import written
from optanim.base.text import quoted, shortened
from optanim.optimizers.classes import MATRICES, Maker, class_of, is_optimizer
from optanim.optimizers.inspection import arguments_of, subject_of, waits_for
from optanim.optimizers.needs import Needs
from optanim.optimizers.optimizer import Optimizer

BASES = ("base_optimizer", "base", "optimizer", "inner_optimizer", "wrapped_optimizer", "opt")
"""What constructors call the optimizer that they wrap."""
MODELS = ("model", "module", "net", "network")
"""What constructors call the module that some want in place of its parameters."""
PARAMETERS = ("params", "parameters")
"""What constructors call the parameters where those come second."""
FAILURES = (Exception, SystemExit)
"""What somebody else's class may raise that concerns nobody but its user."""
LONGEST = 300  # characters of somebody else's error that are passed on


def parameters(start: np.ndarray, needs: Needs) -> torch.nn.Parameter:
    """The two parameters as a leaf tensor: (2,), or (2, 1) where the optimizer needs a matrix."""
    return torch.nn.Parameter(torch.tensor(start).reshape((2, 1) if needs.matrix else (2,)))


def build(optimizer: Optimizer, params: torch.nn.Parameter) -> Any:
    """torch's optimizer of ``params``, in training mode where it has one.

    Raises OptanimError where its class refuses the keywords, and where it needs something that
    it is not given, so that its steps would not be what its name promises.
    """
    kind = class_of(optimizer.torch_class, optimizer.source)
    if inspect.isclass(kind):
        _check_needs(optimizer, kind, params)
    given = _arguments(optimizer, kind, params)
    subject = given.pop(subject_of(kind))
    who = "" if optimizer.is_own else "torch refuses "
    asked = f"{who}{optimizer.torch_class}({optimizer.arguments})"
    try:
        made = kind(subject, **given)
        if inspect.isclass(made):
            called = f"{made.__name__}({subject_of(kind)}, ...)"
            raise OptanimError(f"{asked} makes no optimizer but gives a class: call it, {called}")
        if tells_modes(made):  # schedule-free optimizers want to be told
            made.train()
        _check_base(optimizer, made)
    except OptanimError:
        raise
    except FAILURES as error:
        said = reason(error)
        hint = optimizer.needs.hint(said) or _rate_hint(optimizer, kind)
        raise OptanimError(f"{asked}: {said}{hint}") from None
    if not is_optimizer(made):
        raise OptanimError(f"{asked} makes no optimizer: {quoted(made)} has no step and zero_grad")
    if not inspect.isclass(kind):
        _check_needs(optimizer, type(made), params)
    return made


def _rate_hint(optimizer: Optimizer, kind: Maker) -> str:
    """What to try where a class has no learning rate of its own, and was given none."""
    lacking = "lr" not in optimizer.arguments and arguments_of(kind).get("lr", 0.0) is None
    return "; does it need lr, as in lr = 0.1?" if lacking else ""


def tells_modes(made: Any) -> bool:
    """Whether the optimizer has modes to train and to answer in, and no other train of its own."""
    modes = [getattr(made, name, None) for name in ("train", "eval")]
    return all(callable(each) and not _lacking(each) for each in modes)


def reason(error: BaseException) -> str:
    """What somebody else's ``error`` says, on one line that is not too long."""
    said = " ".join(str(error).split())
    plain = isinstance(error, ValueError | TypeError | RuntimeError | AssertionError)
    if not said or not plain:
        said = f"{type(error).__name__}: {said}".removesuffix(": ")
    return shortened(said, LONGEST)


class _Module(torch.nn.Module):
    """The parameters as a module, for those who look for them in one."""

    def __init__(self, params: torch.nn.Parameter) -> None:
        super().__init__()
        self.weight = params


def _arguments(optimizer: Optimizer, kind: Maker, params: torch.nn.Parameter) -> dict[str, Any]:
    """All arguments of the class by name: the keywords, and what no keyword can say."""
    known = {subject_of(kind): inspect.Parameter.empty, **arguments_of(kind)}
    given = {key: _as_dtype(known.get(key), value) for key, value in optimizer.arguments.items()}
    given |= _base(optimizer, kind, params, known)
    group = optimizer.needs.group
    for place, (name, default) in enumerate(known.items()):
        if name in given or default is not inspect.Parameter.empty:
            continue
        if name in MODELS:
            given[name] = _Module(params)
        elif place == 0 or name in PARAMETERS:
            given[name] = [{"params": [params], **group}] if group else [params]
    lacking = [name for name in known if known[name] is inspect.Parameter.empty]
    lacking = [name for name in lacking if name not in given]
    if lacking:
        raise OptanimError(f"{optimizer.label} needs {' and '.join(lacking)}: give it as a keyword")
    return given


def _base(
    optimizer: Optimizer, kind: Maker, params: torch.nn.Parameter, known: dict[str, Any]
) -> dict[str, Any]:
    """The arguments that hand over the optimizer that is to be wrapped, where one is.

    What comes first wants it made; what comes later is to be made by the wrapper itself, as of a
    class, whose keywords are given already.
    """
    base, place = optimizer.base, next((name for name in known if name in BASES), None)
    if base is None:
        if place is not None and known[place] is inspect.Parameter.empty:
            raise OptanimError(f'{optimizer.label} wraps another optimizer: base = "Adam:lr=0.1"')
        return {}
    if place is None:
        raise OptanimError(f"{optimizer.label} wraps no optimizer: base={base}")
    if base.needs != Needs(base.needs.base):
        raise OptanimError(f"{optimizer.label}: base={base} cannot have needs, its wrapper can")
    if place == subject_of(kind):
        return {place: build(base, params)}
    return {place: partial(class_of(base.torch_class, base.source), **base.arguments)}


def _check_base(optimizer: Optimizer, made: Any) -> None:
    """Raise OptanimError where a wrapper's own keywords go before those that its base was given."""
    group = (getattr(made, "param_groups", None) or [{}])[0]
    for key, value in optimizer.base.arguments.items() if optimizer.base else ():
        if key not in optimizer.arguments and key in group and group[key] != value:
            raise OptanimError(
                f"{optimizer.label} gives its base {key}={written(group[key])}, not "
                f"{written(value)}: say {key} beside base, not in it"
            )


def _as_dtype(default: Any, value: Any) -> Any:
    """``value``, or torch's dtype of that name where the class's default is a dtype."""
    named = getattr(torch, str(value).removeprefix("torch."), None)
    return named if isinstance(default, torch.dtype) and isinstance(named, torch.dtype) else value


def _check_needs(optimizer: Optimizer, kind: type, params: torch.nn.Parameter) -> None:
    """Raise OptanimError where the class needs more than it is given, or is given too much."""
    name, called = optimizer.label, optimizer.needs.every
    if optimizer.torch_class in MATRICES and params.ndim != 2:
        raise OptanimError(
            f"{name} steps matrices only: matrix = true makes the two parameters one"
        )
    if called and not callable(getattr(kind, called[0], None)):
        raise OptanimError(f"{name}: every={called[0]}/{called[1]}: there is no such method")
    waiting = waits_for(kind)
    for method in (*waiting, *(called[:1] if called else ())):
        lacking = _required(getattr(kind, method))
        if called == (method, 0) and len(waiting) == 1:
            continue
        if lacking or len(waiting) > 1:
            alone = f'; if its steps do without: every = ["{method}", 0]' if lacking else ""
            raise OptanimError(
                f"{name} needs its {method}({', '.join(lacking)}) to be called next to its step, "
                f"which is more than a race can give{alone}"
            )
        if not called or method != called[0]:
            raise OptanimError(
                f"{name} does not call its {method} itself, on which its steps rest: "
                f'every = ["{method}", 10] calls it before every tenth step, 0 in place of 10 never'
            )
    if lacking := [each for each in _required(kind.step) if each != "closure"]:  # type: ignore[attr-defined]
        raise OptanimError(f"{name}: its step needs {' and '.join(lacking)}, which a race has not")


def _required(method: Any) -> list[str]:
    """The arguments that a method must be given, but for its object."""
    return _lacking(method)[1:]


def _lacking(function: Any) -> list[str]:
    """The arguments that a function cannot be called without."""
    plain = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    found = inspect.signature(function).parameters.values()
    return [each.name for each in found if each.default is each.empty and each.kind in plain]
