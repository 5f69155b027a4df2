"""The manual in both languages, shown on 使用说明: Markdown files, and what fills their tables.

How the page draws it is in `pages/help.py`; what a message says is in `reading`.
"""
