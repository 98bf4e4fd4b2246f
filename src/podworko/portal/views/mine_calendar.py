"""One's own bookings in one's telephone, from "My things": for a contact that a code has proven."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from podworko.bookings.actions import feed_keys
from podworko.bookings.queries import feeds
from podworko.bookings.views.feeds import ways
from podworko.core import audit
from podworko.people import contacts
from podworko.people.models import ContactProof
from podworko.portal.views.mine import opened


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def calendar(request: HttpRequest, proof: ContactProof) -> HttpResponse:
    """Show whether the contact has an address of their calendar; make one, shown this once."""
    contact = contacts.contact_of(proof)
    shown = None
    if request.method == "POST":
        secret = feed_keys.make_own_key(contact=contact)
        shown = ways(reverse("bookings:feed_by_key", args=[secret]), str(contact))
    context = {"contact": contact, "calendar": shown, "key": feeds.keys_of(contact).first()}
    return render(request, "portal/mine_calendar.html", context)


@require_POST
@opened
def revoke(request: HttpRequest, proof: ContactProof) -> HttpResponse:
    """Take the address of the contact's calendar back."""
    for key in feeds.keys_of(contacts.contact_of(proof)):
        feed_keys.revoke_key(key=key, by=audit.RESIDENT)
    messages.success(request, _("Done. The calendar in your telephone gets nothing new from here any more."))
    return redirect("portal:mine_calendar")
