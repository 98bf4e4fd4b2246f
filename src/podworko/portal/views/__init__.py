"""Pages that compose the areas."""
