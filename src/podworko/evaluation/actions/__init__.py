"""Every write: `rating` by those who came, `asking` them, `paper` typed in, `moderating` of what they wrote."""
