"""Which bands stand on a sheet as large buttons, and in which one a sign-up is."""

from collections.abc import Mapping, Sequence

from podworko.attendance.models import BANDS, Counted
from podworko.places.models import Audience
from podworko.programme.models import Activity

C = Counted
USUAL = (C.CHILD, C.YOUTH, C.ADULT, C.SENIOR)
MAIN: Mapping[str, Sequence[Counted]] = {
    Audience.SENIORS: (C.SENIOR, C.ADULT),
    Audience.PARENTS: (C.INFANT, C.CARER, C.FAMILY),
    Audience.YOUTH: (C.YOUTH, C.ADULT),
}
# Whom a sign-up stands for where no year of birth is known.
USUAL_OF: Mapping[str, Counted] = {
    Audience.SENIORS: C.SENIOR,
    Audience.PARENTS: C.CARER,
    Audience.YOUTH: C.YOUTH,
}
# Until which age a band reaches.
UNTIL = ((3, C.INFANT), (12, C.CHILD), (26, C.YOUTH), (59, C.ADULT))


def main(audience: str) -> Sequence[Counted]:
    """Return what is counted where things are for `audience`."""
    return (*MAIN.get(audience, USUAL), C.FIRST)


def others(audience: str) -> Sequence[Counted]:
    """Return the rest: somebody else comes everywhere."""
    shown = main(audience)
    return [each for each in (*BANDS, C.FAMILY) if each not in shown]


def own(audience: str) -> Sequence[Counted]:
    """Return the bands that people choose from who count themselves."""
    return [each for each in (*MAIN.get(audience, USUAL), *BANDS) if each in BANDS][: len(USUAL)]


def of_age(age: int) -> Counted:
    """Return the band of somebody of that age."""
    return next((band for oldest, band in UNTIL if age <= oldest), C.SENIOR)


def of_sign_up(activity: Activity, birth_year: int | None, year: int) -> Counted:
    """Return the band in which the people of a sign-up for `activity` are counted."""
    if birth_year:
        return of_age(year - birth_year)
    return C.CHILD if activity.is_for_minors else USUAL_OF.get(activity.audience, C.ADULT)
