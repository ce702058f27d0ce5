"""A month -> its summary workbook, proved; and feedback to the units."""
