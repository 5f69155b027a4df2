"""Turns comparisons and releases into sentences and tables in both languages. Their layout belongs to `blocks`.

Names say what a function returns: `…_finding` the title of a page, a chart or a meeting's screen, without a full stop;
`…_sentence` one sentence; `…_paragraph` several sentences in one string; `…_lines` and `…_sentences` several strings;
`…_clause` a part of a sentence; `…_label` one or a few words; `…_table` a DataFrame with headings in the visitor's
language. Every text is in the language of the argument `words`.
"""
