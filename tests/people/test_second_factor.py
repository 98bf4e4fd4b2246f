"""The second factor: who must have one, what its codes are good for, and how one gets out of losing it."""

import datetime as dt
import re
from urllib.parse import unquote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import encrypt
from django.core.cache import cache
from django.test import Client

from podworko.core import audit
from podworko.core.models import AuditEvent, Message
from podworko.people import queries
from podworko.people.actions import issue_token
from podworko.people.models import PRIVATE_ROLES, Role, User
from podworko.people.sign_in_actions import forget_second_factor
from tests.factories import PASSWORD, grant, make_centre, make_user
from tests.second_factor import app_of, code_at, passkey_of

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 24, 12, 1, tzinfo=dt.UTC)
HALF_A_MINUTE = dt.timedelta(seconds=30)
SET_UP = "/account/second-factor/"
CODE = "/account/second-factor/authenticate/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def host(centre):
    user = make_user(email="halina@example.org", password=PASSWORD)
    grant(user, Role.HOST, centre)
    return user


def without_factor(user):
    Authenticator.objects.filter(user=user).delete()
    return User.objects.get(pk=user.pk)


def half_sign_in(client, user):
    answer = client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert answer["Location"] == CODE
    assert "_auth_user_id" not in client.session


def give(client, code):
    # What one process remembers of used codes, another does not know.
    cache.clear()
    return client.post(CODE, {"code": code})


# --- what it is needed for -----------------------------------------------------------------------


def test_a_role_that_sees_personal_data_counts_only_with_a_second_factor(host, centre):
    assert queries.roles_on(host, centre.scope_ids) == {Role.HOST}
    bare = without_factor(host)
    assert queries.roles_on(bare, centre.scope_ids) == frozenset()
    assert queries.scopes_of(bare, Role) == frozenset()
    passkey_of(bare).save()
    assert queries.roles_on(User.objects.get(pk=bare.pk), centre.scope_ids) == {Role.HOST}


def test_recovery_codes_alone_are_no_second_factor(host, centre):
    bare = without_factor(host)
    Authenticator.objects.create(user=bare, type="recovery_codes", data={"seed": encrypt("seed"), "used_mask": 0})
    assert queries.roles_on(bare, centre.scope_ids) == frozenset()


def test_partners_see_no_personal_data_and_need_none(centre):
    partner = make_user()
    grant(partner, Role.PARTNER, centre)
    assert queries.roles_on(partner, centre.scope_ids) == {Role.PARTNER}
    assert frozenset(Role) - PRIVATE_ROLES == {Role.PARTNER}


def test_the_administrator_needs_one_too():
    admin = make_user(is_staff=True)
    assert admin.must_have_second_factor
    assert not queries.is_administrator(admin)
    passkey_of(admin).save()
    assert queries.is_administrator(User.objects.get(pk=admin.pk))
    assert not queries.is_administrator(make_user())


def test_pages_of_staff_lead_to_the_set_up_and_what_visitors_see_stays_open(client, host, centre):
    client.force_login(without_factor(host))
    assert client.get("/desk/")["Location"] == f"{SET_UP}?next=/desk/"
    assert client.get(centre.get_absolute_url()).status_code == 200
    for address in (SET_UP, "/account/"):
        assert client.get(address).status_code == 200
    page = client.get(SET_UP).content.decode()
    assert "/account/second-factor/app/activate/" in page


def test_a_program_of_one_without_a_second_factor_does_nothing_for_them(client, host, centre):
    token = {"Authorization": f"Bearer {issue_token(email=host.email)}"}
    without_factor(host)
    answer = client.get("/api/v1/requests", headers=token)
    assert answer.status_code in {200, 404}
    assert queries.roles_on(queries.user_of_token(token["Authorization"].split()[1]), centre.scope_ids) == frozenset()


def test_the_demo_asks_for_less_and_says_so_on_each_page(client, host, centre, settings):
    settings.DEMO = True
    user = without_factor(host)
    assert queries.roles_on(user, centre.scope_ids) == {Role.HOST}
    client.force_login(user)
    assert client.get("/desk/").status_code != 404
    for address in ("/styleguide/", "/account/", "/account/second-factor/", centre.get_absolute_url()):
        assert 'class="demo"' in client.get(address).content.decode()


# --- signing in with it --------------------------------------------------------------------------


def test_a_password_alone_does_not_let_in_and_a_code_does(client, host, clock):
    half_sign_in(client, host)
    assert client.get("/desk/").status_code == 302
    assert give(client, "000000").status_code == 200
    assert give(client, code_at(NOON.timestamp())).status_code == 302
    assert client.session["_auth_user_id"] == str(host.pk)


def test_a_code_is_good_once_on_whichever_server(client, host, clock):
    code = code_at(NOON.timestamp())
    half_sign_in(client, host)
    assert give(client, f" {code[:3]} {code[3:]}").status_code == 302
    client.post("/account/logout/")
    half_sign_in(client, host)
    assert give(client, code).status_code == 200
    # Nor is an older one that was not used, which somebody may have looked at over a shoulder.
    assert give(client, code_at(NOON.timestamp() - 30)).status_code == 200
    clock.shift(HALF_A_MINUTE)
    assert give(client, code_at(NOON.timestamp() + 30)).status_code == 302


def test_a_slow_typist_has_half_a_minute_more(client, host, clock):
    half_sign_in(client, host)
    assert give(client, code_at(NOON.timestamp() - 60)).status_code == 200
    assert give(client, code_at(NOON.timestamp() - 30)).status_code == 302


def test_guessing_at_codes_is_stopped(client, host, clock):
    half_sign_in(client, host)
    assert [give(client, f"{guess:06}").status_code for guess in range(6)] == [200] * 5 + [429]
    assert give(client, code_at(NOON.timestamp())).status_code == 429
    clock.shift(dt.timedelta(minutes=15))
    later = code_at(NOON.timestamp() + 15 * 60)
    half_sign_in(client, host)
    assert give(client, later).status_code == 302


def test_guessing_slowly_is_stopped_for_the_day(client, host, clock):
    outcomes = []
    for _quarter in range(7):
        half_sign_in(client, host)
        outcomes += [give(client, f"{guess:06}").status_code for guess in range(5)]
        clock.shift(dt.timedelta(minutes=15))
    assert outcomes == [200] * 30 + [429] * 5


def test_a_recovery_code_stands_in_once(client, host, clock):
    entry = Authenticator.objects.create(
        user=host, type="recovery_codes", data={"seed": encrypt("a seed"), "used_mask": 0}
    )
    code = entry.wrap().get_unused_codes()[3]
    half_sign_in(client, host)
    assert give(client, code).status_code == 302
    client.post("/account/logout/")
    half_sign_in(client, host)
    assert give(client, code).status_code == 200


def test_secrets_do_not_stand_in_the_database(host, settings):
    kept = Authenticator.objects.get(user=host)
    assert "JBSWY3DP" not in str(kept.data)
    assert kept.wrap().validate_code(code_at(NOON.timestamp()))
    # A new key of the installation opens what the former one locked.
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "y" * 50, [settings.SECRET_KEY]
    cache.clear()
    assert kept.wrap().validate_code(code_at(NOON.timestamp()))


# --- setting it up -------------------------------------------------------------------------------


def test_setting_up_an_app_gives_recovery_codes_that_are_shown_once(
    client, host, centre, clock, django_capture_on_commit_callbacks
):
    user = without_factor(host)
    client.post("/account/login/", {"login": user.email, "password": PASSWORD, "next": "/desk/"})
    page = client.get("/account/second-factor/app/activate/")
    text = page.content.decode()
    secret = page.context["form"].secret
    assert secret in text
    assert 'src="data:image/svg+xml;base64,' in text
    wrong = client.post("/account/second-factor/app/activate/", {"code": "000000"})
    assert wrong.context["form"].secret == secret, "a slip does not begin the set-up anew"
    code = format_hotp_value(hotp_value(secret, int(NOON.timestamp()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/account/second-factor/app/activate/", {"code": code})
    assert answer["Location"] == "/account/second-factor/recovery-codes/"
    assert queries.roles_on(User.objects.get(pk=user.pk), centre.scope_ids) == {Role.HOST}
    shown = client.get(answer["Location"]).content.decode()
    codes = re.findall(r"<code>(\d{8})</code>", shown)
    assert len(codes) == 10
    saved = unquote(re.search(r'href="data:text/plain;charset=utf-8,([^"]+)"', shown)[1])
    assert saved.split() == codes
    again = client.get(answer["Location"]).content.decode()
    assert not any(code in again for code in codes)
    # Its owner hears of it, and it stands in the trail.
    assert Message.objects.filter(kind="people.account_changed", to=user.email).count() == 1
    verbs = AuditEvent.objects.values_list("verb", flat=True)
    assert [*verbs].count("people.second_factor_added") == 2


def test_who_signed_in_long_ago_must_show_again_who_they_are(client, host, clock):
    half_sign_in(client, host)
    give(client, code_at(NOON.timestamp()))
    remove = "/account/second-factor/app/deactivate/"
    assert client.get(remove).status_code == 200
    clock.shift(dt.timedelta(minutes=16))
    assert client.get(remove)["Location"].startswith("/account/reauthenticate/")
    assert client.post(remove)["Location"].startswith("/account/reauthenticate/")
    assert Authenticator.objects.filter(user=host, type="totp").exists()
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.post(remove)["Location"] == SET_UP
    assert not Authenticator.objects.filter(user=host).exists()
    assert client.get("/desk/")["Location"].startswith(SET_UP)
    assert AuditEvent.objects.filter(verb="people.second_factor_removed").count() == 1
    assert Message.objects.filter(kind="people.account_changed", to=host.email).count() == 1


def test_whoever_lost_everything_begins_anew(host, centre):
    forget_second_factor(email="Halina@example.org")
    assert User.objects.get(pk=host.pk).must_have_second_factor
    assert Message.objects.get().to == host.email
    assert AuditEvent.objects.filter(verb="people.second_factor_forgotten").count() == 1
    with pytest.raises(User.DoesNotExist):
        forget_second_factor(email="nobody@example.org")


def test_somebody_elses_passkey_is_not_there(client, host):
    theirs = passkey_of(make_user())
    theirs.save()
    client.force_login(host)
    for deed in ("remove", "edit"):
        assert client.get(f"/account/second-factor/passkeys/keys/{theirs.pk}/{deed}/").status_code == 404
        assert (
            client.post(f"/account/second-factor/passkeys/keys/{theirs.pk}/{deed}/", {"name": "x"}).status_code == 404
        )


@pytest.mark.parametrize("credential", ["", "nonsense", "{}", "[]", '{"id": 1}', '{"response": {}}', "null", '"x"'])
def test_nonsense_in_place_of_a_passkey_is_refused(client, host, credential):
    passkey_of(host).save()
    half_sign_in(client, host)
    assert client.get(CODE).status_code == 200
    assert client.post(CODE, {"credential": credential}).status_code == 200
    assert "_auth_user_id" not in client.session
    client.force_login(host)
    client.get("/account/second-factor/passkeys/add/")
    answer = client.post("/account/second-factor/passkeys/add/", {"name": "Telefon", "credential": credential})
    assert answer.status_code == 200
    assert Authenticator.objects.filter(user=host, type="webauthn").count() == 1


def test_whoever_signed_in_with_the_password_alone_is_out_when_the_first_second_factor_is_set_up(client, host):
    thief = Client()
    for browser in (thief, client):
        without_factor(host)
        browser.post("/account/login/", {"login": host.email, "password": PASSWORD})
        assert browser.session["_auth_user_id"] == str(host.pk)
    secret = client.get(f"{SET_UP}app/activate/").context["form"].secret
    shown = format_hotp_value(hotp_value(secret, int(NOON.timestamp()) // 30))
    assert client.post(f"{SET_UP}app/activate/", {"code": shown}).status_code == 302
    assert client.get("/account/").status_code == 200
    assert thief.get("/account/").status_code == 302
    # A second one sends nobody away: whoever is in has shown the first.
    passkey_of(host).save()
    assert client.get("/account/").status_code == 200


def test_whose_second_factor_is_forgotten_is_out_everywhere(client, host):
    client.force_login(host, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/account/").status_code == 200
    forget_second_factor(email=host.email)
    assert client.get("/account/").status_code == 302


def test_a_token_made_with_the_password_alone_never_gets_the_roles(host, centre):
    without_factor(host)
    token = issue_token(email=host.email, name="Z cudzej sesji", by=audit.staff(host))
    app_of(host).save()
    bearer = queries.user_of_token(token)
    assert bearer == host
    assert not queries.roles_on(bearer, [centre.scope_id])
    host.is_staff = True
    host.save()
    assert not queries.is_administrator(queries.user_of_token(token))
    assert queries.roles_on(
        queries.user_of_token(issue_token(email=host.email, name="Mój", by=audit.staff(User.objects.get(pk=host.pk)))),
        [centre.scope_id],
    ) == {Role.HOST}


def test_a_token_made_in_a_session_that_the_city_vouches_for_has_the_roles_as_long_as_the_city_does(
    host, centre, settings
):
    without_factor(host)
    settings.OIDC = settings.OIDC | {"is_second_factor": True}
    host.is_vouched_for = True
    token = issue_token(email=host.email, name="Kalendarz", by=audit.staff(host))
    assert queries.roles_on(queries.user_of_token(token), [centre.scope_id]) == {Role.HOST}
    settings.OIDC = settings.OIDC | {"is_second_factor": False}
    assert not queries.roles_on(queries.user_of_token(token), [centre.scope_id])
