"""XL7xx: the targets of a whole department."""
