"""The manual in both languages: Markdown files, and the code that fills in the tables in them.

The page 使用说明 (`pages/help.py`) shows it. The messages that it explains are declared in `reading`.
"""
