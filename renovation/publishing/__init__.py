"""One way into the store for the page, the command line and the first start: check, preview, publish.

Worker processes for large files live here; the store itself is `releases`.
"""
