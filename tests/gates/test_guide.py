"""Gate 9, the users' guide: it says what the pages say, its scripts do what they promise, its pictures are there."""

import datetime as dt
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.contrib.auth.models import AnonymousUser
from django.test import Client

import podworko
from podworko.bookings.models import Occupancy
from podworko.bookings.terms import terms_of
from podworko.people.models import User
from podworko.places import hours
from podworko.places.models import Centre
from podworko.portal.demo.sign_ins import MEMBERS, PASSWORD
from tests.second_factor import app_of

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parent.parent.parent
GUIDE = sorted((ROOT / "docs" / "guide").glob("*.md"))
README = ROOT / "README.md"
QUOTED = re.compile(r"\*\*„([^”]+)”\*\*")
PICTURE = re.compile(r"<img ([^>]*)>")
# What explains the marking itself.
EXAMPLES = {"cudzysłowie"}


def said_in_polish() -> set[str]:
    """Return all that the pages say in Polish, each plural form too."""
    with (Path(podworko.__file__).parent / "locale" / "pl" / "LC_MESSAGES" / "django.po").open("rb") as file:
        strings = [message.string for message in read_po(file, locale="pl") if message.id]
    return {form for string in strings for form in ([string] if isinstance(string, str) else string)}


def unknown_words(text: str) -> list[str]:
    """Return what `text` quotes in bold though no page says it."""
    quoted = [" ".join(words.split()) for words in QUOTED.findall(text)]
    return [words for words in quoted if words not in said_in_polish() | EXAMPLES]


def missing_pictures(document: Path, text: str) -> list[str]:
    """Return the pictures of `text` that are not there, or that say nothing to those who cannot see them."""
    pictures = [dict(re.findall(r'(\w+)="([^"]*)"', attributes)) for attributes in PICTURE.findall(text)]
    return [each["src"] for each in pictures if not each.get("alt") or not (document.parent / each["src"]).exists()]


def scripts() -> list[str]:
    text = (ROOT / "docs" / "guide" / "administrator.md").read_text()
    return re.findall(r"^```python\n(.+?)^```", text, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.stem)
def test_the_guide_quotes_what_the_pages_say(page):
    assert unknown_words(page.read_text()) == []


def test_words_that_no_page_says_are_seen():
    text = "Naciśnij **„Pożycz salę”**, potem **„Zarezerwuj pomieszczenie”**."
    assert unknown_words(text) == ["Zarezerwuj pomieszczenie"]


@pytest.mark.parametrize("document", [README, *GUIDE], ids=lambda document: document.stem)
def test_pictures_are_there(document):
    assert missing_pictures(document, document.read_text()) == []


def test_a_missing_picture_is_seen():
    text = '<img src="LICENSE" alt="Licencja"> <img src="LICENSE" width="9"> <img src="nigdzie.png" alt="Nic">'
    assert missing_pictures(README, text) == ["LICENSE", "nigdzie.png"]


def test_the_scripts_of_the_administrator_make_a_town_that_works(db):
    first, later = scripts()

    exec(first, {})  # noqa: S102 - as `podworko manage shell` does it

    place = Centre.objects.get()
    host = User.objects.get(email="gospodarz@example.org")
    assert Client().get(place.get_absolute_url()).status_code == 200
    app_of(host).save()  # which the host does at the first sign-in
    assert host.has_perm("bookings.decide", place)
    assert not AnonymousUser().has_perm("bookings.decide", place)

    exec(later, {})  # noqa: S102

    assert not hours.day(place, dt.date(2027, 5, 4)).open
    assert Occupancy.objects.get().note == "Malowanie"
    assert terms_of(place).notice_working_days == 5
    assert not User.objects.get(pk=host.pk).has_perm("bookings.decide", place)


def test_the_readme_names_people_of_the_demo():
    text = README.read_text()
    assert PASSWORD in text
    assert set(re.findall(r"`(\S+@example\.org)`", text)) <= {member.email for member in MEMBERS}
