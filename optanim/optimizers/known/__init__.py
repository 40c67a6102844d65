"""The optimizers of the table, one file each: a file that lies here is known everywhere.

A file holds the optimizer's step as a function ``rule(params, state, gradient, step, *, lr, ...)``
in plain NumPy, the independent account that torch is held against, and an `Entry` called ENTRY.

A rule returns the next params and state. ``params`` and ``gradient`` have shape (2,), ``state``
maps torch's names to arrays (2,) or floats as they stand before the step, and ``step`` counts from
1. Rules change nothing that they are given. They take many runs at once too: ``params``,
``gradient`` and state of shape (n, 2), and any hyperparameter that is a number, or a pair of them,
of shape (n, 1).
"""
