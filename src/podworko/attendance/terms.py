"""When people are counted, and how many at most: one judge for the page, the telephone and the correction."""

import datetime as dt

from django.utils.translation import gettext as _

from podworko.attendance.models import Counted
from podworko.attendance.occasions import Occasion
from podworko.attendance.strokes import Stroke
from podworko.core import clock
from podworko.core.errors import Problem

# More than one press adds; the largest feast of a street has fewer people than that.
LARGEST_STEP, MOST = 100, 9999
# A clock that goes a little fast is not from the future.
AHEAD = dt.timedelta(minutes=10)


def closed(occasion: Occasion) -> Problem | None:
    """Return why nobody is counted at `occasion`, now or ever."""
    if not occasion.is_held:
        return Problem("", "not-held", _("This is not held, so nobody is counted."))
    if clock.now() < occasion.opens_at:
        return Problem("", "too-early", _("People are counted from the day on which it is held."))
    return None


def judge(occasion: Occasion, stroke: Stroke) -> Problem | None:
    """Return why `stroke` is not kept; None where nothing stands against it."""
    if problem := closed(occasion):
        return problem
    if not occasion.opens_at - AHEAD <= stroke.at <= clock.now() + AHEAD:
        return Problem("", "another-time", _("The clock of this device is wrong, so this was not counted. Set it."))
    if stroke.at >= occasion.late_at:
        return Problem("", "late", _("The day is over. Type the numbers in and say why, further down."))
    if stroke.person:
        sentence = _("Nobody is ticked here by name.")
        return Problem("", "anonymous", sentence) if occasion.is_anonymous or not occasion.session else None
    if stroke.what not in Counted.values or not 0 < abs(stroke.delta) <= LARGEST_STEP:
        return Problem("", "no-such-press", _("This could not be understood. Open the page again."))
    return None


def below_zero() -> Problem:
    """Return why a total does not go down."""
    return Problem("", "below-zero", _("Nobody is left to take off."))


def too_many() -> Problem:
    """Return why a total does not go up."""
    return Problem("", "too-many-people", _("At most %(count)s can be counted.") % {"count": MOST})


def not_on_list() -> Problem:
    """Return why a sign-up is not ticked."""
    return Problem("", "not-on-list", _("This sign-up is not on the list any more."))
