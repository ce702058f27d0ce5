"""Sheets as people fill them in, and what must be read from them."""
