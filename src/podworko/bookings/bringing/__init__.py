"""Calendars that a place kept elsewhere: read, guessed at, looked at, and only then brought.

One more kind of import of `core.imports`, which reads, judges and writes in the background and goes on after a worker
that died: `files` read calendars and tables into rows, one date each; `judging` says what would become of them.
"""
