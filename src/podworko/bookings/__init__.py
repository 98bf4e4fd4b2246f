"""Using the space: requests, decisions, and the one table of room use."""
