"""What all stand on: errors, records, files written whole, notation, numbers, windows."""
