"""Pages of those who have an account, or are about to."""
