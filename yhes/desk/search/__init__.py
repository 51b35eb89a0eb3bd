"""Search across what a person may see (docs/search.md, decision 0092).

folding   words and the keys under which a word is found: pure, no Django
index     the tables kept as the apps' own things are
finding   what a person finds, and in which order
snippets  why it was found: a piece of text with the words marked
views     the public page and the desk's
"""
