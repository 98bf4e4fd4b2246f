"""The rules of the members' book of a place."""

from django.utils.translation import gettext as _

from podworko.core import audit
from podworko.core.errors import Refused
from podworko.core.transactions import action
from podworko.membership.actions.keeping import lock_roll
from podworko.membership.models import LONGEST_NOTICE, SHORTEST_NOTICE, Roll
from podworko.places.actions.keeping import record
from podworko.places.models import Centre

RULES = ("notice_days", "is_for_residents")


@action
def change_rules(*, centre: Centre, notice_days: int, is_for_residents: bool, by: audit.Actor) -> Roll:
    """Set the days of notice and whether one must live in the town; both hold from now on. Raises Refused.

    A notice that was given keeps its day. The same once more changes nothing.
    """
    if not SHORTEST_NOTICE <= notice_days <= LONGEST_NOTICE:
        sentence = _("Choose from %(least)s to %(most)s days.") % {"least": SHORTEST_NOTICE, "most": LONGEST_NOTICE}
        raise Refused.because("notice-days", sentence, field="notice_days")
    roll = lock_roll(centre)
    before = {name: getattr(roll, name) for name in RULES}
    roll.notice_days, roll.is_for_residents = notice_days, is_for_residents
    after = {name: getattr(roll, name) for name in RULES}
    if record("membership.rules_changed", centre, by=by, before=before, after=after):
        roll.save(update_fields=RULES)
    return roll
