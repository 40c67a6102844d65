"""The fast path from a drawn frame to the encoder: leaf subclasses of Manim's own classes."""
