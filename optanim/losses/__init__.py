"""The losses and the one table of their names."""

from optanim.losses.loss import Loss, Quadratic
from optanim.losses.moments import Moments
from optanim.losses.squares import MeanSquaredError, SquaredErrorOfMoments
from optanim.losses.table import (
    LOSSES,
    OF_DATA,
    SETTINGS,
    SURFACES,
    check_setting,
    make_loss,
    remade,
)
from optanim.losses.user_function import OwnFunction

__all__ = [
    "LOSSES",
    "OF_DATA",
    "SETTINGS",
    "SURFACES",
    "Loss",
    "MeanSquaredError",
    "Moments",
    "OwnFunction",
    "Quadratic",
    "SquaredErrorOfMoments",
    "check_setting",
    "make_loss",
    "remade",
]
