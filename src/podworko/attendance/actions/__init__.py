"""Every write of attendance."""
