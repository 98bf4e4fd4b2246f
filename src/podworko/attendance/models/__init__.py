"""Who came: the sheets on which people are counted, each press of a button, the sums, and those who were ticked."""

from podworko.attendance.models.sheets import BANDS, Counted, Mark, Presence, Sheet, Source, Total

__all__ = ["BANDS", "Counted", "Mark", "Presence", "Sheet", "Source", "Total"]
