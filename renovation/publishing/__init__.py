"""Checks, previews and publishes workbooks, in the same way for the page, the command line and the first start.

It also runs the worker processes for large files. The store itself is `releases`.
"""
