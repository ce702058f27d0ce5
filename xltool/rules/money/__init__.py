"""XL4xx: amounts, sums, spending plans and weights."""
