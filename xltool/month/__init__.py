"""Which submissions count in a month, who is missing, and what changed."""
