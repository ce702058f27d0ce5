"""A cell -> a typed value."""
