"""The dashboard of a district's renovation of old factories. README.md shows the rooms and what each may import."""
