"""Several runs: races, sweeps, learning rates, standardised data."""
