"""schemas/*.yaml -> forms, read and proved."""
