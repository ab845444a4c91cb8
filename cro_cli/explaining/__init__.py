"""What stands behind a number: its parts, the rows they are summed from, and their files."""
