"""The optimizers, one file each: its step in NumPy, its keywords, its formula and its look."""
