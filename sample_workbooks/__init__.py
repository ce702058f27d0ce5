"""Filled workbooks, good and bad, and the script that makes them."""
