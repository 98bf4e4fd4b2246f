"""Every write: `asking`, `deciding`, `ending` of requests, and `watching` over those nobody decides."""
