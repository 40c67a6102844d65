"""Finished films: stills, GIFs, notes, sound, subtitles; parts, and several as one. PyAV only."""
