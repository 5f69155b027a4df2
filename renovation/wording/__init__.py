"""Comparisons and releases to sentences and tables in both languages. How they look on a screen belongs to `blocks`.

Names say what a function returns: `…_finding` the title of a screen, without a full stop; `…_sentence` one sentence;
`…_paragraph` several in one string; `…_lines` and `…_sentences` several strings; `…_clause` a part of a sentence;
`…_label` one or a few words; `…_table` a DataFrame with headings in the reader's language. A docstring that
begins with “Says” or “Names” describes what the returned text says, in the language of `words`.
"""
