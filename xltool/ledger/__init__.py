"""What came and what was found in it, kept in one SQLite file."""
