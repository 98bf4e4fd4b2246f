"""Pages that compose the areas: home, place page, error pages, demo."""
