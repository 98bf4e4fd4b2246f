"""The rules of places, requests for rooms and their dates, and the one table of room use."""

from podworko.bookings.models.brought import BroughtCalendar, BroughtUse
from podworko.bookings.models.desk import Handover, WalkIn
from podworko.bookings.models.feeds import FeedKey
from podworko.bookings.models.requests import (
    ASSISTED,
    DATE_LIFE,
    MOVABLE,
    OFFER_LIFE,
    OPEN,
    REQUEST_LIFE,
    UNDECIDED,
    Applicant,
    BookingDate,
    BookingRequest,
    Channel,
    DateState,
    Offer,
    OfferState,
    RequestState,
    Skip,
    new_reference,
)
from podworko.bookings.models.terms import Blackout, BookingTerms, Declaration, RoomTerms
from podworko.bookings.models.use import LONGEST_USE, NOTED, DayVersion, Occupancy
from podworko.core.references import ALPHABET

__all__ = [
    "ALPHABET",
    "ASSISTED",
    "DATE_LIFE",
    "LONGEST_USE",
    "MOVABLE",
    "NOTED",
    "OFFER_LIFE",
    "OPEN",
    "REQUEST_LIFE",
    "UNDECIDED",
    "Applicant",
    "Blackout",
    "BookingDate",
    "BookingRequest",
    "BookingTerms",
    "BroughtCalendar",
    "BroughtUse",
    "Channel",
    "DateState",
    "DayVersion",
    "Declaration",
    "FeedKey",
    "Handover",
    "Occupancy",
    "Offer",
    "OfferState",
    "RequestState",
    "RoomTerms",
    "Skip",
    "WalkIn",
    "new_reference",
]
