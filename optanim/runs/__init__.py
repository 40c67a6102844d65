"""A run is a request; a trajectory is what torch made of it, every step recorded."""
