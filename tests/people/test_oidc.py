"""The city's own sign-in, against a real OpenID Connect server in a process of its own."""

import json
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from podworko.core.models import Message
from podworko.people.models import Role, User
from tests.factories import PASSWORD, grant, make_centre, make_user
from tests.second_factor import next_code
from tests.server import free_port, until

pytestmark = pytest.mark.django_db

START, BACK = "/account/city/", "/account/city/back/"
CITY = {"client_id": "podworko", "client_secret": "hush", "name": "Urząd Miasta", "is_second_factor": False}


@pytest.fixture(scope="module")
def provider():
    """The address of the server; whoever is sent there says who they are by their name."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:

        def is_well():
            try:
                return httpx.get(f"{url}/.well-known/openid-configuration").is_success
            except httpx.TransportError:
                return False

        try:
            until(is_well, "the provider does not answer")
            yield url
        finally:
            process.terminate()


@pytest.fixture
def city(provider, settings):
    settings.OIDC = CITY | {"url": provider}
    settings.SITE_URL = "http://testserver"
    return provider


def knows(city, sub, **claims):
    """Let the provider know somebody."""
    httpx.put(f"{city}/users/{sub}", content=json.dumps(claims), headers={"Content-Type": "application/json"})


def goes_there(client, sub, start=START):
    """Begin here, say there who one is; return the address that the provider sends the browser back to."""
    asked = client.get(start)
    assert asked.status_code == 302
    return httpx.post(asked["Location"], data={"sub": sub}).headers["Location"].removeprefix("http://testserver")


def signs_in(client, sub, start=START):
    return client.get(goes_there(client, sub, start))


def signed_in(client):
    return client.session.get("_auth_user_id")


@pytest.fixture
def host():
    user = make_user(email="halina@example.org", password=PASSWORD, language="uk")
    grant(user, Role.HOST, make_centre())
    return user


def test_what_travels_to_the_provider(client, city):
    asked = urlsplit(client.get(START)["Location"])
    query = {name: values[0] for name, values in parse_qs(asked.query).items()}
    assert f"{asked.scheme}://{asked.netloc}" == city
    assert query["client_id"] == "podworko"
    assert query["redirect_uri"] == f"http://testserver{BACK}"
    assert query["code_challenge_method"] == "S256"
    assert {*query["scope"].split()} == {"openid", "email", "profile"}
    assert min(len(query[name]) for name in ("state", "nonce", "code_challenge")) >= 16
    # Nothing of it can be chosen by a link that somebody is lured to.
    lured = parse_qs(urlsplit(client.get(f"{START}?scope=admin&auth_params=prompt%3Dnone")["Location"]).query)
    assert "prompt" not in lured
    assert "admin" not in lured["scope"][0]


def test_somebody_invited_signs_in_by_their_verified_address_and_is_asked_for_the_second_factor(client, city, host):
    knows(city, "halina", email="Halina@Example.org", email_verified=True)
    answer = signs_in(client, "halina")
    assert answer["Location"] == "/account/second-factor/authenticate/"
    assert signed_in(client) is None
    client.post(answer["Location"], {"code": next_code(f"{host.email} oidc")})
    assert signed_in(client) == str(host.pk)
    # Their owner hears that the account opens with the city's sign-in from now on; nothing of what it told is kept.
    assert Message.objects.get().language == "uk"
    assert "halina@" not in json.dumps(SocialAccount.objects.get().extra_data).lower()


def test_the_second_time_they_are_known_by_what_the_provider_calls_them(client, city, host, settings):
    settings.OIDC = settings.OIDC | {"is_second_factor": True}
    knows(city, "halina2", email="halina@example.org", email_verified=True)
    signs_in(client, "halina2")
    client.logout()
    knows(city, "halina2", email="halina.nowa@example.org", email_verified=True)
    signs_in(client, "halina2")
    assert signed_in(client) == str(host.pk)
    assert SocialAccount.objects.count() == 1


def test_a_city_that_asks_for_a_second_factor_itself_spares_people_ours(client, city, host, settings):
    settings.OIDC = settings.OIDC | {"is_second_factor": True}
    Authenticator.objects.all().delete()
    knows(city, "halina3", email="halina@example.org", email_verified=True)
    assert signs_in(client, "halina3", f"{START}?next=/desk/")["Location"] == "/desk/"
    assert client.get("/desk/")["Location"].startswith("/desk/")  # their one place
    # It vouches for this session; by password one is asked again.
    client.post("/account/logout/")
    client.post("/account/login/", {"login": host.email, "password": PASSWORD})
    assert client.get("/desk/")["Location"].startswith("/account/second-factor/")


def test_the_next_page_is_one_of_ours(client, city, host, settings):
    settings.OIDC = settings.OIDC | {"is_second_factor": True}
    knows(city, "halina4", email="halina@example.org", email_verified=True)
    answer = signs_in(client, "halina4", f"{START}?next=https://evil.example/")
    assert answer["Location"].startswith("/")


@pytest.mark.parametrize(
    ("claims", "word"),
    [
        ({"email": "nobody@example.org", "email_verified": True}, "nobody@example.org"),
        ({"email": "halina@example.org", "email_verified": False}, "Urząd Miasta"),
        ({"email": "halina@example.org"}, "Urząd Miasta"),
        ({"email": "halina@example.org", "email_verified": "true"}, "Urząd Miasta"),
        ({}, "Urząd Miasta"),
    ],
)
def test_nobody_is_signed_up_or_let_in_by_an_address_that_is_not_verified(client, city, host, claims, word):
    knows(city, f"stranger{len(str(claims))}", **claims)
    answer = signs_in(client, f"stranger{len(str(claims))}")
    assert answer.status_code == 403
    assert word in answer.content.decode()
    assert signed_in(client) is None
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()


def test_whose_account_is_closed_stays_out(client, city, host, settings):
    settings.OIDC = settings.OIDC | {"is_second_factor": True}
    knows(city, "halina5", email="halina@example.org", email_verified=True)
    signs_in(client, "halina5")
    client.logout()
    User.objects.update(is_active=False)
    assert signs_in(client, "halina5").status_code == 403
    assert signed_in(client) is None


def test_an_address_that_passed_on_to_somebody_new_does_not_pass_the_account_on(client, city, host):
    knows(city, "halina6", email="halina@example.org", email_verified=True)
    signs_in(client, "halina6")
    client.logout()
    knows(city, "successor", email="halina@example.org", email_verified=True)
    assert signs_in(client, "successor").status_code == 403


def test_an_answer_to_no_question_of_ours_is_refused(client, city, host):
    knows(city, "halina7", email="halina@example.org", email_verified=True)
    back = goes_there(client, "halina7")
    session = client.session
    for state, _moment, _provider in session["socialaccount_states"].values():
        state["nonce"] = "another"
    session.save()
    assert client.get(back).status_code == 403
    # The state is used up; so is the answer.
    assert client.get(back).status_code == 403
    for address in (BACK, f"{BACK}?code=x", f"{BACK}?code=x&state=invented", f"{BACK}?error=access_denied"):
        assert client.get(address).status_code == 403
    assert signed_in(client) is None


def test_a_provider_that_does_not_answer_is_said(client, settings):
    settings.OIDC = CITY | {"url": f"http://127.0.0.1:{free_port()}"}
    answer = client.get(START)
    assert answer.status_code == 503
    assert "Urząd Miasta" in answer.content.decode()


def test_the_button_is_there_only_where_the_city_has_a_sign_in(client, settings):
    assert START not in client.get("/account/login/").content.decode()
    for address in (START, BACK):
        assert client.get(address).status_code == 404
    settings.OIDC = CITY | {"url": "http://127.0.0.1:1"}
    page = client.get("/account/login/?next=/desk/").content.decode()
    assert f'href="{START}?next=/desk/"' in page
    assert "Urząd Miasta" in page
