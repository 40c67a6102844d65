"""One step of each optimizer in plain NumPy: the independent account that torch is held against.

A rule is a function ``rule(params, state, gradient, step, **hyperparameters)`` that returns the
next params and state. ``params`` and ``gradient`` have shape (2,), ``state`` maps torch's names
to arrays (2,) or floats as they stand before the step, and ``step`` counts from 1. Rules change
nothing that they are given. They take many runs at once too: ``params``, ``gradient`` and state of
shape (n, 2), and any hyperparameter that is a number, or a pair of them, of shape (n, 1).
"""

from optanim.optimizers.adagrad import adadelta, adagrad
from optanim.optimizers.adam import adam, adamw, nadam, radam
from optanim.optimizers.rmsprop import rmsprop
from optanim.optimizers.sgd import sgd

__all__ = ["adadelta", "adagrad", "adam", "adamw", "nadam", "radam", "rmsprop", "sgd"]
