"""Optimizers as people write them, each with one habit that a plain loop would not mind."""

from __future__ import annotations

import random
import threading
import warnings

import numpy as np
import schedulefree
import torch


class Down(torch.optim.Optimizer):
    """Gradient descent; what else happens is said by `also`, which returns a factor."""

    def __init__(self, params, lr: float = 0.01) -> None:
        super().__init__(params, {"lr": lr})

    def also(self, p: torch.Tensor, group: dict, closure) -> float:
        return 1.0

    def step(self, closure=None) -> None:
        for group in self.param_groups:
            for p in group["params"]:
                factor = self.also(p, group, closure)
                with torch.no_grad():
                    p.add_(p.grad, alpha=-group["lr"] * factor)


class OfTorch(Down):
    def also(self, p, group, closure) -> float:
        return float(torch.rand(()))


class OfNumPy(Down):
    def also(self, p, group, closure) -> float:
        return np.random.random()  # noqa: NPY002


class OfPython(Down):
    def also(self, p, group, closure) -> float:
        return random.random()


class Clipped(torch.optim.SGD):
    """Changes the gradient, then hands on to torch's step, closure and all."""

    def step(self, closure=None):
        torch.nn.utils.clip_grad_norm_([p for g in self.param_groups for p in g["params"]], 1.0)
        return super().step(closure)


class Unseeded(Down):
    """Random numbers that no seed reaches."""

    def also(self, p, group, closure) -> float:
        return np.random.default_rng().random()


class Counting(Down):
    """What it does depends on who was there before."""

    calls = 0

    def also(self, p, group, closure) -> float:
        Counting.calls += 1
        return 1.0 / Counting.calls


class OfTheLoss(Down):
    def also(self, p, group, closure) -> float:
        return 1.0 / (1.0 + closure().item()) if closure else 1.0


class Searching(Down):
    """A closure called several times, at other points."""

    def also(self, p, group, closure) -> float:
        here, loss, g, factor = p.detach().clone(), closure().item(), p.grad.clone(), 4.0
        for _ in range(4):
            p.data = here - group["lr"] * factor * g
            if closure().item() < loss:
                break
            factor /= 2.0
        p.data, p.grad = here, g
        return factor


class Odd(Down):
    """State of every kind, late, and of changing shape; tensors in the group."""

    def also(self, p, group, closure) -> float:
        state = self.state[p]
        count = state["count"] = state.get("count", 0) + 1
        state["short"] = p.detach().to(torch.bfloat16)
        state["none"] = None if count % 2 else torch.ones(2)
        state["grows"] = torch.zeros(1 + count % 2)
        state["list"] = [p.detach().clone()]
        state["nested"] = {"a": {"b": p.detach().clone()}}
        state["complex"] = torch.ones(2, dtype=torch.complex128)
        state["flag"], state["word"], state[3] = True, "fast", torch.ones(2)
        state["infinite"] = float("inf")
        if count > 3:
            state["late"] = torch.full((2,), float(count))
        group["d"] = torch.tensor([1.0 / count])
        group["pair"] = (None, count)
        group["text"] = "a"
        if count == 2:
            group["new"] = 1.0
        return 1.0 / count


class Talking(Down):
    def also(self, p, group, closure) -> float:
        print("step!")  # noqa: T201
        warnings.warn("take care", UserWarning, stacklevel=1)
        return 1.0


class Unmoved(Down):
    def step(self, closure=None) -> None:
        pass


class Waiting(Down):
    """Its curvature is one until somebody has it updated."""

    def __init__(self, params, lr: float = 0.01) -> None:
        super().__init__(params, lr)
        self.curvature = 1.0

    def update_curvature(self) -> None:
        self.curvature = 1.0 + self.param_groups[0]["params"][0].grad.norm().item()

    def also(self, p, group, closure) -> float:
        return 1.0 / self.curvature


class Asking(Down):
    def update_hessian(self, hessian) -> None:
        self.hessian = hessian


class Every(Down):
    """Has a keyword of a name that is a need elsewhere."""

    def __init__(self, params, lr: float = 0.01, every: int = 2) -> None:
        super().__init__(params, lr)
        self.every = every

    def also(self, p, group, closure) -> float:
        return 1.0 / self.every


class Swallowing(Down):
    """Takes any keyword and knows one of them."""

    def __init__(self, params, lr: float = 0.01, **kwargs) -> None:
        super().__init__(params, lr)
        self.share = kwargs.get("share", 1.0)

    def also(self, p, group, closure) -> float:
        return self.share


class Around(torch.optim.Optimizer):
    """Wraps a class and makes it itself, without any keywords."""

    def __init__(self, params, base_optimizer, rho: float = 0.5) -> None:
        super().__init__(params, {"rho": rho})
        self.inner = base_optimizer(self.param_groups)

    def step(self, closure=None) -> None:
        self.inner.step()


class Above(Down):
    """Wraps a class, and its own learning rate goes before that of the class."""

    def __init__(self, params, base_optimizer, lr: float = 0.01) -> None:
        super().__init__(params, lr)
        self.inner = base_optimizer(self.param_groups)

    def step(self, closure=None) -> None:
        self.inner.step()


class Uncopied(schedulefree.SGDScheduleFree):
    """Schedule-free, and no copy can be made of it."""

    def __init__(self, params, lr: float = 0.02) -> None:
        super().__init__(params, lr)
        self.lock, self.asked = threading.Lock(), 0


class Disturbed(Uncopied):
    """Being asked for its answer changes its steps."""

    def eval(self) -> None:
        super().eval()
        self.param_groups[0]["lr"] *= 0.9


class Hopeless(Down):
    def __init__(self, params, how: str = "SystemExit") -> None:
        raise {"SystemExit": SystemExit, "KeyError": KeyError, "OSError": OSError}[how]("no\nway")


class Failing(Down):
    def also(self, p, group, closure) -> float:
        raise NotImplementedError


class Rounding(Down):
    """Takes its parameters to single precision."""

    def also(self, p, group, closure) -> float:
        p.data, p.grad = p.data.float(), p.grad.float()
        return 1.0


class Resizing(Down):
    def also(self, p, group, closure) -> float:
        p.data, p.grad = torch.zeros(3), torch.zeros(3)
        return 1.0


class Adding(Down):
    """Its gradients add up."""

    def zero_grad(self, set_to_none: bool = True) -> None:
        pass


class Stepping(Down):
    def step(self, loss, closure=None) -> None:
        pass


class Unforgetting(Down):
    def zero_grad(self, set_to_none: bool = True) -> None:
        raise KeyError("grads")


class Closed(Down):
    def step(self, closure=None) -> None:
        if closure is not None:
            raise RuntimeError("Closure is not supported")
        super().step()


class Trainer(Down):
    def train(self, data, epochs: int) -> None:
        raise AssertionError


class Bare:
    """Of no class of torch's: it has no groups that tell its learning rate."""

    def __init__(self, params, lr: float = 0.01) -> None:
        self.params, self.lr = list(params), lr

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        for p in self.params:
            p.data = p.data - self.lr * p.grad


class InTwo(Down):
    """Its step is two, which somebody calls."""

    def first_step(self) -> None:
        pass

    def second_step(self) -> None:
        pass


def made(params, lr: float = 0.02, **more) -> torch.optim.Optimizer:
    return torch.optim.SGD(params, lr=lr, **more)


def made_of_other(params) -> torch.optim.Optimizer:
    return torch.optim.SGD([torch.nn.Parameter(torch.ones(2))])


def made_waiting(params) -> torch.optim.Optimizer:
    return Waiting(params)


def made_hooked(params) -> torch.optim.Optimizer:
    params[0].register_hook(lambda gradient: 1 / 0)
    return torch.optim.SGD(params)


def made_nothing(params) -> None:
    pass


def made_class(params, lr: float = 0.02) -> type:
    return torch.optim.SGD


class Rated(Down):
    """Has a helper that nobody needs to call."""

    def update_rate(self, lr: float) -> None:
        self.param_groups[0]["lr"] = lr


class Differentiating(Down):
    """Asks its closure for the loss alone, and differentiates that itself."""

    def step(self, closure) -> None:
        (p,) = self.param_groups[0]["params"]
        (gradient,) = torch.autograd.grad(closure(False), p)
        p.data = p.data - self.param_groups[0]["lr"] * gradient
