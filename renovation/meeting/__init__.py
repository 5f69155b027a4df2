"""The meeting: a release's screens as HTML of our own, steered by one, followed by many, saved as one file."""
