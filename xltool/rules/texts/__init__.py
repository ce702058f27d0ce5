"""XL5xx: texts: placeholders, too short, copied."""
