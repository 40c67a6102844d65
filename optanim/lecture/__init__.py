"""Everything around a lecture, made of films and races by one command."""
