"""What all parts of the stage share: canvas, layout, type, paths, axes, clock."""
