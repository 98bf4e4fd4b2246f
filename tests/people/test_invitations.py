"""Invitations: who is asked, how they accept, and what becomes of links that were used, withdrawn or forgotten."""

import datetime as dt
import re

import pytest
import time_machine

from podworko.core import audit
from podworko.core.errors import Conflict, Refused, TooMany
from podworko.core.models import AuditEvent, Message
from podworko.people import actions, queries
from podworko.people.models import Grant, Invitation, Role, User
from tests.factories import PASSWORD, grant, make_centre, make_network, make_staff, make_user

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
OLENA = "olena@example.org"
ACCOUNT = {"name": "Olena Kowal", "language": "uk", "password1": PASSWORD, "password2": PASSWORD}
GONE = 410
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def coordinator(centre):
    return make_staff(Role.COORDINATOR, centre, name="Marek Sikora", password=PASSWORD)


def by(user):
    return audit.staff(User.objects.get(pk=user.pk))


def invited(centre, coordinator, **other):
    """Invite Olena as host; return the invitation."""
    words = {"email": OLENA, "name": "Olena Kowal", "language": "uk", "role": Role.HOST, "scope": centre.scope}
    return actions.invite(**words | other, by=by(coordinator))


def link(number=0):
    """Return the path of the link in the letter, the newest first."""
    letter = Message.objects.filter(kind="people.invitation").order_by("-pk")[number]
    return re.search(r"/invitation/\S+/", letter.text)[0]


@pytest.mark.parametrize(("language", "word"), [("pl", "Zaproszenie"), ("uk", "Запрошуємо"), ("en", "You are invited")])
def test_the_letter_speaks_the_language_of_the_invited(centre, coordinator, language, word):
    invited(centre, coordinator, language=language)
    letter = Message.objects.get()
    assert (letter.to, letter.language) == (OLENA, language)
    assert "Marek Sikora" in letter.text
    assert str(centre) in letter.subject
    # The words themselves are the translators'; English is where they come from.
    assert language != "en" or word in letter.subject


def test_only_the_hash_of_the_link_is_kept(centre, coordinator):
    found = invited(centre, coordinator)
    token = link().split("/")[2]
    assert len(token) == 43
    assert token not in str(Invitation.objects.values_list())
    assert queries.invitation_of_token(token) == found
    assert queries.invitation_of_token(found.token_hash) is None


def test_a_new_account_takes_the_role_and_is_led_to_the_second_factor(centre, coordinator, client):
    invited(centre, coordinator, until=NOON + 9 * DAY)
    page = client.get(link())
    assert page.status_code == 200
    assert "Marek Sikora" in page.content.decode()
    answer = client.post(link(), ACCOUNT)
    assert (answer.status_code, answer["Location"]) == (302, "/account/second-factor/")
    user = User.objects.get(email=OLENA)
    assert (user.name, user.language, user.check_password(PASSWORD)) == ("Olena Kowal", "uk", True)
    assert client.session["_auth_user_id"] == str(user.pk)
    held = user.grants.get()
    assert (held.role, held.scope, held.until, held.granted_by) == (
        Role.HOST,
        centre.scope,
        NOON + 9 * DAY,
        coordinator,
    )
    assert [*AuditEvent.objects.filter(actor=user).order_by("pk").values_list("verb", flat=True)] == [
        "people.account_opened",
        "people.invitation_accepted",
    ]
    # They can sign in with it from now on.
    client.logout()
    answer = client.post("/account/login/", {"login": OLENA, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_an_account_that_is_there_takes_it_by_signing_in(centre, coordinator, client):
    olena = make_staff(Role.HOST, make_centre(), email=OLENA, password=PASSWORD)
    invited(centre, coordinator)
    page = client.get(link()).content.decode()
    assert "password1" not in page
    assert f"/account/login/?next=%2Finvitation%2F{link().split('/')[2]}%2F" in page
    # Whoever sends the form of a new account all the same is led to the sign-in.
    assert client.post(link(), ACCOUNT)["Location"].startswith("/account/login/")
    client.force_login(olena, BACKEND)
    assert client.post(link())["Location"] == "/signed-in/"
    assert olena.grants.filter(scope=centre.scope, role=Role.HOST).exists()


def test_somebody_with_another_address_is_told_which_account_gets_it(centre, coordinator, client):
    other = make_user(email="olena@home.example.org")
    invited(centre, coordinator)
    client.force_login(other, BACKEND)
    page = client.get(link()).content.decode()
    assert OLENA in page
    assert "olena@home.example.org" in page
    client.post(link())
    assert Invitation.objects.get().accepted_by == other
    assert not User.objects.filter(email=OLENA).exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"password2": "something else entirely"}, "password2"),
        ({"password1": "short", "password2": "short"}, "password1"),
        ({"password1": "password1234", "password2": "password1234"}, "password1"),
        ({"name": "  "}, "name"),
        ({"language": "xx"}, "language"),
        ({}, "name"),
    ],
)
def test_what_cannot_be_an_account_gets_a_sentence_beside_the_field(centre, coordinator, client, typed, field):
    invited(centre, coordinator)
    answer = client.post(link(), (ACCOUNT | typed) if typed else {})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not User.objects.filter(email=OLENA).exists()
    assert Invitation.objects.get().accepted_at is None


def test_used_twice_is_told_and_changes_nothing(centre, coordinator, client):
    found = invited(centre, coordinator)
    client.post(link(), ACCOUNT)
    client.logout()
    for answer in (client.get(link()), client.post(link(), ACCOUNT | {"name": "Another"})):
        assert answer.status_code == GONE
        assert "/account/login/" in answer.content.decode()
    client.force_login(make_user(), BACKEND)
    assert client.post(link()).status_code == GONE
    assert Grant.objects.filter(scope=centre.scope, role=Role.HOST).count() == 1
    with pytest.raises(Conflict, match="used"):
        actions.accept(invitation=found, user=make_user())
    for deed in (actions.send_again, actions.withdraw):
        with pytest.raises(Conflict, match="not-waiting"):
            deed(invitation=found, by=by(coordinator))


def test_withdrawn_expired_and_unknown_links(centre, coordinator, client, clock):
    found = invited(centre, coordinator)
    assert client.get("/invitation/nobody-ever-wrote-this/").status_code == 404
    clock.shift(14 * DAY - dt.timedelta(seconds=1))
    assert client.get(link()).status_code == 200
    clock.shift(dt.timedelta(seconds=1))
    page = client.get(link())
    assert page.status_code == GONE
    assert f"mailto:{coordinator.email}" in page.content.decode()
    actions.send_again(invitation=found, by=by(coordinator))
    assert client.get(link(1)).status_code == 404
    assert client.get(link()).status_code == 200
    actions.withdraw(invitation=found, by=by(coordinator))
    actions.withdraw(invitation=found, by=by(coordinator))
    assert client.post(link(), ACCOUNT).status_code == GONE
    with pytest.raises(Conflict, match="not-waiting"):
        actions.send_again(invitation=found, by=by(coordinator))


def test_one_whose_days_are_over_is_not_accepted(centre, coordinator, client, clock):
    invited(centre, coordinator, until=NOON + 3 * DAY)
    clock.shift(4 * DAY)
    assert client.get(link()).status_code == GONE


def test_whoever_has_left_lets_nobody_in(centre, coordinator, client):
    invited(centre, coordinator)
    coordinator.grants.update(until=NOON)
    assert client.post(link(), ACCOUNT).status_code == GONE
    assert not User.objects.filter(email=OLENA).exists()


def test_nobody_invites_themselves_by_either_address(centre, coordinator, client):
    with pytest.raises(Refused, match="to-oneself"):
        invited(centre, coordinator, email=coordinator.email.upper())
    invited(centre, coordinator, email="marek@home.example.org")
    client.force_login(coordinator, BACKEND)
    answer = client.post(link())
    assert answer.status_code == 422
    assert coordinator.grants.count() == 1
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OPERATOR, Role.OFFICER])
def test_nobody_invites_to_what_they_may_not_give(centre, coordinator, role):
    with pytest.raises(Refused) as refused:
        invited(centre, coordinator, role=role)
    assert refused.value.problems[0].field == "role"
    assert not Message.objects.exists()


def test_the_same_sent_twice_is_one_letter_and_another_is_told(centre, coordinator):
    first = invited(centre, coordinator)
    assert invited(centre, coordinator, email=f" {OLENA.upper()}") == first
    with pytest.raises(Conflict, match="invited"):
        invited(centre, coordinator, name="Another name")
    assert Message.objects.count() == 1
    # To another role, or once the first is too old, it is a new one.
    assert invited(centre, coordinator, role=Role.ADVISER) != first
    Invitation.objects.filter(pk=first.pk).update(expires_at=NOON)
    assert invited(centre, coordinator) != first


def test_who_has_the_role_is_not_invited_to_it(centre, coordinator):
    olena = make_staff(Role.HOST, centre, email=OLENA)
    with pytest.raises(Refused, match="has-role"):
        invited(centre, coordinator)
    olena.grants.update(until=NOON)
    assert invited(centre, coordinator)


@pytest.mark.parametrize("email", ["", "olena", "olena@", "a@b.example.org\nBcc: x@example.org"])
def test_what_is_no_address_gets_no_letter(centre, coordinator, email):
    with pytest.raises(Refused, match="wrong-email"):
        invited(centre, coordinator, email=email)


def test_letters_are_counted(centre, coordinator):
    found = invited(centre, coordinator)
    for _letter in range(5):
        actions.send_again(invitation=found, by=by(coordinator))
    with pytest.raises(TooMany):
        actions.send_again(invitation=found, by=by(coordinator))
    for number in range(59):
        invited(centre, coordinator, email=f"person{number}@office.example.org")
    with pytest.raises(TooMany):
        invited(centre, coordinator, email="one.more@office.example.org")


def test_a_role_that_is_held_already_lasts_as_long_as_the_longer(centre, coordinator):
    olena = make_user(email=OLENA)
    found = invited(centre, coordinator, until=NOON + 9 * DAY)
    grant(olena, Role.HOST, centre, until=NOON + DAY)
    actions.accept(invitation=found, user=olena)
    assert olena.grants.get().until == NOON + 9 * DAY


class TestPages:
    def open(self, client, centre, user, page=""):
        client.force_login(user, BACKEND)
        return client.get(f"/manage/{centre.network.slug}/places/{centre.slug}/people/{page}")

    def test_the_form_offers_only_what_one_may_give(self, centre, coordinator, client):
        form = self.open(client, centre, coordinator, "invite/").context["form"]
        assert [value for value, _label in form.fields["role"].choices] == ["host", "adviser", "partner"]

    def test_inviting_from_the_page(self, centre, coordinator, client):
        page = self.open(client, centre, coordinator, "invite/").request["PATH_INFO"]
        typed = {"email": OLENA, "name": "Olena Kowal", "language": "uk", "role": "host", "until": "2026-12-31"}
        answer = client.post(page, typed)
        assert answer["Location"] == page.removesuffix("invite/")
        found = Invitation.objects.get()
        # The last day is over when the wall of the place shows midnight.
        assert found.until == dt.datetime(2026, 12, 31, 23, tzinfo=dt.UTC)
        shown = client.get(answer["Location"]).content.decode()
        assert OLENA in shown
        # What was typed stays, the sentence stands beside its field.
        for wrong, field in (
            ({"email": "olena"}, "email"),
            ({"role": "officer"}, "role"),
            ({"since": "2026-11-23"}, "since"),
            ({"until": "2026-11-23"}, "until"),
            ({"email": coordinator.email}, "email"),
        ):
            answer = client.post(page, typed | wrong)
            assert answer.status_code == 422
            assert list(answer.context["form"].errors) == [field]
            assert "Olena Kowal" in answer.content.decode()

    def test_ending_prolonging_and_what_belongs_to_others(self, centre, coordinator, client):
        held = grant(make_user(name="Halina"), Role.HOST, centre)
        other = grant(make_user(), Role.HOST, make_centre())
        above = make_staff(Role.OPERATOR, centre.operator).grants.get()
        page = self.open(client, centre, coordinator).request["PATH_INFO"]
        for grant_id in (other.pk, above.pk, coordinator.grants.get().pk, 10**9):
            assert client.get(f"{page}roles/{grant_id}/").status_code == 404
            assert client.post(f"{page}roles/{grant_id}/end/").status_code == 404
        client.post(f"{page}roles/{held.pk}/", {"until": "2026-11-30"})
        held.refresh_from_db()
        assert held.until == dt.datetime(2026, 11, 30, 23, tzinfo=dt.UTC)
        client.post(f"{page}roles/{held.pk}/end/")
        held.refresh_from_db()
        assert held.until == NOON
        assert client.get(f"{page}roles/{held.pk}/").status_code == 200

    def test_the_last_officer_is_warned_and_leaves(self, client):
        network = make_network()
        officer = make_staff(Role.OFFICER, network)
        client.force_login(officer, BACKEND)
        page = f"/manage/{network.slug}/people/roles/{officer.grants.get().pk}/"
        assert "is_sure" in client.get(page).content.decode()
        answer = client.post(f"{page}end/")
        assert answer.status_code == 422
        assert "is_sure" in answer.context["end_form"].errors
        answer = client.post(f"{page}end/", {"is_sure": "on"})
        assert answer["Location"] == "/account/"
        assert client.get(f"/manage/{network.slug}/people/").status_code == 404


class TestAdministrator:
    def test_the_first_one_is_invited(self, client):
        _found, address = actions.invite_administrator(email="Chief@example.org", language="en")
        assert address.endswith(link())
        answer = client.post(link(), ACCOUNT)
        assert answer["Location"] == "/account/second-factor/"
        chief = User.objects.get(email="chief@example.org")
        assert chief.is_staff
        # Not before the second factor is there.
        assert not queries.is_administrator(chief)

    def test_an_account_that_is_there_becomes_one_at_once(self):
        user = make_user(email="chief@example.org")
        assert actions.invite_administrator(email="chief@example.org", language="pl") == (None, "")
        assert User.objects.get(pk=user.pk).is_staff
        assert AuditEvent.objects.get().verb == "people.administrator_made"

    def test_asked_again_the_earlier_link_works_no_more(self, client):
        for _try in range(2):
            actions.invite_administrator(email="chief@example.org", language="pl")
        assert client.get(link(1)).status_code == GONE
        assert client.get(link()).status_code == 200


def test_that_an_invitation_made_a_role_last_longer_is_in_the_trail(centre, coordinator):
    offered = invited(centre, coordinator)
    olena = make_user(email=OLENA)
    held = grant(olena, Role.HOST, centre, until=NOON + DAY)
    actions.accept(invitation=offered, user=olena)
    line = AuditEvent.objects.get(verb="people.prolonged", subject_id=held.pk)
    assert (line.actor, line.facts["before"], line.facts["after"]) == (olena, (NOON + DAY).isoformat(), None)
