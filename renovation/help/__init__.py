"""The manual in both languages, shown on the page 使用说明: Markdown files, and the code that fills in their tables.

`pages/help.py` shows it. The messages that it lists are declared in `reading`.
"""
