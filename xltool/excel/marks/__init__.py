"""What marks are made of: colours, notes, the problem sheet, and the original kept beside them."""
