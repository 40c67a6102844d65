"""Finished films: what is in them, stills, GIFs. PyAV only."""
