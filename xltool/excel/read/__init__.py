"""A workbook file -> its cells, and what its XML says besides."""
