"""Rating through the front door, with no account and no JavaScript; and what is left of it afterwards."""

import uuid

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session as Visit
from django.core.signing import Signer
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from podworko.core import audit
from podworko.core.models import AuditEvent
from podworko.evaluation.actions import asking, rating
from podworko.evaluation.links import tablet_path
from podworko.evaluation.models import Face, Remark, RemarkState, Tally, Ticket, Way
from podworko.programme.actions import planning
from tests.evaluation.heard import asked, counts, link_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def links(activity, on_the_day):
    """The links of Anna and Olena, on the evening after."""
    asking.set_asking(activity=activity, is_on=True, by=audit.SYSTEM)
    on_the_day("19:40")
    asking.ask()
    found = asked()
    return [link_in(found[f"{name}@example.org"]) for name in ("anna", "olena")]


# --- the link ---


def test_looking_counts_nothing_and_one_press_counts_once(client, session, links):
    for _scanner in range(3):
        page = client.get(links[0])
        assert page.status_code == 200
        assert client.head(links[0]).status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert counts(session) == (0, 0, 0, 0, 0)
    for _press in range(2):
        assert client.post(links[0], {"face": "4"}).status_code == 302
    assert counts(session, Way.LINK) == (0, 0, 0, 1, 0)
    client.post(links[1], {"face": "1"})
    assert counts(session) == (1, 0, 0, 1, 0)


def test_after_the_face_one_sentence_then_the_link_has_done_its_work(client, session, links):
    client.post(links[0], {"face": "5"})
    answer = client.post(links[0], {"text": "  Było \u202e ciepło. "}, follow=True)
    assert answer.redirect_chain == [(session.activity.get_absolute_url(), 302)]
    remark = Remark.objects.get()
    assert (remark.text, remark.way, remark.state) == ("Było ciepło.", Way.LINK, RemarkState.WAITING)
    assert "Było ciepło" not in answer.content.decode()
    for send in (client.get, client.post):
        assert send(links[0]).status_code == 404
    assert client.post(links[0], {"text": "Jeszcze raz"}).status_code == 404
    assert Remark.objects.count() == 1


@pytest.mark.any_database
@pytest.mark.parametrize("face", ["0", "6", "", "five", "4" * 5000, "٤", "-1"])
def test_nonsense_is_no_face_and_costs_nobody_their_voice(client, session, links, face):
    assert client.post(links[0], {"face": face}).status_code == 422
    assert counts(session) == (0, 0, 0, 0, 0)
    assert client.post(links[0], {"face": "3"}).status_code == 302
    assert counts(session) == (0, 0, 1, 0, 0)


@pytest.mark.parametrize(("text", "is_kept"), [("ą" * 500, True), ("ą" * 501, False), ("\u200b \n", False)])
def test_a_sentence_has_some_letters_and_at_most_500(client, links, text, is_kept):
    client.post(links[0], {"face": "5"})
    answer = client.post(links[0], {"text": text})
    assert answer.status_code == (302 if is_kept else 422)
    assert Remark.objects.filter(text=text).exists() == is_kept
    if not is_kept and len(text) > 10:
        assert text in answer.content.decode()


def test_an_invented_link_is_nothing(client, links):
    for token in ("AAAAAAAAAAAAAAAA", "%00", "x" * 3000):
        assert client.get(f"/rate/{token}/").status_code == 404
        assert client.post(f"/rate/{token}/", {"face": "5"}).status_code == 404
    assert not Tally.objects.exists()


# --- what is left ---


def rows():
    """Return what stands in each table, as text; what a visit leaves of itself is not ours."""
    return {model: {*map(repr, model._base_manager.values_list())} for model in apps.get_models() if model is not Visit}


def test_nothing_tells_who_pressed_what_or_when(client, session, links):
    """Two people vote and one writes: all rows that came or changed name nobody, and hold no hour."""
    before = {
        model: {*map(repr, model._base_manager.values_list())} for model in apps.get_models() if model is not Visit
    }
    client.post(links[0], {"face": "5"})
    client.post(links[0], {"text": "Super"})
    client.post(links[1], {"face": "2"})
    after = rows()
    new = {model: after[model] - before[model] for model in before if after[model] - before[model]}
    assert {*new} == {Tally, Remark}
    # Ids, counts, codes, the words themselves, and a day.
    assert not any("datetime.datetime" in row for found in new.values() for row in found)
    assert isinstance(Remark.objects.get().pk, uuid.UUID)
    fields = {field.name for model in (Tally, Remark, Ticket) for field in model._meta.get_fields()}
    assert not fields & {"enrolment", "user", "person", "email", "phone", "created_at", "address"}
    # The rights that were used are gone: neither a row nor a mark is left of them.
    assert [ticket.right for ticket in Ticket.objects.all()] == ["write"]
    assert AuditEvent.objects.filter(verb__startswith="evaluation.").count() == 1  # that asking was switched on


def test_of_two_at_once_one_counts(session, links, monkeypatch):
    """Both have seen the right; the other one is faster and deletes it."""
    secret = links[0].split("/")[2]
    seen = QuerySet.first

    def then_another_is_faster(rows):
        found = seen(rows)
        if rows.model is Ticket:
            rows.all().delete()
        return found

    monkeypatch.setattr(QuerySet, "first", then_another_is_faster)
    assert rating.rate(secret=secret, face=Face.GREAT) is False
    monkeypatch.undo()
    assert counts(session) == (0, 0, 0, 0, 0)


# --- the tablet ---


def test_the_tablet_takes_one_press_after_the_other_with_a_pause(client, session, on_the_day, clock_hand):
    on_the_day("18:20")
    path = tablet_path(session)
    for _child in range(50):
        assert client.post(path, {"face": "1"})["Location"] == f"{path}?thanks"
    assert counts(session) == (1, 0, 0, 0, 0)
    clock_hand.shift(5)
    client.post(path, {"face": "5"})
    assert counts(session, Way.TABLET) == (1, 0, 0, 0, 1)
    cookie = client.cookies["pressed"]
    assert (cookie["httponly"], cookie["path"], cookie["max-age"]) == (True, path, 3)


def test_two_tablets_do_not_wait_for_each_other(client, session, on_the_day):
    on_the_day("18:20")
    for each in (client, Client()):
        each.post(tablet_path(session), {"face": "4"})
    assert counts(session) == (0, 0, 0, 2, 0)


@pytest.mark.any_database
@pytest.mark.parametrize(("time", "is_open"), [("15:59", False), ("16:00", True), ("21:29", True), ("21:30", False)])
def test_the_tablet_is_open_around_the_session_only(client, session, on_the_day, time, is_open):
    on_the_day(time)
    path = tablet_path(session)
    page = client.get(path).content.decode()
    assert ('name="face"' in page) == is_open
    client.post(path, {"face": "5"})
    client.post(f"{path}words/", {"text": "Miło"})
    assert sum(counts(session)) == Remark.objects.count() == is_open
    # It leads nowhere: no menu, no sign-in.
    assert "/account/login/" not in page
    assert reverse("portal:mine") not in page


def test_the_tablet_of_what_is_called_off_is_closed(client, session, on_the_day):
    planning.call_off_session(session=session, by=audit.SYSTEM, reason="Burza.")
    on_the_day("18:00")
    client.post(tablet_path(session), {"face": "5"})
    assert counts(session) == (0, 0, 0, 0, 0)


@pytest.mark.any_database
@pytest.mark.parametrize("token", ["1", "1:x", f"{'9' * 5000}:x"])
def test_nobody_makes_an_address_of_a_tablet(client, session, token):
    forged = Signer().sign(str(session.pk))
    for each in (token, forged):
        assert client.get(f"/rate/door/{each}/").status_code == 404
