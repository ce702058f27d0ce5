"""XL6xx: the projects of one workbook against each other."""
