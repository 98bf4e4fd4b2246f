"""Consents: the words that were agreed to, since when, and since when not any more."""

import pytest

from podworko.core import audit
from podworko.core.errors import Refused
from podworko.core.holdings import Contact
from podworko.core.models import AuditEvent
from podworko.people import consents
from podworko.people.models import Consent, ConsentText, EntryChannel
from tests.factories import Role, make_centre, make_staff

pytestmark = pytest.mark.django_db
WORDS = {"pl": "Zgadzam się na zdjęcie.", "uk": "Погоджуюся на фото.", "en": "I agree to a photograph."}
PHOTO = "test.photo"


@pytest.fixture(autouse=True)
def _purpose(monkeypatch):
    monkeypatch.setitem(consents._purposes, PHOTO, consents.Purpose(PHOTO, "Photograph", WORDS))


def give(**fields):
    return consents.give(
        purpose=PHOTO, channel=EntryChannel.WEB, by=audit.RESIDENT, **{"email": "Anna@Example.org"} | fields
    )


def test_whoever_agrees_agrees_to_the_words_of_that_day(monkeypatch):
    first = give()
    assert (first.text.version, first.text.words, first.email) == (1, WORDS, "anna@example.org")
    newer = WORDS | {"en": "I agree to photographs and films."}
    monkeypatch.setitem(consents._purposes, PHOTO, consents.Purpose(PHOTO, "Photograph", newer))
    second = give()
    assert (second.text.version, second.text.words) == (2, newer)
    assert Consent.objects.get(pk=first.pk).text.words == WORDS


def test_agreeing_twice_to_the_same_words_is_one_consent():
    assert give().pk == give().pk
    assert give(email="", phone="+48501234567").pk != give().pk
    assert ConsentText.objects.count() == 1


def test_withdrawing_counts_once_and_a_new_consent_is_a_new_one():
    consent = give()
    gone = consents.withdraw(consent=consent, by=audit.RESIDENT)
    again = consents.withdraw(consent=consent, by=audit.RESIDENT)
    assert gone.withdrawn_at == again.withdrawn_at is not None
    assert give().pk != consent.pk
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        "people.consent_given",
        "people.consent_withdrawn",
        "people.consent_given",
    ]


def test_the_trail_does_not_name_the_person():
    give(email="marker@example.org")
    event = AuditEvent.objects.get()
    assert event.facts == {"purpose": PHOTO, "version": 1}
    assert "marker" not in event.why


def test_what_staff_wrote_down_for_somebody_names_the_staff():
    host = make_staff(Role.HOST, make_centre())
    consent = consents.give(purpose=PHOTO, phone="+48501234567", channel=EntryChannel.PHONE, by=audit.staff(host))
    assert (consent.entered_by, consent.channel) == (host, "phone")
    assert AuditEvent.objects.get().on_behalf


def test_a_town_may_use_its_own_words_in_every_language():
    with pytest.raises(Refused) as refused:
        consents.publish(purpose=PHOTO, words={"pl": "Tak.", "uk": " "}, by=audit.SYSTEM)
    assert refused.value.problems[0].code == "language-missing"
    own = {"pl": "Tak.", "uk": "Так.", "en": "Yes."}
    give()
    consents.publish(purpose=PHOTO, words=own, by=audit.SYSTEM)
    assert consents.current(PHOTO) == own
    assert (give().text.version, give().text.words) == (2, own)


def test_they_are_found_by_the_contact_alone():
    mine = give()
    give(email="jan@example.org")
    assert list(consents.consents_of(Contact(email="anna@example.org"))) == [mine]
    assert not consents.consents_of(Contact(phone="+48501234567"))
