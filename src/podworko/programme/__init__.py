"""What a place holds for its neighbours: activities and their sessions, and those who sign up."""
