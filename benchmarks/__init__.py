"""What stages cost; each file says how it is run."""
