"""Who may do what with the members of a place."""

import rules

from podworko.places.rules import is_staff_of

# To see who belongs to a place, to accept and to type in declarations, and to end membership.
rules.add_perm("membership.keep", is_staff_of)
