"""The sheet for the wall with the code by which those who come to a session check in."""

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from podworko.attendance.links import url_of
from podworko.attendance.occasions import EARLY
from podworko.core import art, pdf, qr
from podworko.core.words import spoken
from podworko.programme.models import Session


def check_in_pdf(session: Session) -> bytes:
    """Return the sheet of `session` as PDF: what is on, when, and the code."""
    activity = session.activity
    place, zone = activity.centre, activity.zone
    begins, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    url = url_of(session)
    opens = begins - EARLY
    data = {
        "title": f"{activity.title} · {place.name}",
        "heading": _("Are you here? Check in."),
        "activity": activity.title,
        "day": f"{capfirst(spoken(begins.date()))}, {begins:%H:%M}–{ends:%H:%M}",
        "how": _("Point the camera of your telephone here."),
        "when": _("You can check in from %(opens)s until %(ends)s on that day.")
        % {"opens": f"{opens:%H:%M}", "ends": f"{ends:%H:%M}"},
        "address": url,
        "code": str(qr.drawn(url)),
        "place": {"name": place.name, "kind": place.kind.look, "mark": art.kind_mark(place.kind.look)},
    }
    return pdf.render("attendance/check_in", data, language=get_language() or "pl")
