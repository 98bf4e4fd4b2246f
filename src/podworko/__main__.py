"""`python -m podworko` is the same as `podworko`."""

from podworko.config.cli import main

main()
