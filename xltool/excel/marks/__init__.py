"""Findings -> a marked copy of the user's own workbook, and back."""
