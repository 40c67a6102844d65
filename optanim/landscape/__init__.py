"""The loss as a landscape: heights, colours, level lines."""
