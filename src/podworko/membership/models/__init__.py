"""What membership keeps: the book of a place, and who belongs to it."""

from podworko.membership.models.members import (
    ENDED,
    MEMBER_LIFE,
    MEMBERS,
    NOT_OVER,
    Membership,
    MembershipState,
    new_reference,
)
from podworko.membership.models.rolls import LONGEST_NOTICE, SHORTEST_NOTICE, USUAL_NOTICE, Roll

__all__ = [
    "ENDED",
    "LONGEST_NOTICE",
    "MEMBERS",
    "MEMBER_LIFE",
    "NOT_OVER",
    "SHORTEST_NOTICE",
    "USUAL_NOTICE",
    "Membership",
    "MembershipState",
    "Roll",
    "new_reference",
]
