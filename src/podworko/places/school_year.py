"""When the schools of Poland rest: what the regulation says of each year, and the winter breaks that were announced.

The regulation is that of the Minister of National Education of 11 August 2017 on the organisation of the school year,
Dz.U. 2023 poz. 1211, § 3(1): the winter holiday from 23 December (22 where that is a Monday) to 31 December; the spring
one from the Thursday before Easter to the Tuesday after it; the summer one from the day after the lessons end, which is
the first Friday after 20 June, to 31 August. The two weeks of the winter break differ by voivodeship; the ministry
announces them, for the school year 2026/27 in May 2025.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from dateutil.easter import easter
from django.utils.translation import gettext as _

from podworko.core import clock
from podworko.places.models import Network

DAY = dt.timedelta(days=1)
# The month in which a school year begins.
FIRST_MONTH = 9
# By the first day of the break: its last day, and in which voivodeships.
WINTER = {
    dt.date(2027, 1, 18): (
        dt.date(2027, 1, 31),
        ("dolnośląskie", "łódzkie", "opolskie", "podkarpackie", "podlaskie", "śląskie"),
    ),
    dt.date(2027, 2, 1): (dt.date(2027, 2, 14), ("lubelskie", "mazowieckie", "pomorskie", "świętokrzyskie")),
    dt.date(2027, 2, 15): (
        dt.date(2027, 2, 28),
        (
            "kujawsko-pomorskie",
            "lubuskie",
            "małopolskie",
            "warmińsko-mazurskie",
            "wielkopolskie",
            "zachodniopomorskie",
        ),
    ),
}


@dataclass(frozen=True)
class Break:
    """Days without lessons, both included; `where` names the voivodeships when it is not the whole country."""

    name: str
    first_on: dt.date
    last_on: dt.date
    where: str = ""


def suggested(network: Network) -> list[Break]:
    """Return the breaks of this school year and, from spring on, of the next that are certain and have not ended.

    Those that `network` has already are left out; a network outside Poland gets none.
    """
    if network.holidays != "PL":
        return []
    today = clock.today(network.zone)
    began = today.year if today.month >= FIRST_MONTH else today.year - 1
    kept = {(each.first_on, each.last_on) for each in network.school_breaks.filter(last_on__gte=today)}
    coming = (each for year in (began, began + 1) for each in of_year(year))
    soon = today + dt.timedelta(days=366)
    found = (each for each in coming if each.last_on >= today and each.first_on <= soon)
    # Of the winter breaks a town has one: where it is chosen, the others are no question any more.
    has_winter = {first_on.year for first_on, _last in kept if first_on in WINTER}
    return [
        each
        for each in found
        if (each.first_on, each.last_on) not in kept and not (each.where and each.first_on.year in has_winter)
    ]


def of_year(began: int) -> Iterator[Break]:
    """Yield the breaks of the school year that began in the year `began`, in their order."""
    year = began + 1
    first = dt.date(began, 12, 22)
    yield Break(_("Christmas break"), first if first.weekday() == 0 else first + DAY, dt.date(began, 12, 31))
    for first_on, (last_on, where) in WINTER.items():
        if first_on.year == year:
            yield Break(_("Winter break"), first_on, last_on, ", ".join(where))
    sunday = easter(year)
    yield Break(_("Spring break"), sunday - 3 * DAY, sunday + 2 * DAY)
    yield Break(_("Summer holidays"), end_of_lessons(year) + DAY, dt.date(year, 8, 31))


def end_of_lessons(year: int) -> dt.date:
    """Return the first Friday after 20 June."""
    friday = 4
    after = dt.date(year, 6, 21)
    return after + DAY * ((friday - after.weekday()) % 7)
