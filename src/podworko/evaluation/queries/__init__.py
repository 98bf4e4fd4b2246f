"""Every read worth a name: `results` in figures, `remarks` in words."""
