"""Posters and bulletins: what a place holds, as sheets of paper that one hangs up or hands out."""
