"""Every write: `planning` of activities and sessions, `enrolling` of people, `promoting` of those who wait."""
