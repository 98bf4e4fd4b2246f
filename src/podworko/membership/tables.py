"""The list of members as a table, for a spreadsheet."""

from django.utils.translation import gettext as _

from podworko.core import clock
from podworko.core.words import spoken_phone
from podworko.membership.models import Membership
from podworko.membership.queries.desk import to_export
from podworko.membership.terms import asks_age
from podworko.places.models import Centre


def members(centre: Centre) -> tuple[list[str], list[list[object]]]:
    """Return headings and rows: who belongs and who waits, with what the people of the place need of them."""
    with_year = asks_age(centre)
    headings = [_("Number"), _("First name and surname")]
    headings += [_("Year of birth")] if with_year else []
    headings += [_("E-mail"), _("Telephone"), _("Address for letters"), _("Member since"), _("State")]
    headings += [_("Whom to call in an emergency"), _("Their telephone")]
    return headings, [_row(each, with_year=with_year) for each in to_export(centre)]


def _row(each: Membership, *, with_year: bool) -> list[object]:
    return [
        each.number,
        each.person,
        *([each.birth_year] if with_year else []),
        each.email,
        spoken_phone(each.phone),
        each.address,
        each.since.isoformat() if each.since else "",
        str(each.get_state_display()),
        each.emergency_person,
        spoken_phone(each.emergency_phone),
    ]


def name_of(centre: Centre, ending: str) -> str:
    """Return the name of the file: the place and the day."""
    return f"{centre.slug}-{clock.today(centre.zone)}.{ending}"
