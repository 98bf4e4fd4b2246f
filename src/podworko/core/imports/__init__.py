"""Tables that people bring along: read, judged row by row, looked at, and only then written."""
