"""Checks, previews and publishes workbooks, in the same way for the page, the command line and the first start.

It also runs worker processes for large files. Releases are stored by the package `releases`.
"""
