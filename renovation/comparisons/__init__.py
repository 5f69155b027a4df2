"""The questions a leader asks, as pure functions: tidy tables in, tidy tables out."""
