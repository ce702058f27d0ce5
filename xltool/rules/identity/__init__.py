"""XL1xx: project codes, units, years and months."""
