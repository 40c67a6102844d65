"""Words, formulas and numbers on the screen."""
