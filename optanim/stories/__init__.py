"""What captions may claim: the parts of a step, and findings in trajectories."""
