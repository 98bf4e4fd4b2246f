"""What a poster is given to print: promotion/typst/poster.typ lays it out.

The frame's words are in the language of the moment; what people wrote stays as they wrote it.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from podworko.core import art, clock, qr
from podworko.core.words import spoken, spoken_phone
from podworko.places import access, hours
from podworko.places.models import AccessFact, Centre, SignUp
from podworko.programme.models import Activity, Session, Where
from podworko.programme.models.activities import INDOORS
from podworko.programme.queries.sittings import for_whom, languages, where
from podworko.promotion.posters import queries, wording
from podworko.promotion.posters.choices import Choice, Dates, What
from podworko.promotion.posters.wording import breakable, joined, printable

WEEK = dt.timedelta(weeks=1)
# The first facts of access that stand on a poster.
MOST_FACTS = 3
Sheet = dict[str, Any]


def of_activity(activity: Activity, choice: Choice) -> Sheet:
    """Return the poster of one activity."""
    centre, sessions = activity.centre, queries.coming(activity)
    lines, more = wording.times(sessions, centre.zone, in_words=choice.dates == Dates.WORDS)
    title = printable(activity.title)
    sheet = _frame(centre, choice, activity.get_absolute_url(), title)
    facts = _facts(activity, str(sheet["place"]["access"]))
    return sheet | {
        "form": "activity",
        "heading": title,
        "lead": printable(activity.lead),
        "times": [vars(line) for line in lines],
        "more": more,
        "no_times": _("We will tell you the date soon."),
        "where": _where_of(activity, sessions),
        "how": _how(activity),
        "facts": [{"name": name, "words": printable(words)} for name, words in facts if words],
    }


def of_plan(centre: Centre, choice: Choice) -> Sheet:
    """Return what is on in a week or a month; in a bulletin after what the coordinator has to say."""
    first, last = span(choice, clock.today(centre.zone))
    sessions = queries.sessions_between(centre, first, last, choice.only)
    is_week = choice.what == What.WEEK
    heading = _("What is on") if is_week else capfirst(date_format(first, "F Y"))
    under = _days(first, last) if is_week else _("What is on")
    if choice.what == What.BULLETIN:
        under = _("Bulletin of the neighbourhood")
    page = reverse("programme:programme", args=[centre.network.slug, centre.slug])
    return _frame(centre, choice, f"{page}?view=week&on={first}" if is_week else page, f"{heading}, {under}") | {
        "form": "plan",
        "heading": heading,
        "under": under,
        "news_heading": _("News"),
        "news": list(_news(choice)),
        "parts": [_part("", sessions, centre)] if is_week else _month(sessions, centre),
        "nothing": _("Nothing is planned for these days yet. Come in and say what you would like."),
    }


def _news(choice: Choice) -> Iterable[str]:
    """Yield the paragraphs of what the coordinator has to say in a bulletin."""
    for part in re.split(r"\n\s*\n", choice.news.replace("\r", "")) if choice.what == What.BULLETIN else ():
        if words := printable(part):
            yield words


def span(choice: Choice, today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that a plan is of."""
    on = choice.on or today
    if choice.what == What.WEEK:
        monday = on - dt.timedelta(days=on.weekday())
        return monday, monday + WEEK - dt.timedelta(days=1)
    return on.replace(day=1), on.replace(day=calendar.monthrange(on.year, on.month)[1])


def _days(first: dt.date, last: dt.date) -> str:
    if first.month == last.month:
        return f"{first.day}–{date_format(last, 'j E Y')}"
    return f"{date_format(first, 'j E')} – {date_format(last, 'j E Y')}"


# --- what is on every sheet ---


def _frame(centre: Centre, choice: Choice, page: str, title: str) -> Sheet:
    address = f"{settings.SITE_URL}{page}"
    return {
        "title": f"{title} · {printable(centre.name)}",
        "design": choice.design.value,
        "paper": choice.paper.value,
        "place": {
            "name": printable(centre.name),
            "kind": centre.kind.look,
            "kind_name": printable(str(centre.kind)),
            "mark": art.kind_mark(centre.kind.look),
            "art": art.poster_art(centre.kind.look, f"{centre.pk}"),
            "address": printable(f"{centre.street}, {centre.postcode} {centre.city}"),
            "street": printable(f"{centre.street}, {centre.city}"),
            "phone": _phone(centre),
            "email": centre.email,
            "open": hours.usual_words(centre),
            "access": printable(_access(centre)),
            "runs": _("Run by %(who)s") % {"who": printable(centre.operator.name)},
        },
        "page": {
            "url": address,
            "words": breakable(address),
            "code": qr.drawn(address),
            "alt": _("QR code that leads to %(address)s") % {"address": address},
        },
        "words": {
            "scan": _("More on the page"),
            "open": _("Open"),
            "access": _("Accessibility"),
            "again": _("continued"),
            "sheet": pgettext("sheet of paper", "Page"),
        },
        "made": _("As of %(day)s. What has changed since stands on the page.")
        % {"day": date_format(clock.today(centre.zone), "j E Y")},
    }


def _phone(centre: Centre) -> str:
    """Return the number in groups that stay on one line."""
    return spoken_phone(centre.phone).replace(" ", "\u00a0")


def _access(centre: Centre) -> str:
    lines = access.highlights(centre.access_facts.all())
    return joined([line.words for line in lines if line.verdict != AccessFact.Answer.NO][:MOST_FACTS])


# --- one activity ---


def _where_of(activity: Activity, sessions: Sequence[Session]) -> Sheet:
    """Return where it is held: the room, or the spot; with the address of the place where it is held there."""
    rooms = list(dict.fromkeys(str(each.room) for each in sessions if each.room))
    spot = ", ".join(rooms) if activity.where in INDOORS else activity.spot
    if activity.where in {Where.ONLINE, Where.HYBRID}:
        spot = joined([spot, _("on line")])
    centre = activity.centre
    return {
        "name": printable(centre.name if activity.where in INDOORS else capfirst(spot)),
        "more": printable(
            joined([f"{centre.street}, {centre.city}", spot])
            if activity.where in INDOORS
            else _("Held by %(place)s") % {"place": centre.name}
        ),
    }


def _how(activity: Activity) -> Sheet:
    """Return how one comes, and by which ways one signs up."""
    lead = capfirst(str(SignUp(activity.sign_up).label))
    if not activity.takes_sign_ups:
        return {"lead": lead, "more": _("You need not sign up.")}
    phone = _phone(activity.centre)
    if phone:
        return {"lead": lead, "more": _("On the page, here, or by telephone: %(phone)s.") % {"phone": phone}}
    return {"lead": lead, "more": _("On the page, or here.")}


def _facts(activity: Activity, access_here: str) -> Iterable[tuple[str, str]]:
    """Yield what else there is to say, under its name."""
    yield _("For whom"), capfirst(for_whom(activity))
    yield _("Languages"), languages(activity)
    yield _("Bring along"), activity.bring
    yield _("Leads"), activity.leader
    yield _("Accessibility"), activity.accessibility or access_here
    yield _("Together with"), ", ".join(activity.partners.order_by("name").values_list("name", flat=True))


# --- what is on in some days ---


def _month(sessions: Sequence[Session], centre: Centre) -> list[Sheet]:
    """Return what is regular, told once for the whole month, and what is not, day by day."""
    regular: list[tuple[wording.Rhythm, Session]] = []
    single: list[Session] = []
    by_activity: dict[int, list[Session]] = {}
    for session in sessions:
        by_activity.setdefault(session.activity_id, []).append(session)
    for held in by_activity.values():
        found = wording.rhythms(held, centre.zone)
        if found:
            regular += [(rhythm, held[0]) for rhythm in found]
        else:
            single += held
    single.sort(key=lambda each: (each.starts_at, each.pk))
    return [part for part in (_regular(regular), _part(_("On one day"), single, centre)) if part["days"]]


def _regular(found: Iterable[tuple[wording.Rhythm, Session]]) -> Sheet:
    rows = sorted(found, key=lambda each: (each[0].weekday, each[0].weeks, _padded(each[0].hours)))
    days = [
        {
            "name": name,
            "date": "",
            "items": [_item(session, rhythm.hours, rhythm.but) for rhythm, session in held],
        }
        for name, held in groupby(rows, key=lambda each: each[0].words)
    ]
    return {"heading": _("Regularly"), "days": days}


def _padded(hours: str) -> str:
    return hours.rjust(len("00:00–00:00"))


def _part(heading: str, sessions: Sequence[Session], centre: Centre) -> Sheet:
    """Return the sessions under their days."""
    days = [
        {
            "name": capfirst(spoken(on).partition(",")[0]),
            "date": date_format(on, "j E"),
            "items": [_item(each, wording.hours(each, centre.zone), "") for each in held],
        }
        for on, held in groupby(sessions, key=lambda each: wording.day_of(each, centre.zone))
    ]
    return {"heading": heading, "days": days}


def _item(session: Session, at: str, note: str) -> Sheet:
    activity = session.activity
    is_open = not activity.takes_sign_ups
    return {
        "hours": at,
        "title": printable(activity.title),
        "more": printable(
            joined(
                [
                    where(activity, session),
                    for_whom(activity) if activity.audience != "everybody" or activity.age_from else "",
                    note,
                ]
            )
        ),
        "how": "" if is_open else str(SignUp(activity.sign_up).label),
    }
