"""Cells -> a submission: the form is recognised and its values are found by their labels."""
