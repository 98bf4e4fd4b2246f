"""Networks, organisations, centres, rooms and their hours."""
