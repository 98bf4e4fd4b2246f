"""Every read worth a name: `use` of rooms, `plans` of days and weeks, `requests` and what stands against them."""
