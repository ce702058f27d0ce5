"""XL95x, XL96x: scores, weights, reasons and execution in a self-assessment."""
