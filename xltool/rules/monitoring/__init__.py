"""Rules about monthly monitoring: money spent, what was reached, causes and chances (XL9xx)."""
