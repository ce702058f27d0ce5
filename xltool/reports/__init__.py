"""Findings in words, and reports in the formats that people and programs read."""
