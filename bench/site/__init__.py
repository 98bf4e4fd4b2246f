"""The product with one address more: a view that does nothing."""
