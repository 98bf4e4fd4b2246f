"""What is typed: `planning` by staff, `enrolling` by those who come."""
