"""The dashboard of a district's renovation of old factories. README.md lists its packages and what each one holds."""
