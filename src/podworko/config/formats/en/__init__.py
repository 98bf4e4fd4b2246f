"""Dates in English: 5 May 2026, as on all our pages."""
