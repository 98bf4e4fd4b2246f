"""Signing in, in our words."""

import pytest
from django.urls import reverse

from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def test_staff_sign_in_with_their_address_whatever_its_capitals(client):
    user = make_user(email="basia@example.org", password=PASSWORD)
    answer = client.post(reverse("account_login"), {"login": "Basia@Example.org", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_form_speaks_as_the_rest_does(client):
    page = client.get(reverse("account_login"), headers={"Accept-Language": "pl"}).content.decode()
    assert "Nowe hasło" in page
    assert reverse("account_reset_password") in page
    assert "Zapomniał" not in page
