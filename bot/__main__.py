"""`python -m bot` is the same as `companion`."""

from bot.cli import main

main()
