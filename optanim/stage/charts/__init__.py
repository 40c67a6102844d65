"""Numbers against steps, rates or data."""
