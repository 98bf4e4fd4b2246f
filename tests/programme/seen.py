"""What came of a deed, as the tests of the programme look at it."""

from contextlib import contextmanager

import pytest
from django.db import transaction

from podworko.core.models import Message
from podworko.programme.models import Enrolment


@contextmanager
def refused(kind):
    """Expect a refusal of that kind, after which nothing of the deed is left, as outside of a test."""
    with pytest.raises(kind) as refusal, transaction.atomic():
        yield refusal


def line(intake):
    """Return who stands where: (first letters, state) in order of arrival."""
    found = Enrolment.objects.filter(intake=intake).order_by("arrival")
    return [(each.person, str(each.state)) for each in found]


def told(person):
    """Return the kinds of the messages that somebody with this address was sent."""
    return [
        kind.removeprefix("programme.")
        for kind in Message.objects.order_by("pk").filter(to=person).values_list("kind", flat=True)
    ]
