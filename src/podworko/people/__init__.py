"""Accounts, roles, confirmed contacts, tokens."""
