"""The proof of a trajectory, and proven trajectories on disk: what is drawn has passed here."""
