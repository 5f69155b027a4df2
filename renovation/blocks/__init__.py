"""The content of a screen as data (`screen`, `model`), and its rendering as HTML (`html`).

A screen is made of blocks, such as a ranking or a map. A block contains figures, texts, units of measurement and dates.
The pages and the package `meeting` decide which blocks a screen has.
"""
