"""The film itself: scenes, acts, timeline, rendering."""
