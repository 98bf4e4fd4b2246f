"""Who may do what with requests."""

import rules

from podworko.places.rules import is_staff_of

# To see who asks, decide, call off, and take a request from a caller.
rules.add_perm("bookings.decide", is_staff_of)
