"""Dates in Ukrainian: 5 травня 2026, without the zero before and the letter behind."""
