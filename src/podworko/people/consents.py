"""What people agree to: texts in versions, given, withdrawn.

An area registers the words of each purpose when the program starts. They are published as a version when somebody first
agrees to them, so that a change of words needs no migration: the next consent is to the new version, the earlier ones
stay with the words that were read. A town that publishes words of its own keeps them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from podworko.core import audit, clock
from podworko.core.errors import Refused, Sentence
from podworko.core.holdings import Contact
from podworko.core.transactions import action
from podworko.people.models import Consent, ConsentText, EntryChannel


@dataclass(frozen=True)
class Purpose:
    """What a consent is for: a stable code, what a list calls it, and the words in each language."""

    code: str
    title: Sentence
    words: Mapping[str, str]


_purposes: dict[str, Purpose] = {}


def register(purpose: Purpose) -> Purpose:
    """Put `purpose` among those that people can agree to."""
    _purposes[purpose.code] = purpose
    return purpose


# The law asks no consent of somebody who borrows a room (RODO, art. 6(1)(b)); that staff type for them, they agree to.
ASSISTED = register(
    Purpose(
        "people.assisted",
        gettext_lazy("Staff may type my form in for me"),
        {
            "pl": "Zgadzam się, żeby osoba na dyżurze wpisała moje zgłoszenie do Podwórka za mnie. Mogę to w każdej "
            "chwili odwołać.",
            "uk": "Я погоджуюся, щоб людина на чергуванні внесла мою заявку до «Podwórko» замість мене. Я можу "
            "будь-коли це відкликати.",
            "en": "I agree that the person on duty types my request into Podwórko for me. I can withdraw this at any "
            "time.",
        },
    )
)


def title_of(purpose: str) -> str:
    """Return what a list calls a purpose; its code where no area knows it any more."""
    return str(_purposes[purpose].title) if purpose in _purposes else purpose


def words_of(text: ConsentText) -> str:
    """Return the words in the reader's language, else in Polish."""
    return _in_language(text.words)


def read_aloud(purpose: str) -> str:
    """Return the words that somebody who agrees now agrees to, in the reader's language, else in Polish."""
    return _in_language(current(purpose))


def _in_language(words: Mapping[str, str]) -> str:
    return words.get((get_language() or "")[:2]) or words.get("pl") or next(iter(words.values()), "")


def current(purpose: str) -> Mapping[str, str]:
    """Return the words that somebody who agrees now agrees to, to be shown or read aloud."""
    newest = ConsentText.objects.filter(purpose=purpose).first()
    if newest is None or not newest.is_own:
        return _purposes[purpose].words
    words: Mapping[str, str] = newest.words
    return words


@action
def publish(*, purpose: str, words: Mapping[str, str], by: audit.Actor) -> ConsentText:
    """Publish the town's own words for `purpose` as its next version, for those who agree from now on.

    Raises Refused when a language is missing.
    """
    if missing := [code for code, _name in settings.LANGUAGES if not words.get(code, "").strip()]:
        sentence = _("Write the words in each language. Missing: %(languages)s.") % {"languages": ", ".join(missing)}
        raise Refused.because("language-missing", sentence, field=missing[0])
    text = _next_version(purpose, words, is_own=True)
    audit.record("people.consent_text_published", text, by=by, purpose=purpose, version=text.version)
    return text


@action
def give(*, purpose: str, email: str = "", phone: str = "", channel: EntryChannel, by: audit.Actor) -> Consent:
    """Write down that whoever has this e-mail or telephone agrees to the current words of `purpose`.

    `by` is the resident, or the staff who typed what was said or signed. Consent that holds already, to the same words,
    is returned as it is.
    """
    text = _current_text(purpose)
    held = Consent.objects.filter(text=text, email=email.lower(), phone=phone, withdrawn_at__isnull=True).first()
    if held:
        return held
    consent = Consent.objects.create(
        text=text,
        email=email.lower(),
        phone=phone,
        channel=channel,
        entered_by_id=by.user.pk if by.is_staff and by.user else None,
    )
    audit.record("people.consent_given", consent, by=by, on_behalf=by.is_staff, purpose=purpose, version=text.version)
    return consent


@action
def withdraw(*, consent: Consent, by: audit.Actor) -> Consent:
    """Write down that the person does not agree any more. Withdrawing twice changes nothing."""
    consent = Consent.objects.select_for_update(of=("self",)).select_related("text").get(pk=consent.pk)
    if consent.withdrawn_at is None:
        consent.withdrawn_at = clock.now()
        consent.save(update_fields=["withdrawn_at"])
        audit.record("people.consent_withdrawn", consent, by=by, purpose=consent.text.purpose)
    return consent


def consents_of(contact: Contact) -> QuerySet[Consent]:
    """Return the consents of a contact, the newest first."""
    found = Consent.objects.select_related("text").order_by("-given_at", "-pk")
    if contact.email:
        return found.alias(small=Lower("email")).filter(small=contact.email)
    return found.filter(phone=contact.phone)


def forget(consents: Iterable[int]) -> int:
    """Delete consents for good; return how many there were."""
    return Consent.objects.filter(pk__in=list(consents)).delete()[1].get("people.Consent", 0)


def _current_text(purpose: str) -> ConsentText:
    """Return the newest version, made now where the registered words are not published yet."""
    newest = ConsentText.objects.filter(purpose=purpose).first()
    words = dict(_purposes[purpose].words)
    if newest and (newest.is_own or newest.words == words):
        return newest
    return _next_version(purpose, words)


def _next_version(purpose: str, words: Mapping[str, str], *, is_own: bool = False) -> ConsentText:
    while True:
        newest = ConsentText.objects.filter(purpose=purpose).first()
        version = newest.version + 1 if newest else 1
        try:
            with transaction.atomic():
                return ConsentText.objects.create(purpose=purpose, version=version, words=dict(words), is_own=is_own)
        except IntegrityError:
            # Somebody else publishes at this moment: their version is there now, and if it says the same it will do.
            newest = ConsentText.objects.filter(purpose=purpose).first()
            if newest and newest.words == words and newest.is_own == is_own:
                return newest
