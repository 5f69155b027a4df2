"""Answers to Plotly figures. Charts only draw: every number in them comes from a comparison."""
