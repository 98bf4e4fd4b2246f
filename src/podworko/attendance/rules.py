"""Who may count, and who may see how many came."""

import rules

from podworko.places.rules import is_staff_of, works_on

# To count heads and tick names, to correct afterwards, to show the code with which people check in.
rules.add_perm("attendance.count", is_staff_of)
# To see how many came to a place: those who work there in full, those who see it from above without small numbers.
rules.add_perm("attendance.see", works_on)
