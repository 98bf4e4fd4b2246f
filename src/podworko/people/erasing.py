"""Erasing what is held about a contact, over all areas; what statistics need stays without the person."""

from functools import partial

import structlog
from django.db import transaction
from django.db.models import Q

from podworko.core import audit, holdings, traces
from podworko.core.holdings import Contact
from podworko.core.transactions import action
from podworko.people.models import ContactCode, ContactProof, Erasure

log = structlog.get_logger()


def erase(*, contact: Contact, by: audit.Actor) -> Erasure:
    """Erase what is held about `contact`: all of it, or, when something fails, nothing.

    What waits is withdrawn and what is to come called off, so that the places know. What stays is a line that an
    erasure took place. How often codes were asked for and guessed at goes on counting for its day, under a name that
    only our key makes: an erasure must not be the way to more tries.
    """
    done = _erase(contact=contact, by=by)
    traces.wipe()
    return done


@action
def _erase(*, contact: Contact, by: audit.Actor) -> Erasure:
    counts = {holding.code: holding.erase(contact) for holding in holdings.holdings()}
    counts["people.codes"] = _forget_proofs(contact)
    counts["core.traces"] = traces.sweep(contact)
    done = Erasure.objects.create(by_kind=by.kind, print_of_contact=contact.mark(), counts=counts)
    audit.record("people.erased", done, by=by, counts=counts)
    transaction.on_commit(partial(traces.forget_files_naming, contact))
    log.info("erased", erasure=done.pk)
    return done


def erasures_of(contact: Contact) -> list[Erasure]:
    """Return the erasures that there were for `contact`: only who knows the contact can ask."""
    return list(Erasure.objects.filter(print_of_contact=contact.mark()))


def _forget_proofs(contact: Contact) -> int:
    found = Q(email__iexact=contact.email) if contact.email else Q(phone=contact.phone)
    return ContactCode.objects.filter(found).delete()[0] + ContactProof.objects.filter(found).delete()[0]
