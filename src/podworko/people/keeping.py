"""How long people's own records are kept, and what of them is held about a contact: accounts, consents, entries."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from podworko.core import clock, holdings, retention
from podworko.core.holdings import Contact, Field, Record
from podworko.people import consents
from podworko.people.actions.codes import old_codes
from podworko.people.models import (
    AnswerBy,
    AssistedEntry,
    Consent,
    ContactProof,
    EntryChannel,
    Erasure,
    Grant,
    Invitation,
    Role,
    User,
)

# A claim falls under the statute of limitations after three years at the earliest (Kodeks cywilny, art. 118), and that
# somebody had agreed must be shown until then (RODO, art. 7(1)).
PROOF_NEEDED = dt.timedelta(days=3 * 366)
INVITATIONS_KEPT = dt.timedelta(days=30)


def register() -> None:
    """Register the rules and the holdings of people."""
    retention.deleting("people.codes", _("Codes that nobody used are deleted a day after they ended."), old_codes)
    retention.deleting("people.proofs", _("What a code opened is closed after half an hour, and deleted."), _old_proofs)
    retention.deleting(
        "people.invitations",
        _("Invitations are deleted 30 days after they were accepted, withdrawn, or ran out."),
        _old_invitations,
    )
    retention.deleting(
        "people.consents",
        _("Consents are deleted three years after they were withdrawn; until then they may have to be proved."),
        _old_consents,
    )
    retention.deleting(
        "people.erasures",
        _("That an erasure took place is forgotten after three years."),
        lambda: Erasure.objects.filter(at__lt=clock.now() - PROOF_NEEDED),
    )
    _register_holdings()


def _register_holdings() -> None:
    name, role = Field("name", _("First and last name")), Field("role", _("Role"), words=Role)
    holdings.register(
        holdings.Holding(
            "people.account",
            _("Account"),
            fields=(
                Field("email", _("E-mail")),
                name,
                Field("language", _("Language")),
                Field("date_joined", _("Since")),
                Field("last_login", _("Signed in last")),
                Field("roles", _("Roles"), fields=(role, Field("on", _("On")), Field("since", _("From")))),
            ),
            records=_accounts,
            erase=lambda _contact: 0,
            stays=_("An account with which you run a place stays. Ask whoever gave it to you to close it."),
        )
    )
    holdings.register(
        holdings.Holding(
            "people.invitations",
            _("Invitations"),
            fields=(name, role, Field("on", _("On")), Field("created_at", _("Written"))),
            records=_invitations,
            erase=lambda contact: _invitations_to(contact).delete()[0],
        )
    )
    holdings.register(
        holdings.Holding(
            "people.consents",
            _("Consents"),
            fields=(
                Field("title", _("What for")),
                Field("words", _("Words")),
                Field("version", _("Version")),
                Field("channel", _("How"), words=EntryChannel),
                Field("given_at", _("Given")),
                Field("withdrawn_at", _("Withdrawn")),
            ),
            records=_consents,
            erase=lambda contact: consents.forget(consents.consents_of(contact).values_list("pk", flat=True)),
        )
    )
    holdings.register(
        holdings.Holding(
            "people.assisted",
            _("What staff typed in for you"),
            fields=(
                Field("at", _("When")),
                Field("channel", _("How"), words=EntryChannel),
                Field("entered_by", _("Who typed")),
                Field("answer_by", _("Answered"), words=AnswerBy),
                Field("why", _("Why")),
            ),
            records=_assisted,
            erase=lambda contact: _assisted_for(contact).update(why=""),
            stays=_("That staff typed something in, when and how, without the person and without why."),
        )
    )


def take_out(subject_type: str, ids: Iterable[int]) -> None:
    """Take the person out of what staff entered: why, and the consent, unless something else stands on it."""
    entries = AssistedEntry.objects.filter(subject_type=subject_type, subject_id__in=[str(each) for each in ids])
    given = set(entries.filter(consent__isnull=False).values_list("consent_id", flat=True))
    entries.update(why="", consent=None)
    consents.forget(given - set(AssistedEntry.objects.filter(consent__in=given).values_list("consent_id", flat=True)))


def _old_proofs() -> QuerySet[ContactProof]:
    return ContactProof.objects.filter(expires_at__lt=clock.now())


def _old_invitations() -> QuerySet[Invitation]:
    border = clock.now() - INVITATIONS_KEPT
    return Invitation.objects.filter(
        Q(accepted_at__lt=border) | Q(withdrawn_at__lt=border) | Q(accepted_at__isnull=True, expires_at__lt=border)
    )


def _old_consents() -> QuerySet[Consent]:
    used = AssistedEntry.objects.filter(consent=OuterRef("pk"))
    return Consent.objects.filter(~Exists(used), withdrawn_at__lt=clock.now() - PROOF_NEEDED)


def _accounts(contact: Contact) -> Iterator[Record]:
    for user in User.objects.filter(email__iexact=contact.email) if contact.email else ():
        names = ("email", "name", "language", "date_joined", "last_login")
        grants = Grant.objects.filter(user=user).select_related("scope").order_by("since")
        roles = [{"role": each.role, "on": str(each.scope), "since": each.since} for each in grants]
        yield {name: getattr(user, name) for name in names} | {"roles": roles}


def _invitations_to(contact: Contact) -> QuerySet[Invitation]:
    return Invitation.objects.filter(email__iexact=contact.email) if contact.email else Invitation.objects.none()


def _invitations(contact: Contact) -> Iterator[Record]:
    for invitation in _invitations_to(contact).select_related("scope").order_by("pk"):
        names = ("email", "name", "language", "role", "created_at", "accepted_at", "withdrawn_at")
        yield {name: getattr(invitation, name) for name in names} | {"on": str(invitation.scope or "")}


def _consents(contact: Contact) -> Iterator[Record]:
    for consent in consents.consents_of(contact):
        names = ("email", "phone", "channel", "given_at", "withdrawn_at")
        purpose = consent.text.purpose
        yield {
            "purpose": purpose,
            "title": consents.title_of(purpose),
            "words": consents.words_of(consent.text),
            "version": consent.text.version,
        } | {name: getattr(consent, name) for name in names}


def _assisted_for(contact: Contact) -> QuerySet[AssistedEntry]:
    found = consents.consents_of(contact).order_by()
    return AssistedEntry.objects.filter(consent__in=found.values("pk"))


def _assisted(contact: Contact) -> Iterator[Record]:
    for entry in _assisted_for(contact).select_related("entered_by").order_by("-pk"):
        names = ("subject_type", "at", "channel", "answer_by", "why")
        yield {name: getattr(entry, name) for name in names} | {"entered_by": str(entry.entered_by or "")}
