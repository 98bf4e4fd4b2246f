"""Every write of the area: one verb, one transaction, one line of audit."""
