"""The parameter plane: the map of a loss, who walks on it, and what points somewhere on it."""
