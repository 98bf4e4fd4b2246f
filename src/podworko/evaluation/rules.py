"""Who may do what with ratings."""

import rules

from podworko.places.rules import is_staff_of

# To open the tablet, type paper in, read all figures and words, show or hide what somebody wrote.
rules.add_perm("evaluation.moderate", is_staff_of)
