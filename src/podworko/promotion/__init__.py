"""How people hear of it: posters, bulletins, feeds, what other sites show."""
