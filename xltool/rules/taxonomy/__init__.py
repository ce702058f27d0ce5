"""XL3xx: the levels of indicators, and which kinds of them a project has."""
