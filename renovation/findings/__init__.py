"""Findings in words, written from the answers: what a screen says before its charts.

Every sentence holds for any release: what the data does not hold is not said.
"""
