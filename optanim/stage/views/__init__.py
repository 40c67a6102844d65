"""What one act of a film shows, laid out: components put in their places and on one clock."""
