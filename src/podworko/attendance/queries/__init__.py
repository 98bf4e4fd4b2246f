"""Every read of attendance worth a name."""
