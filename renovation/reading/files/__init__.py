"""Bytes to cells: kinds told apart, scanned, and read in a child process."""
