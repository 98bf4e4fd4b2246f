"""What came of ratings, as their tests look at it."""

import re

from podworko.core.models import Message
from podworko.evaluation.models import Tally, Way


def counts(session, way=None):
    """Return how often each face was pressed, the worst first."""
    found = Tally.objects.filter(session=session, way__in=[way] if way else Way.values)
    return tuple(sum(each.count for each in found if each.face == face) for face in range(1, 6))


def asked():
    """Return the messages that ask how it was, by address."""
    return {each.to: each for each in Message.objects.filter(kind="evaluation.how_was_it")}


def link_in(message):
    """Return the path behind a message, without what stands after the "#"."""
    return re.search(r"https?://[^/]+(/rate/[^\s#]+)", message.text)[1]
