"""Signing in with a password, in our words; and guessing at it."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.urls import reverse

from podworko.core.models import AuditEvent, Message, RateCount
from podworko.people.models import User
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

SIGN_IN = "/account/login/"
NOON = dt.datetime(2026, 11, 24, 12, 1, tzinfo=dt.UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def basia():
    return make_user(email="basia@example.org", password=PASSWORD, language="uk")


WRONG = "a wrong password"


def sign_in(client, email, password=WRONG):
    return client.post(SIGN_IN, {"login": email, "password": password})


def test_staff_sign_in_with_their_address_whatever_its_capitals(client, basia):
    answer = sign_in(client, "Basia@Example.org", PASSWORD)
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(basia.pk)


def test_the_form_speaks_as_the_rest_does(client):
    page = client.get(SIGN_IN, headers={"Accept-Language": "pl"}).content.decode()
    assert "Nowe hasło" in page
    assert reverse("account_reset_password") in page
    assert "Zapomniał" not in page


def test_an_address_that_nobody_has_is_answered_like_a_wrong_password(client, basia, monkeypatch):
    make_user(email="nopassword@example.org")
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: hashed.append(1) or encode(*given))
    answers = set()
    for email in ("basia@example.org", "nobody@example.org", "nopassword@example.org"):
        hashed.clear()
        answer = sign_in(client, email)
        text = answer.content.decode().replace(email, "…").partition("<main")[2]
        token = answer.context["csrf_token"]
        answers.add((answer.status_code, len(hashed), text.replace(str(token), "…")))
    assert len(answers) == 1, "the answers tell the addresses apart"
    assert answers.pop()[1] == 1, "each takes one hash"


def test_guessing_at_an_account_is_stopped_for_a_while_and_whether_it_exists_is_not_told(client, basia, clock):
    for email in ("basia@example.org", "nobody@example.org"):
        told = [sign_in(client, email).status_code for _guess in range(11)]
        assert told == [200] * 10 + [429]
    # The right password, too, comes too late; it does not a quarter of an hour later.
    assert sign_in(client, "BASIA@example.org", PASSWORD).status_code == 429
    clock.shift(dt.timedelta(minutes=15))
    assert sign_in(client, "basia@example.org", PASSWORD).status_code == 302


def test_guessing_at_many_accounts_from_one_address_is_stopped(client, clock):
    told = [sign_in(client, f"person{number}@example.org").status_code for number in range(61)]
    assert told == [200] * 60 + [429]


def test_the_right_password_is_no_guess_and_leaves_no_count(client, basia, clock):
    for _day in range(12):
        assert sign_in(client, "basia@example.org", PASSWORD).status_code == 302
        client.post("/account/logout/")
    assert not RateCount.objects.exists()


def test_counts_name_nobody(client, clock):
    sign_in(client, "nobody@example.org")
    assert not RateCount.objects.filter(key__contains="nobody").exists()


def test_a_link_to_a_new_password_comes_through_the_queue_in_the_users_language(client, basia, settings):
    answer = client.post("/account/password/reset/", {"email": "Basia@example.org"}, headers={"Host": "localhost"})
    assert answer.status_code == 302
    message = Message.objects.get()
    assert (message.kind, message.to, message.language) == ("people.new_password", "basia@example.org", "uk")
    link = next(word for word in message.text.split() if word.startswith(f"{settings.SITE_URL}/account/"))
    page = client.get(link.removeprefix(settings.SITE_URL), follow=True)
    new = {"password1": "a longer way round the yard", "password2": "a longer way round the yard"}
    assert client.post(page.redirect_chain[-1][0], new).status_code == 302
    assert sign_in(client, "basia@example.org", new["password1"]).status_code == 302
    assert Message.objects.filter(kind="people.account_changed", to="basia@example.org", language="uk").count() == 1
    assert AuditEvent.objects.filter(verb="people.password_changed").count() == 1
    # The link is used up.
    client.logout()
    again = client.get(link.removeprefix(settings.SITE_URL), follow=True)
    assert not again.redirect_chain
    assert "password1" not in again.content.decode()


def test_asking_for_a_new_password_does_not_tell_whether_there_is_an_account(client, basia):
    addresses = ("basia@example.org", "no@one.pl")
    answers = [client.post("/account/password/reset/", {"email": email}) for email in addresses]
    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1
    # Both get a letter, which also takes as long to write.
    assert [*Message.objects.order_by("pk").values_list("kind", "to")] == [
        ("people.new_password", "basia@example.org"),
        ("people.no_account", "no@one.pl"),
    ]


def test_letters_to_one_address_are_few(client, clock):
    told = [client.post("/account/password/reset/", {"email": "no@one.pl"}).status_code for _letter in range(6)]
    assert told == [302] * 5 + [429]
    assert Message.objects.count() == 5


def test_the_old_password_is_not_guessed_at_an_open_desk(client, basia, clock):
    client.force_login(basia)
    new = {"password1": "a longer way round the yard", "password2": "a longer way round the yard"}
    told = [
        client.post("/account/password/change/", {"oldpassword": "wrong", **new}).status_code for _guess in range(11)
    ]
    assert told == [200] * 10 + [429]


def test_whose_account_is_closed_is_told_so_when_they_know_the_password(client, basia):
    User.objects.update(is_active=False)
    assert sign_in(client, basia.email, PASSWORD)["Location"] == "/account/inactive/"
    assert sign_in(client, basia.email).status_code == 200


def test_people_change_what_they_are_called_and_their_language(client, basia):
    client.force_login(basia)
    answer = client.post("/account/", {"name": "Barbara Zielińska", "language": "en"})
    assert answer.status_code == 302
    assert answer.cookies["django_language"].value == "en"
    basia.refresh_from_db()
    assert (basia.name, basia.language) == ("Barbara Zielińska", "en")
    for name, language in (("", "en"), ("x" * 121, "en"), ("Barbara", "xx")):
        assert client.post("/account/", {"name": name, "language": language}).status_code == 422
    basia.refresh_from_db()
    assert basia.language == "en"
