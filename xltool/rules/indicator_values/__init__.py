"""XL2xx: the values of indicators, and what their names say about them."""
