"""XL8xx: the workbooks of a month against each other."""
