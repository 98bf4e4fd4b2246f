"""The rules of a place, each with the sentence that it says to the one who asks.

One function judges what somebody asks for, for every door: the form (while it is filled in and when it is sent), the
staff's form, the change by a signed link, and the API.
"""

from podworko.bookings.terms.dates import DateOutlook, Judgement, Outlook
from podworko.bookings.terms.judging import fitting_rooms, judge, judge_draft
from podworko.bookings.terms.moves import Move, judge_moves
from podworko.bookings.terms.rules import RoomRules, Rules, first_day, first_open_day, rules_of, rules_of_all, terms_of
from podworko.bookings.terms.words import about_words, declarations_of

__all__ = [
    "DateOutlook",
    "Judgement",
    "Move",
    "Outlook",
    "RoomRules",
    "Rules",
    "about_words",
    "declarations_of",
    "first_day",
    "first_open_day",
    "fitting_rooms",
    "judge",
    "judge_draft",
    "judge_moves",
    "rules_of",
    "rules_of_all",
    "terms_of",
]
