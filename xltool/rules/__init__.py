"""Every rule: one folder a family, one file a rule; the code that a user sees names the file."""
