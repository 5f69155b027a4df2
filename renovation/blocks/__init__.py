"""What a screen shows as data (`screen`, `model`), and the renderer that turns it into HTML (`html`).

A block carries figures, words, units and dates. Which blocks a screen has is decided in `meeting` and the pages.
"""
