"""Assisted entry: staff fill in a resident's form for them. One mechanism for every form.

The form takes `assisted_forms.AssistedFields` in, the action that it leads to calls `record`, and whoever writes to the
person afterwards asks `reach_of` how.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from podworko.core import audit, sms
from podworko.core.errors import Problem, Refused
from podworko.core.models import Message
from podworko.core.transactions import action
from podworko.people import consents
from podworko.people.models import AnswerBy, AssistedEntry, EntryChannel

PURPOSE = consents.ASSISTED.code
LONGEST_WHY = 200


@dataclass(frozen=True)
class Assistance:
    """How somebody's words came to the staff who type them, that they agreed to it, and how they want to be answered.

    With no `answer_by` they are answered by e-mail where they have one, else by text message, else by a call.
    """

    channel: EntryChannel
    has_agreed: bool
    answer_by: AnswerBy | None = None
    why: str = ""

    def answered_by(self, *, email: str, phone: str) -> AnswerBy:
        """Return how the person is answered."""
        if self.answer_by:
            return self.answer_by
        if email:
            return AnswerBy.EMAIL
        return AnswerBy.SMS if phone and not _about_sms(phone) else AnswerBy.NONE


@dataclass(frozen=True)
class Reach:
    """Where news for a person goes: the channel, and the address, number or name there."""

    channel: Message.Channel
    to: str


def problems(assistance: Assistance, *, email: str, phone: str) -> list[Problem]:
    """Return what is wrong with an assisted entry for somebody with this contact, each beside its field."""
    found = []
    if not assistance.has_agreed:
        sentence = _("Read the sentence aloud, and tick this when the person agrees.")
        found.append(Problem("has_agreed", "not-agreed", sentence))
    if len(assistance.why) > LONGEST_WHY:
        sentence = _("Please write it in fewer words: at most %(count)s letters.") % {"count": LONGEST_WHY}
        found.append(Problem("why", "too-long", sentence))
    if assistance.answer_by == AnswerBy.EMAIL and not email:
        found.append(Problem("email", "email-needed", _("Write their e-mail address, or choose another answer.")))
    if assistance.answer_by == AnswerBy.SMS:
        found += _about_sms(phone)
    return found


def _about_sms(phone: str) -> Iterable[Problem]:
    if not phone:
        return (Problem("phone", "phone-needed", _("Write their mobile number, or choose another answer.")),)
    try:
        sms.checked(phone)
    except Refused as refusal:
        return refusal.problems
    return ()


@action
def record(
    *, subject: Model, assistance: Assistance, by: audit.Actor, email: str = "", phone: str = ""
) -> AssistedEntry:
    """Write down that `by` filled in `subject` for the person with this contact, who agreed to it; return the entry.

    Raises Refused where the person has not agreed, or cannot be answered as they want.
    """
    if found := problems(assistance, email=email, phone=phone):
        raise Refused(*found)
    consent = (
        consents.give(purpose=PURPOSE, email=email, phone=phone, channel=assistance.channel, by=by)
        if email or phone
        else None
    )
    entry = AssistedEntry.objects.create(
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        channel=assistance.channel,
        entered_by_id=by.user.pk if by.user else None,
        answer_by=assistance.answered_by(email=email, phone=phone),
        why=assistance.why.strip(),
        consent=consent,
    )
    audit.record(
        "people.assisted",
        subject,
        by=by,
        why=entry.why,
        on_behalf=True,
        channel=str(entry.channel),
        answer_by=str(entry.answer_by),
        consent=consent.pk if consent else None,
    )
    return entry


def entry_of(subject: Model) -> AssistedEntry | None:
    """Return how `subject` was entered by staff; None when the person typed it."""
    found = AssistedEntry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return found.select_related("entered_by").first()


def by_email(email: str) -> Reach | None:
    """Return how whoever typed it themselves is told; None where there is no address."""
    return Reach(Message.Channel.EMAIL, email) if email else None


def reach_of(subject: Model, *, person: str, email: str, phone: str) -> Reach | None:
    """Return how the person behind `subject` is told of news; None where staff tell them.

    Whoever typed it themselves is written to by e-mail; for the others it is what they chose then, as far as it goes.
    """
    entry = entry_of(subject)
    answer_by = AnswerBy(entry.answer_by) if entry else AnswerBy.EMAIL
    ways = {
        AnswerBy.EMAIL: Reach(Message.Channel.EMAIL, email),
        AnswerBy.SMS: Reach(Message.Channel.SMS, phone),
        AnswerBy.LETTER: Reach(Message.Channel.LETTER, person),
    }
    way = ways.get(answer_by)
    return way if way and way.to else None


def said(facts: Mapping[str, object]) -> str:
    """Return what the trail says of an assisted entry."""
    channel = str(facts.get("channel", ""))
    how = EntryChannel(channel).label if channel in EntryChannel.values else channel
    return _("Written down for the person, who agreed to it (%(how)s)") % {"how": how}
