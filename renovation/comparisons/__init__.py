"""What the figures say: pure functions, tidy tables in, tidy tables out; `answers` bundles them for one release.

No sentences, no drawing, no store.
"""
