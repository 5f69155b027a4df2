"""Releases: every published state of all tables, kept whole, checked on load, never overwritten."""
