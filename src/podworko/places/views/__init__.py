"""Pages with which places are kept right."""
