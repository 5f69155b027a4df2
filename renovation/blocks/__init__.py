"""A screen as data and its HTML.

Blocks carry figures and words; which blocks a screen has is decided above.
"""
