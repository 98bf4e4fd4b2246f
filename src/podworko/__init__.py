"""Podwórko: local activity centres of a town, and the network they form."""

__version__ = "0.1.0"
