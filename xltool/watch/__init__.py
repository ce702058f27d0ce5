"""The drop folder: what is dropped is checked, marked and answered."""
