"""What stands beside the picture: legends, rosters, rules, tables, notes."""
