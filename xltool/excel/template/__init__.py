"""A form -> the standard workbook that people fill in."""
