"""A passkey from beginning to end: a real browser, with a device of its own, under our content security policy."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from podworko.people.models import Role
from tests.browser import browsing
from tests.factories import PASSWORD, make_centre, make_staff
from tests.gates.test_in_browser import complaints
from tests.journeys.steps import Person

pytestmark = [
    pytest.mark.slow,
    pytest.mark.any_database,
    pytest.mark.timeout(400),
    pytest.mark.django_db(transaction=True),
]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def host(live_server):
    user = make_staff(Role.HOST, make_centre(), email="halina@example.org", password=PASSWORD)
    Authenticator.objects.filter(user=user).delete()
    return user


@pytest.fixture
def site(live_server):
    """The address of the server; passkeys belong to a name, not to a number."""
    return live_server.url.replace("127.0.0.1", "localhost")


def begin_sign_in(person, user):
    person.goes_to("/account/login/?next=/desk/")
    person.writes("E-mail", user.email)
    person.writes("Password", PASSWORD)
    person.presses("Sign in")


def test_a_passkey_is_added_and_lets_in(chromium, site, host):
    with browsing(chromium, site) as context:
        page = context.new_page()
        told = []
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        device = context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        halina = Person(page, "pl")

        begin_sign_in(halina, host)
        # The role shows personal data: first the second factor.
        halina.reads("Second factor")
        halina.follows("Add a passkey")
        halina.writes("What do you call it?", "Telefon")
        halina.presses("Add a passkey")
        halina.reads("Recovery codes")
        expect(page.locator(".codes li")).to_have_count(10)
        with page.expect_download() as saved:
            halina.page.get_by_role("link", name=halina.words("Save as a file")).click()
        assert len(saved.value.path().read_text().split()) == 10
        assert complaints(page) == []
        halina.follows("I have them, go on")
        page.get_by_role("button", name=halina.words("Sign out")).click()

        begin_sign_in(halina, host)
        halina.reads("One more step")
        assert complaints(page) == []
        # Broken off on the device: nothing is sent, and a sentence says so.
        page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('broken off')); }")
        page.get_by_role("button", name=halina.words("Use a passkey")).click()
        halina.reads("The device did not go through with it. You can try again.")
        page.reload()
        halina.presses("Use a passkey")
        page.goto("/account/second-factor/passkeys/")
        halina.sees("Telefon")
        assert told == []
