"""What the page of an object shows of its past: the areas say here what their verbs and messages mean to a person.

An area registers, when the program starts, the sentences of its verbs and kinds of messages, and for each model with a
history who may see it and where its page is. `core.queries.history_of` then reads the trail and the messages.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from podworko.core.errors import Sentence
from podworko.core.models import AuditEvent, Message

# A sentence, or what makes one of the facts of an event.
Said = Sentence | Callable[[Mapping[str, object]], Sentence]


@dataclass(frozen=True)
class Subject:
    """A model whose objects have a page with their history: whose messages a user may handle, and where the page is."""

    visible_to: Callable[[object], QuerySet[Model]]
    address: Callable[[Model], str]


@dataclass(frozen=True)
class Event:
    """One line of the trail, as a page shows it."""

    at: str
    iso: str
    what: str
    who: str
    words: str


@dataclass(frozen=True)
class Told:
    """A message about the object, as staff see it."""

    pk: int
    what: str
    to: str
    channel: str
    channel_name: str
    state: str
    state_name: str
    at: str
    iso: str
    can_send_again: bool
    is_letter: bool
    can_be_ticked: bool


@dataclass(frozen=True)
class History:
    """What happened to an object, oldest first, and what was told about it, the newest first."""

    events: list[Event] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


_verbs: dict[str, Said] = {
    "core.letter_printed": _("A letter was printed"),
    "core.sent_again": _("A message that did not get through was sent again"),
}
_kinds: dict[str, Sentence] = {}
_subjects: dict[str, Subject] = {}


def register_verbs(sentences: Mapping[str, Said]) -> None:
    """Say what verbs of the audit trail mean: {"bookings.accepted": _("Accepted")}."""
    _verbs.update(sentences)


def register_kinds(sentences: Mapping[str, Sentence]) -> None:
    """Say in a few words what kinds of messages tell: {"bookings.decided": _("The decision")}."""
    _kinds.update(sentences)


def register_subject(label: str, subject: Subject) -> None:
    """Say who sees the objects of the model `label`, such as "bookings.bookingrequest", and where their page is."""
    _subjects[label] = subject


def sentence_of(event: AuditEvent) -> str:
    """Return what an event says to a person; its verb where nobody has registered a sentence."""
    said = _verbs.get(event.verb, event.verb)
    return str(said(event.facts) if callable(said) else said)


def words_of(message: Message) -> str:
    """Return what a message tells, in the language of the one who looks."""
    return str(_kinds.get(message.kind, "") or message.subject or message.kind)


def subject_or_404(message: Message, user: object) -> Model:
    """Return what `message` is about, when `user` may see it. Raises Http404."""
    subject = _subjects.get(message.subject_type)
    if subject is None:
        raise Http404
    return get_object_or_404(subject.visible_to(user), pk=message.subject_id)


def address_of(subject: Model) -> str:
    """Return where the page of `subject` is."""
    return _subjects[subject._meta.label_lower].address(subject)
