"""What knows no domain: time, errors, audit, messages, limits, the guard of overlaps."""
