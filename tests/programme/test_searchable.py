"""Activities are found by their words, inflected too, as long as something of them is to come."""

import pytest
from django.urls import reverse

from podworko.core import audit
from podworko.places.models import Stage
from podworko.programme.actions import planning
from tests.factories import make_activity, make_centre, make_network

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def found(client, centre, words):
    answer = client.get(reverse("portal:search", args=[centre.network.slug]), {"q": words})
    return [result.url for group in answer.context["groups"] if group.code == "activities" for result in group.results]


def test_what_is_held_is_found_by_its_words(client):
    centre = make_centre(make_network(name="Miasto"))
    activity = make_activity(centre, draft={"title": "Warsztaty ceramiki", "lead": "Lepimy garnki."})
    make_activity(centre, is_draft=True, draft={"title": "Warsztaty szycia"})
    make_activity(make_centre(centre.network, stage=Stage.IDEA), draft={"title": "Warsztaty tańca"})
    make_activity(draft={"title": "Warsztaty gdzie indziej"})
    assert found(client, centre, "warsztatów") == [activity.get_absolute_url()]
    assert found(client, centre, "garnek") == [activity.get_absolute_url()]
    planning.call_off(activity=activity, by=audit.SYSTEM, reason="Piec się zepsuł.")
    assert found(client, centre, "warsztatów") == []
