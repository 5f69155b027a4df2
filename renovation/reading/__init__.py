"""From a spreadsheet's bytes to typed tables and a list of problems, named by sheet and cell."""
