"""Opens an uploaded file safely: recognises its kind, scans it, and reads it in a process with limits.

The scan finds properties of cells that calamine, the library that reads the cells, ignores. What the cells mean is
decided in `layout` and `values`.
"""
