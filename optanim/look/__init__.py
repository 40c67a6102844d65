"""How films look and speak: themes, shapes, words. Data without Manim."""
