"""Tokens: made for a program, shown once, taken back."""

import datetime as dt
import re

import pytest

from podworko.core import audit, clock
from podworko.core.errors import Refused
from podworko.core.models import AuditEvent
from podworko.people import actions, queries
from podworko.people.models import ApiToken
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAGE = "/account/tokens/"


@pytest.fixture
def owner(client):
    user = make_user(name="Halina", password=PASSWORD)
    client.force_login(user, BACKEND)
    return user


def test_it_is_shown_once_and_acts_for_its_owner_until_it_is_revoked(owner, client):
    page = client.post(PAGE, {"name": "Kalendarz biblioteki"}).content.decode()
    token = re.search(r"pdw_[\w-]{43}", page)[0]
    assert queries.user_of_token(token) == owner
    again = client.get(PAGE).content.decode()
    assert "Kalendarz biblioteki" in again
    assert token not in again
    entry = ApiToken.objects.get()
    assert token not in str(ApiToken.objects.values_list())
    for _click in range(2):
        client.post(f"{PAGE}{entry.pk}/revoke/")
        assert queries.user_of_token(token) is None
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", "actor")
    assert [*verbs] == [("people.token_issued", owner.pk), ("people.token_revoked", owner.pk)]


def test_somebody_elses_token_does_not_exist(owner, client):
    theirs = ApiToken.objects.create(user=make_user(), token_hash="x", name="Cudzy klucz")
    assert "Cudzy klucz" not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{theirs.pk}/revoke/").status_code == 404
    assert ApiToken.objects.filter(pk=theirs.pk).exists()


def test_of_one_that_was_made_with_a_password_alone_it_is_said_what_it_lacks(owner, client):
    client.post(PAGE, {"name": "Stary klucz"}, headers={"accept-language": "en"})
    said = "Made when you had no second factor"
    assert said in client.get(PAGE, headers={"accept-language": "en"}).content.decode()
    ApiToken.objects.update(made_with=ApiToken.MadeWith.SECOND_FACTOR)
    assert said not in client.get(PAGE, headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "Kalendarz"])
def test_a_name_is_needed_short_and_its_own(owner, client, name):
    actions.issue_token(email=owner.email, name="Kalendarz", by=audit.staff(owner))
    answer = client.post(PAGE, {"name": name})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["name"]
    with pytest.raises(Refused):
        actions.issue_token(email=owner.email, name=name, by=audit.staff(owner))
    assert ApiToken.objects.count() == 1


def test_twenty_are_enough(owner):
    for number in range(20):
        actions.issue_token(email=owner.email, name=f"Program {number}", by=audit.staff(owner))
    with pytest.raises(Refused, match="too-many-tokens"):
        actions.issue_token(email=owner.email, name="Jeszcze jeden", by=audit.staff(owner))


def test_whoever_signed_in_long_ago_shows_again_who_they_are(owner, client):
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = (clock.now() - dt.timedelta(hours=1)).timestamp()
    session.save()
    assert client.get(PAGE)["Location"].startswith("/account/reauthenticate/")
    assert client.post(PAGE, {"name": "Program"}).status_code == 302
    assert not ApiToken.objects.exists()
