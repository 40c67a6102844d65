"""What Manim draws with: components driven by one clock, none knowing a particular scene."""
