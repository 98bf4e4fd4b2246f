"""Pages: `feeds` and `pictures` for programs, `subscribing` and `frames` for people."""
