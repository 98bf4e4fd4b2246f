"""One's own plan: what a contact, proven by a code, comes to and has been given; on a page, and in one's telephone."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from podworko.bookings import own_calendar
from podworko.bookings.actions import feed_keys
from podworko.bookings.calendar_files import FeedEntry
from podworko.bookings.queries import feeds
from podworko.bookings.views.feeds import ways
from podworko.core import audit, clock
from podworko.core.holdings import Contact
from podworko.core.web import limit_address, told
from podworko.core.words import spoken
from podworko.people import contacts
from podworko.people.models import ContactProof
from podworko.portal.views.mine import ASKED, HOUR, ONWARD, opened, proof_of
from podworko.programme.links import path_of, reference_in
from podworko.programme.models import EnrolmentState
from podworko.programme.queries.enrolments import by_reference_or_404

# So many stand there before one asks for more.
SHOWN = 20


@dataclass(frozen=True)
class Day:
    """What somebody has on one day: each with the hours on the clock of its place."""

    name: str
    rows: Sequence[tuple[str, FeedEntry]]


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def calendar(request: HttpRequest, proof: ContactProof) -> HttpResponse:
    """Show the plan of the contact, and whether it has an address; make one, shown this once."""
    contact = contacts.contact_of(proof)
    shown = None
    if request.method == "POST":
        secret = feed_keys.make_own_key(contact=contact)
        shown = ways(reverse("bookings:feed_by_key", args=[secret]), _("My plan"))
    ahead = [entry for entry in own_calendar.entries(contact) if entry.ends_at > clock.now()]
    most = len(ahead) if "all" in request.GET else SHOWN
    context = {
        "contact": contact,
        "calendar": shown,
        "key": feeds.keys_of(contact).first(),
        "days": _days(ahead[:most]),
        "has_more": len(ahead) > most,
    }
    return render(request, "portal/mine_calendar.html", context)


def _days(entries: Sequence[FeedEntry]) -> list[Day]:
    """Return the entries by day."""
    days: dict[dt.date, list[tuple[str, FeedEntry]]] = {}
    for entry in entries:
        starts, ends = entry.starts_at.astimezone(entry.zone), entry.ends_at.astimezone(entry.zone)
        days.setdefault(starts.date(), []).append((f"{starts:%H:%M}–{ends:%H:%M}", entry))
    return [Day(capfirst(spoken(on)), rows) for on, rows in days.items()]


@require_POST
@opened
def revoke(request: HttpRequest, proof: ContactProof) -> HttpResponse:
    """Take the address of the contact's calendar back."""
    for key in feeds.keys_of(contacts.contact_of(proof)):
        feed_keys.revoke_key(key=key, by=audit.RESIDENT)
    messages.success(request, _("Done. The calendar in your telephone gets nothing new from here any more."))
    return redirect("portal:mine_calendar")


@require_POST
def from_sign_up(request: HttpRequest, token: str) -> HttpResponse:
    """Lead from the page of a sign-up to the plan of the one who signed up, by a code to the contact given there.

    The link of one sign-up may have been passed on: what else the contact has, it does not open.
    """
    enrolment = by_reference_or_404(reference_in(token))
    if enrolment.state == EnrolmentState.UNCONFIRMED:
        return redirect(path_of(enrolment, "code"))
    # An address where there is one: a code by text message costs the town.
    contact = Contact(email=enrolment.email.lower()) if enrolment.email else Contact(phone=enrolment.phone)
    proof = proof_of(request)
    if proof and contacts.contact_of(proof) == contact:
        return redirect("portal:mine_calendar")
    limit_address(request, "mine", limit=30, per=HOUR)
    key, onward = uuid.uuid4(), path_of(enrolment)
    with told(request):
        contacts.ask_for_code(key=key, contact=contact, language=enrolment.language, about=_("My plan"))
        request.session[ASKED], request.session[ONWARD] = str(key), "portal:mine_calendar"
        onward = reverse("portal:mine_code")
    return redirect(onward)
