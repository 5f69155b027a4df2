"""The content of a screen as data (`screen`, `model`), and its rendering as HTML (`html`).

A block is a part of a screen, such as a ranking: figures, texts, units and dates. `meeting` and the pages decide which
blocks a screen has.
"""
