"""`python -m extractor` is the command `extract`."""

from extractor.cli import main

main()
