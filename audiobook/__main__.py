"""`python -m audiobook` is the `audiobook` command."""

from audiobook.cli import main

main()
