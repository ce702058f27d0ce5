"""Published documents (.docx, .txt) <-> what is filled in on a form."""
