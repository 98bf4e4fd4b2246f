"""Forms of the pages with which places are kept right."""
