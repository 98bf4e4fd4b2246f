"""Members of a place: declarations, the list, how membership ends."""
