"""Brings the tables of an older store up to date. README.md says how to add a migration."""
