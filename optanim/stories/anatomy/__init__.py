"""The parts of a step: what an optimizer's rule adds up, taken from a trajectory's own rows."""
