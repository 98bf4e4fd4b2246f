"""Pages: `asking` for residents, `mine` behind a signed link, `desk` for staff, `calendars` for everybody."""
