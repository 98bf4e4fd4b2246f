"""The page "My things": a contact, a code, and all that belongs to whoever has it; to take along, or to be erased."""

import datetime as dt
import functools
import uuid
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from podworko.core import audit, holdings
from podworko.core.errors import Refused
from podworko.core.forms import add_problems
from podworko.core.holdings import Contact
from podworko.core.web import limit_address, told
from podworko.people import consents, contacts
from podworko.people.erasing import erase as erase_all
from podworko.people.models import ContactProof
from podworko.portal import taking
from podworko.portal.mine_forms import ContactCodeForm, ContactForm

HOUR = dt.timedelta(hours=1)
# What the session knows: for what a code was sent, and what a code opened. Never a contact.
ASKED, OPENED, TO_ERASE = "mine_asked", "mine_opened", "mine_to_erase"
# Where the code leads, when it is not the page of all things.
ONWARD = "mine_onward"
P = ParamSpec("P")
Inside = Callable[Concatenate[HttpRequest, ContactProof, P], HttpResponse]


def opened(view: Inside[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the view the proof of whoever looks; lead the others to where they can prove their contact."""

    @functools.wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        proof = proof_of(request)
        return view(request, proof, *args, **kwargs) if proof else redirect("portal:mine")

    return never_cache(run)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Ask for a contact and send a code there; for half an hour afterwards, show what belongs to it."""
    if request.method != "POST" and (proof := proof_of(request)):
        return _things(request, proof)
    form = ContactForm(request.POST or None)
    if form.is_valid():
        limit_address(request, "mine", limit=30, per=HOUR)
        key = uuid.uuid4()
        try:
            contact = Contact.read(form.cleaned_data["contact"])
            contacts.ask_for_code(key=key, contact=contact, language=get_language() or "pl")
        except Refused as refusal:
            add_problems(form, refusal.problems)
        else:
            request.session[ASKED] = str(key)
            request.session.pop(ONWARD, None)
            return redirect("portal:mine_code")
    is_wrong = request.method == "POST"
    return render(request, "portal/mine_ask.html", {"form": form}, status=422 if is_wrong else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the six digits; with the right ones open the page."""
    key, contact = _asked(request, ASKED)
    if key is None or contact is None:
        return redirect("portal:mine")
    form = ContactCodeForm(request.POST or None)
    if form.is_valid():
        limit_address(request, "code", limit=60, per=HOUR)
        try:
            proof = contacts.prove(key=key, code=form.cleaned_data["code"])
        except Refused as refusal:
            add_problems(form, refusal.problems)
        else:
            del request.session[ASKED]
            # Whoever knew the session before must not see what is in it now.
            request.session.cycle_key()
            request.session[OPENED] = str(proof.public_id)
            return redirect(request.session.pop(ONWARD, "portal:mine"))
    is_wrong = request.method == "POST"
    return render(request, "portal/mine_code.html", {"form": form, "contact": contact}, status=422 if is_wrong else 200)


@never_cache
@require_POST
def new_code(request: HttpRequest) -> HttpResponse:
    """Send another code."""
    key, contact = _asked(request, ASKED)
    if key and contact:
        limit_address(request, "mine", limit=30, per=HOUR)
        with told(request):
            contacts.ask_for_code(key=key, contact=contact, language=get_language() or "pl")
            messages.success(request, _("Sent. Only the newest code works."))
    return redirect("portal:mine_code")


@require_POST
@opened
def leave(request: HttpRequest, proof: ContactProof) -> HttpResponse:
    """Close the page on this device."""
    contacts.leave(proof=proof)
    for name in (OPENED, TO_ERASE):
        request.session.pop(name, None)
    messages.success(request, _("Closed. Nobody sees your things on this device any more."))
    return redirect("portal:mine")


@require_POST
@opened
def withdraw(request: HttpRequest, proof: ContactProof, consent: int) -> HttpResponse:
    """Withdraw one of one's own consents."""
    own = consents.consents_of(contacts.contact_of(proof))
    consents.withdraw(consent=get_object_or_404(own, pk=consent), by=audit.RESIDENT)
    messages.success(request, _("Withdrawn. What was done until now stays right; from now on it is not done any more."))
    return redirect("portal:mine")


@require_POST
@opened
def export(request: HttpRequest, proof: ContactProof) -> HttpResponse:
    """Hand over all that is held, as one file to keep."""
    audit.record("people.exported", proof, by=audit.RESIDENT)
    return HttpResponse(
        taking.archive(contacts.contact_of(proof)),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{taking.name()}"'},
    )


@opened
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, proof: ContactProof) -> HttpResponse:
    """Say what would be erased and what stays; send a fresh code for it; with that code, erase."""
    contact = contacts.contact_of(proof)
    key, proven = _asked(request, TO_ERASE)
    form = ContactCodeForm(request.POST or None) if proven == contact else None
    if form and form.is_valid() and key:
        limit_address(request, "code", limit=60, per=HOUR)
        try:
            contacts.use_code(key=key, code=form.cleaned_data["code"])
        except Refused as refusal:
            add_problems(form, refusal.problems)
        else:
            erase_all(contact=contact, by=audit.RESIDENT)
            for name in (OPENED, TO_ERASE):
                request.session.pop(name, None)
            messages.success(request, _("Erased. What is left tells nothing of you."))
            return redirect("portal:mine")
    context = {"contact": contact, "form": form, "held": _held(contact)}
    is_wrong = request.method == "POST"
    return render(request, "portal/mine_erase.html", context, status=422 if is_wrong else 200)


@require_POST
@opened
def erase_code(request: HttpRequest, proof: ContactProof) -> HttpResponse:
    """Send the code without which nothing is erased."""
    contact = contacts.contact_of(proof)
    key, proven = _asked(request, TO_ERASE)
    if key is None or proven != contact:
        key = uuid.uuid4()
    with told(request):
        contacts.ask_for_code(key=key, contact=contact, language=get_language() or "pl", about=_("Erasing my data"))
        request.session[TO_ERASE] = str(key)
    return redirect("portal:mine_erase")


def _things(request: HttpRequest, proof: ContactProof) -> HttpResponse:
    contact = contacts.contact_of(proof)
    things = holdings.things_of(contact)
    context = {
        "contact": contact,
        "closes_at": proof.expires_at,
        "coming": [thing for thing in reversed(things) if not thing.is_over],
        "over": [thing for thing in things if thing.is_over],
        "consents": [
            (each, consents.title_of(each.text.purpose), consents.words_of(each.text))
            for each in consents.consents_of(contact)
        ],
        "held": _held(contact),
    }
    return render(request, "portal/mine.html", context)


def _held(contact: Contact) -> list[tuple[holdings.Holding, int]]:
    return [(holding, len(records)) for holding, records in holdings.held(contact)]


def proof_of(request: HttpRequest) -> ContactProof | None:
    """Return what the session was opened with, as long as it holds."""
    key = request.session.get(OPENED)
    return contacts.proof_of(uuid.UUID(key)) if key else None


def _asked(request: HttpRequest, what: str) -> tuple[uuid.UUID | None, Contact | None]:
    """Return for what a code was sent, and where to, as long as it may work."""
    known = request.session.get(what)
    contact = contacts.asked_by(uuid.UUID(known)) if known else None
    return (uuid.UUID(known), contact) if known and contact else (None, None)
