"""Pages: `rating` for those who came, `desk` with the figures, `remarks` to be read, `files` to take along."""
