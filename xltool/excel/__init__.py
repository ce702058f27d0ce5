"""The only place that knows workbook file formats."""
