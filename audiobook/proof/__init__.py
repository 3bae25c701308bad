"""The proof: a finished or half-finished book opened in the browser, to be heard, checked and mended.

`desk` is the book on the proofreader's desk, `server` shows it on loopback, `export` writes it as files;
`page/` is what the browser gets. What a person changes goes straight into script.txt and voices.toml.
"""
