"""XL0xx: the workbook as a whole: what is missing, hidden, unread or altered."""
