"""What came of a deed, as the tests of membership look at it."""

import re
from contextlib import contextmanager

import pytest
from django.db import transaction

from podworko.core.models import AuditEvent, Message
from podworko.membership.actions import declaring
from podworko.membership.drafts import MemberDraft
from podworko.membership.models import Membership


@contextmanager
def refused(kind, *codes):
    """Expect a refusal of that kind for these (field, code), after which nothing of the deed is left."""
    with pytest.raises(kind) as refusal, transaction.atomic():
        yield refusal
    assert [(problem.field, problem.code) for problem in refusal.value.problems] == [*codes]


def declared(centre, key="key", **draft):
    """Return the declaration of somebody who typed it in themselves, without the code yet."""
    usual = {"person": "Anna Nowak", "email": "anna@example.org", "birth_year": 1950}
    return declaring.declare(centre=centre, draft=MemberDraft(**usual | draft), submission_key=key)


def waiting(centre, key="key", **draft):
    """Return a declaration that waits for the place."""
    membership = declared(centre, key, **draft)
    return declaring.confirm(membership=membership, code=code_to(membership.email))


def code_to(email):
    """Return the newest code that was sent to an address."""
    message = Message.objects.filter(kind="people.code", to=email).latest("pk")
    return re.search(r"\b\d{6}\b", message.text)[0]


def told(membership):
    """Return the kinds of the messages that somebody was sent about their membership, oldest first."""
    found = Message.objects.about(membership).exclude(kind="membership.arrived").order_by("pk")
    return [kind.removeprefix("membership.") for kind in found.values_list("kind", flat=True)]


def verbs(membership):
    """Return what the trail says happened."""
    return [
        verb.removeprefix("membership.") for verb in AuditEvent.objects.about(membership).values_list("verb", flat=True)
    ]


def again(membership):
    """Return the membership as the database has it."""
    return Membership.objects.select_related("centre__network", "centre__operator", "centre__kind").get(
        pk=membership.pk
    )
