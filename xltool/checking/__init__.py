"""Submissions -> reports: pandera runs the rules."""
