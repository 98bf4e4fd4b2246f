"""Who may do what with the programme."""

import rules

from podworko.places.rules import is_staff_of

# To see drafts and who has signed up, to take a sign-up from a caller, and to plan what is held.
rules.add_perm("programme.plan", is_staff_of)
