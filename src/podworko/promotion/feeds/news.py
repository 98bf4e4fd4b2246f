"""What is new in a programme, as an Atom feed (RFC 4287): planned, changed and called off, the newest first."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import CharField, DateTimeField, F, OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.bookings.calendar_files import domain
from podworko.core import clock
from podworko.core.models import AuditEvent
from podworko.core.words import spoken
from podworko.places.models import SignUp
from podworko.programme.models import Activity, ActivityKind, ActivityState, Session, SessionState
from podworko.promotion.feeds.scope import Scope, whole

MOST = 50
# What of the trail is news to neighbours, in the words of the history.
NEWS = {
    "programme.published": gettext_lazy("Published"),
    "programme.changed": gettext_lazy("Changed"),
    "programme.called_off": gettext_lazy("Called off"),
    "programme.session_called_off": gettext_lazy("A date was called off"),
    "programme.moved": gettext_lazy("Hours or room changed"),
    "programme.sessions_added": gettext_lazy("Further dates planned"),
}
# Letters that no XML may hold, though they are letters to a database (XML 1.0, 2.2).
NOT_XML = {0xFFFE: None, 0xFFFF: None} | dict.fromkeys(range(0xD800, 0xE000))


class Row(NamedTuple):
    """An activity as it is asked for: in this order, under these names."""

    pk: int
    slug: str
    title: str
    lead: str
    kind: str
    state: str
    sign_up: str
    reason: str
    published_at: dt.datetime
    centre__slug: str
    centre__name: str
    centre__city: str
    changed: dt.datetime
    verb: str | None
    next_at: dt.datetime | None


COLUMNS = tuple(Row.__annotations__)


def rows(scope: Scope) -> list[Row]:
    """Return what was last published or changed in `scope`, the newest first; one query."""
    about = AuditEvent.objects.filter(
        subject_type=Activity._meta.label_lower, subject_id=Cast(OuterRef("pk"), CharField()), verb__in=[*NEWS]
    ).order_by("-at", "-pk")
    to_come = Session.objects.filter(
        activity=OuterRef("pk"), state=SessionState.PLANNED, starts_at__gt=clock.now()
    ).order_by("starts_at")
    told = Subquery(about.values("at")[:1], output_field=DateTimeField())
    found = scope.activities().annotate(
        # What was done to a draft is no news.
        changed=Greatest(Coalesce(told, F("published_at")), F("published_at")),
        verb=Subquery(about.values("verb")[:1]),
        next_at=Subquery(to_come.values("starts_at")[:1]),
    )
    return [Row(*each) for each in found.order_by("-changed", "-pk").values_list(*COLUMNS)[:MOST]]


def written(scope: Scope, found: Sequence[Row], *, language: str, address: str) -> str:
    """Return the feed of what was `found`; `address` is its own."""
    feed = Atom1Feed(
        title=_clean(scope.title),
        link=whole(scope.path),
        description=_("What is planned, changed and called off"),
        language=language,
        author_name=_clean(str(scope.centre or scope.network)),
        feed_url=whole(address),
        feed_guid=_tag(scope.network.pk, "network", *scope.slugs, *scope.choice.asked.values()),
    )
    for row in found:
        path = reverse("programme:activity", args=[scope.network.slug, row.centre__slug, row.slug])
        feed.add_item(
            title=_clean(_title(row)),
            link=whole(path),
            description=_clean(_said(scope, row)),
            unique_id=_tag("activity", row.pk),
            pubdate=row.published_at,
            updateddate=row.changed,
            categories=[str(ActivityKind(row.kind).label)],
            author_name=_clean(row.centre__name),
        )
    return feed.writeString("utf-8")


def _tag(*parts: object) -> str:
    """Return a name that stays for ever (RFC 4151), wherever the page moves."""
    return f"tag:{domain()},2026:{'/'.join(str(part) for part in parts)}"


def _title(row: Row) -> str:
    return _("Called off: %(what)s") % {"what": row.title} if row.state == ActivityState.CALLED_OFF else row.title


def _said(scope: Scope, row: Row) -> str:
    """Say what happened, what it is, when it is next, where, and how one comes."""
    is_off = row.state == ActivityState.CALLED_OFF
    what = str(NEWS[row.verb]) if row.verb else ""
    when = ""
    if row.next_at:
        next_at = row.next_at.astimezone(scope.zone)
        when = _("Next: %(day)s, %(time)s") % {"day": spoken(next_at.date()), "time": f"{next_at:%H:%M}"}
    how = "" if is_off else capfirst(str(SignUp(row.sign_up).label))
    lines = (what, row.reason if is_off else row.lead, when, f"{row.centre__name}, {row.centre__city}", how)
    return "\n".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _clean(text: str) -> str:
    return text.translate(NOT_XML)
