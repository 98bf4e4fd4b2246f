"""When the schools of a network's towns rest; a series of uses may leave these days out."""

import datetime as dt

from django.utils.translation import gettext as _

from podworko.core import audit, clock
from podworko.core.errors import Problem, Refused
from podworko.core.transactions import action
from podworko.places.models import Network, SchoolBreak

# A summer holiday, with room to spare; longer is a slip in the year.
MOST_DAYS = 120
AHEAD = dt.timedelta(days=3 * 366)
LONGEST_NAME = 80


@action
def add_break(*, network: Network, name: str, first_on: dt.date, last_on: dt.date, by: audit.Actor) -> SchoolBreak:
    """Write down a school break; the same days of the same name are written once. Raises Refused.

    Series that are asked for from now on leave these days out, where they leave out school breaks.
    """
    Network.objects.select_for_update().get(pk=network.pk)
    name = " ".join(name.split())
    if problems := _judge(network, name, first_on, last_on):
        raise Refused(*problems)
    same = network.school_breaks.filter(first_on__lte=last_on, last_on__gte=first_on)
    for kept in same:
        if (kept.first_on, kept.last_on) == (first_on, last_on):
            return kept
        sentence = _("These days meet a break that stands there already: %(name)s.") % {"name": kept.name}
        raise Refused.because("meets", sentence, field="first_on")
    made = SchoolBreak.objects.create(network=network, name=name, first_on=first_on, last_on=last_on)
    _record("places.school_break_added", made, by)
    return made


@action
def remove_break(*, school_break: SchoolBreak, by: audit.Actor) -> None:
    """Take a school break out; nothing happens when somebody was faster. What was asked for before stays."""
    network = Network.objects.select_for_update().get(pk=school_break.network_id)
    if found := network.school_breaks.filter(pk=school_break.pk).first():
        _record("places.school_break_removed", found, by)
        found.delete()


def _record(verb: str, row: SchoolBreak, by: audit.Actor) -> None:
    days = {"first_on": row.first_on.isoformat(), "last_on": row.last_on.isoformat()}
    audit.record(verb, row.network, by=by, name=row.name, days=days)


def _judge(network: Network, name: str, first_on: dt.date, last_on: dt.date) -> list[Problem]:
    today = clock.today(network.zone)
    problems = []
    if not name:
        problems.append(Problem("name", "required", _("Say what break it is.")))
    elif len(name) > LONGEST_NAME:
        problems.append(Problem("name", "too-long", _("Please say it shorter.")))
    if last_on < first_on:
        problems.append(Problem("last_on", "ends-before", _("The last day comes before the first.")))
    elif last_on < today:
        problems.append(Problem("last_on", "day-past", _("These days have passed.")))
    elif first_on - today > AHEAD:
        problems.append(Problem("first_on", "day-far", _("This is more than three years ahead. Is the year right?")))
    elif (last_on - first_on).days >= MOST_DAYS:
        problems.append(Problem("last_on", "days-many", _("No school break is so long. Is the year right?")))
    return problems
