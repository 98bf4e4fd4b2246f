"""Fills in who came: at every session of the last eight weeks, and day by day where people drop in."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from podworko.attendance import bands
from podworko.attendance.models import Counted, Mark, Presence, Sheet, Total
from podworko.attendance.occasions import Occasion, of_session
from podworko.core import clock
from podworko.core.holdings import Contact
from podworko.places.models import Audience, Part
from podworko.portal.demo.diary import Diary
from podworko.portal.demo.ground import Site
from podworko.portal.demo.rows import Rows
from podworko.programme.models import Enrolment, EnrolmentState, Session, SessionState

C = Counted
WEEKS = dt.timedelta(weeks=8)
# Of so many sessions one was not counted: somebody forgot.
FORGOTTEN = 14
# How the people of an audience divide, and how many come to a session: fewest, most.
SHARES: Mapping[str, tuple[tuple[Counted, float], ...]] = {
    Audience.SENIORS: ((C.SENIOR, 0.9), (C.ADULT, 0.1)),
    Audience.PARENTS: ((C.INFANT, 0.5), (C.CARER, 0.5)),
    Audience.YOUTH: ((C.YOUTH, 0.95), (C.ADULT, 0.05)),
}
USUAL = ((C.CHILD, 0.15), (C.YOUTH, 0.1), (C.ADULT, 0.45), (C.SENIOR, 0.3))
COME = (6, 19)
# On a day, where people drop in.
DROP_IN = {Audience.PARENTS: (14, 32), Audience.YOUTH: (9, 26)}
# Of those who signed up for all dates, how many are usually here.
FAITHFUL = 0.8


def fill(site: Site) -> None:
    """Write down who came to `site`; call it when its programme, if it has one, is written."""
    if not site.centre.is_at_work:
        return
    chance = Random(site.place.slug)  # noqa: S311 - a town for show, not a secret
    rows = Rows()
    for session in _past(site):
        if chance.randrange(FORGOTTEN):
            _at_session(session, site, chance, rows)
    if Part.ANONYMOUS in site.centre.kind.parts:
        for on in _days(Diary(site.centre, site.place.rooms)):
            _on_day(on, site, chance, rows)
    rows.write(before=(Sheet, Total, Presence, Mark))


def _past(site: Site) -> Iterator[Session]:
    found = Session.objects.filter(
        activity__centre=site.centre, activity__published_at__isnull=False, state=SessionState.PLANNED
    )
    for session in found.filter(ends_at__lt=clock.now()).select_related("activity").order_by("starts_at", "pk"):
        session.activity.centre = site.centre
        yield session


def _days(diary: Diary) -> Iterator[dt.date]:
    """Yield the days of the last weeks on which the place was open, and today."""
    first = diary.today - WEEKS
    for number in range(WEEKS.days + 1):
        on = first + dt.timedelta(days=number)
        if diary.days[on].open:
            yield on


def _at_session(session: Session, site: Site, chance: Random, rows: Rows) -> None:
    occasion = of_session(session)
    most = min(session.activity.capacity or COME[1], COME[1])
    totals = _divided(occasion.audience, chance.randint(min(COME[0], most), most), chance)
    sheet = Sheet(centre=site.centre, session=session, on=occasion.on, changed_at=session.ends_at)
    rows.add(sheet)
    if not occasion.is_anonymous:
        _tick(sheet, occasion, totals, chance, rows)
    _write(sheet, totals, session.starts_at + dt.timedelta(minutes=12), site, rows)


def _tick(sheet: Sheet, occasion: Occasion, totals: dict[Counted, int], chance: Random, rows: Rows) -> None:
    """Tick most of those who signed up for all dates; they are among those who were counted."""
    session = occasion.session
    assert session
    faithful = Enrolment.objects.filter(
        intake__activity=session.activity, intake__session=None, state=EnrolmentState.GOING
    )
    for each in faithful.order_by("pk"):
        if chance.random() > FAITHFUL:
            continue
        what = bands.of_sign_up(session.activity, each.birth_year, occasion.on.year)
        mark = Contact(email=each.email.lower(), phone="" if each.email else each.phone).mark()
        at = session.starts_at + dt.timedelta(minutes=5)
        rows.add(
            Presence(sheet=sheet, enrolment=each, what=what, heads=each.seats, is_here=True, at=at, contact_mark=mark)
        )
        totals[what] = max(totals.get(what, 0), each.seats)


def _on_day(on: dt.date, site: Site, chance: Random, rows: Rows) -> None:
    audience = site.centre.kind.audience
    fewest, most = DROP_IN.get(Audience(audience), COME)
    is_today = on == clock.today(site.centre.zone)
    totals = _divided(audience, chance.randint(fewest, most) // (3 if is_today else 1), chance)
    if totals.get(C.INFANT):
        totals[C.FAMILY] = max(1, totals[C.INFANT] * 5 // 6)
    at = clock.day(on, site.centre.zone)[0] + dt.timedelta(hours=12)
    sheet = Sheet(centre=site.centre, on=on, changed_at=min(at, clock.now()))
    rows.add(sheet)
    _write(sheet, totals, min(at, clock.now()), site, rows)


def _divided(audience: str, heads: int, chance: Random) -> dict[Counted, int]:
    """Return how many of each band are among so many people."""
    shares: Sequence[tuple[Counted, float]] = SHARES.get(audience, USUAL)
    found = chance.choices([band for band, _share in shares], [share for _band, share in shares], k=heads)
    totals = {band: found.count(band) for band, _share in shares if band in found}
    return totals | {C.FIRST: max(0, round(heads * chance.uniform(-0.05, 0.2)))}


def _write(sheet: Sheet, totals: dict[Counted, int], at: dt.datetime, site: Site, rows: Rows) -> None:
    """Write the sums, and what was pressed for them as one mark each."""
    for what, count in totals.items():
        if count:
            name = f"{site.centre.pk}:{sheet.on}:{sheet.session_id}:{what}"
            key = uuid.uuid5(uuid.NAMESPACE_OID, f"podworko-demo:{name}")
            rows.add(Total(sheet=sheet, what=what, count=count))
            rows.add(Mark(uuid=key, sheet=sheet, what=what, delta=count, by=site.host, at=at, kept_at=at))
