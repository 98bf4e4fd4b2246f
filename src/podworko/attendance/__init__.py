"""Who came: heads counted, names ticked, with or without a connection; and what the counts say."""
