"""The loss as a surface: relief, camera and axes."""
