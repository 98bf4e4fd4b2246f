"""The steps of a hand-over, declared as a table: what each notes, what must come before it, what it excludes."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from podworko.bookings.models import BookingDate, Handover, WalkIn

Used = BookingDate | WalkIn
Moment = Literal["came_at", "keys_out_at", "keys_back_at", "left_at", "no_show_at"]
AT_ONCE = dt.timedelta(0)


class Step(StrEnum):
    """One thing that a host notes with one tap."""

    CAME = "came"
    KEYS_OUT = "keys-out"
    KEYS_BACK = "keys-back"
    LEFT = "left"
    NO_SHOW = "no-show"


@dataclass(frozen=True)
class Rule:
    """Which moment a step notes, and when it may be noted.

    `after` must be noted before it, `never_with` must not; `early` is how long before the beginning it may come.
    """

    moment: Moment
    verb: str
    after: frozenset[Moment] = field(default_factory=frozenset)
    never_with: frozenset[Moment] = field(default_factory=frozenset)
    early: dt.timedelta = AT_ONCE
    is_for_walk_ins: bool = True


STEPS: dict[Step, Rule] = {
    # Who uses a room without asking is there.
    Step.CAME: Rule(
        "came_at",
        "bookings.came",
        never_with=frozenset({"no_show_at"}),
        early=dt.timedelta(hours=2),
        is_for_walk_ins=False,
    ),
    # Who begins early on a Saturday fetches the keys the day before.
    Step.KEYS_OUT: Rule(
        "keys_out_at", "bookings.keys_out", never_with=frozenset({"no_show_at"}), early=dt.timedelta(days=3)
    ),
    Step.KEYS_BACK: Rule(
        "keys_back_at", "bookings.keys_back", after=frozenset({"keys_out_at"}), early=dt.timedelta(days=3)
    ),
    Step.LEFT: Rule("left_at", "bookings.left_tidy", never_with=frozenset({"no_show_at"})),
    # The keys may have been fetched before, and nobody came.
    Step.NO_SHOW: Rule(
        "no_show_at", "bookings.no_show", never_with=frozenset({"came_at", "left_at"}), is_for_walk_ins=False
    ),
}


def is_noted(handover: Handover, step: Step) -> bool:
    """Say whether `step` is noted."""
    return getattr(handover, STEPS[step].moment) is not None


def is_possible(use: Used, handover: Handover, step: Step, at: dt.datetime) -> bool:
    """Say whether `step` may be noted of `use` at that moment."""
    rule = STEPS[step]
    return (
        not is_noted(handover, step)
        and (rule.is_for_walk_ins or isinstance(use, BookingDate))
        and all(getattr(handover, moment) is not None for moment in rule.after)
        and all(getattr(handover, moment) is None for moment in rule.never_with)
        and not is_too_early(use, step, at)
    )


def is_too_early(use: Used, step: Step, at: dt.datetime) -> bool:
    """Say whether the beginning of `use` is so far away that `step` cannot have been done."""
    return at < use.starts_at - STEPS[step].early


def can_be_undone(handover: Handover, step: Step) -> bool:
    """Say whether `step` is noted, and nothing that came after it stands on it."""
    moment = STEPS[step].moment
    later = (rule.moment for rule in STEPS.values() if moment in rule.after)
    return is_noted(handover, step) and all(getattr(handover, each) is None for each in later)


def word_of(use: Used) -> str:
    """Return how addresses name `use`: date-12, walk-in-7."""
    return f"{'date' if isinstance(use, BookingDate) else 'walk-in'}-{use.pk}"
