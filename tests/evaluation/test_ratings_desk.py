"""What staff see and do: figures, paper typed in, words shown or kept, the tablet opened; what others see of it."""

import datetime as dt
import io

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from podworko.core import audit, retention
from podworko.core.errors import Conflict, Refused
from podworko.core.models import AuditEvent
from podworko.core.queries import history_of
from podworko.evaluation.actions import moderating, paper
from podworko.evaluation.models import (
    REMARK_LIFE,
    Face,
    HideReason,
    Remark,
    RemarkState,
    Tally,
    Ticket,
    Way,
)
from podworko.evaluation.queries import results
from podworko.people.models import Role
from podworko.programme.models import Session
from tests.evaluation.heard import counts
from tests.factories import make_staff

pytestmark = pytest.mark.django_db
LONG_AFTER = 20


@pytest.fixture
def host(centre, client):
    user = make_staff(Role.HOST, centre)
    sign_in(client, user)
    return user


def sign_in(client, user):
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")


def address(name, session, **more):
    place = session.activity.centre
    words = {"network": place.network.slug, "centre": place.slug}
    if name in {"activity", "asking", "paper", "open_tablet"}:
        words["activity"] = session.activity.slug
    if name in {"paper", "open_tablet"}:
        words["session"] = session.pk
    return reverse(f"evaluation:{name}", kwargs=words | more)


def voices(session, *numbers, way=Way.TABLET):
    Tally.objects.bulk_create(
        Tally(session=session, way=way, face=face, count=count) for face, count in enumerate(numbers, start=1)
    )


def remark(session, text="Za głośno.", **fields):
    values = {"way": Way.TABLET, "on": dt.date(2026, 12, 8)} | fields
    return Remark.objects.create(session=session, text=text, **values)


# --- paper ---


def test_paper_is_typed_in_and_corrected(client, host, session, on_the_day):
    on_the_day("19:00")
    path = address("paper", session)
    first = {"face_5": "7", "face_4": "3", "face_1": "1", "remarks": "Ciasno.\n\n  Za krótko. \n"}
    form = client.get(path).context["form"]
    for _press in range(2):
        answer = client.post(path, first | {"seen": form["seen"].value()})
        assert answer["Location"] == address("activity", session)
    assert counts(session, Way.PAPER) == (1, 0, 0, 3, 7)
    assert sorted(Remark.objects.values_list("text", "way")) == [("Ciasno.", "paper"), ("Za krótko.", "paper")]
    client.post(path, {"face_5": "6", "seen": client.get(path).context["form"]["seen"].value()})
    assert counts(session, Way.PAPER) == (0, 0, 0, 0, 6)
    told = history_of(session.activity, zone=session.activity.zone).events
    assert [each.what for each in told if "11" in each.what or "6" in each.what]
    assert AuditEvent.objects.filter(verb="evaluation.paper_typed").count() == 2


def test_who_typed_into_an_old_page_is_told(client, host, session, on_the_day):
    on_the_day("19:00")
    path = address("paper", session)
    seen = client.get(path).context["form"]["seen"].value()
    paper.type_in(session=session, counts=dict.fromkeys(Face, 2), remarks=[], by=audit.SYSTEM)
    answer = client.post(path, {"face_5": "9", "seen": seen})
    assert answer.status_code == 409
    assert 'value="9"' in answer.content.decode()
    assert counts(session) == (2, 2, 2, 2, 2)
    # Whoever sends it again has seen how it stands.
    assert client.post(path, {"face_5": "9", "seen": answer.context["form"]["seen"].value()}).status_code == 302


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"face_5": "1000"}, "face_5"),
        ({"face_5": "-1"}, "face_5"),
        ({"face_5": "dużo"}, "face_5"),
        ({"face_5": "9" * 5000}, "face_5"),
        ({"remarks": "x" * 501}, "remarks"),
        ({"remarks": "\n".join(f"zdanie {number}" for number in range(61))}, "remarks"),
    ],
)
@pytest.mark.usefixtures("host")
def test_what_is_wrong_on_paper_stands_beside_the_question(client, session, on_the_day, typed, field):
    on_the_day("19:00")
    answer = client.post(address("paper", session), typed | {"face_3": "4"})
    assert answer.status_code == 422
    assert [*answer.context["form"].errors] == [field]
    assert 'value="4"' in answer.content.decode()
    assert not Tally.objects.exists()


def test_nothing_is_typed_in_before_it_begins(client, host, session, on_the_day):
    on_the_day("16:59")
    answer = client.post(address("paper", session), {"face_5": "4"})
    assert answer.status_code == 422
    assert not Tally.objects.exists()


# --- words ---


def test_words_are_for_the_staff_until_they_show_them(client, host, session, clock_hand):
    voices(session, 0, 0, 0, 2, 4)
    found = remark(session, "<b>Miło</b> było")
    clock_hand.move_to(session.ends_at + dt.timedelta(days=LONG_AFTER))
    sign_in(client, host)
    public = session.activity.get_absolute_url()
    assert "Miło" not in client.get(public).content.decode()
    assert "&lt;b&gt;Miło" in client.get(address("remarks", session)).content.decode()
    for _press in range(2):
        client.post(address("show_remark", session, remark=found.pk))
    assert "&lt;b&gt;Miło" in client.get(public).content.decode()
    hide = address("hide_remark", session, remark=found.pk)
    assert client.post(hide, {}).status_code == client.post(hide, {"reason": "x"}).status_code == 422
    assert client.post(hide, {"reason": "names"}).status_code == 302
    assert "Miło" not in client.get(public).content.decode()
    verbs = list(
        AuditEvent.objects.about(session.activity).filter(verb__contains="remark").values_list("verb", "facts")
    )
    assert [verb for verb, _facts in verbs] == ["evaluation.remark_shown", "evaluation.remark_hidden"]
    assert not any("Miło" in str(facts) for _verb, facts in verbs)


@pytest.mark.parametrize("old", RemarkState)
@pytest.mark.parametrize("new", [RemarkState.SHOWN, RemarkState.HIDDEN])
def test_every_way_between_states(session, old, new):
    found = remark(session, state=old, reason=HideReason.RUDE if old == RemarkState.HIDDEN else "")
    if new == RemarkState.SHOWN:
        moderating.show(remark=found, by=audit.SYSTEM)
    else:
        moderating.hide(remark=found, reason="other", by=audit.SYSTEM)
    assert Remark.objects.get().state == new
    assert old == new or REMARK_LIFE.allows(old, new)


def test_what_was_deleted_meanwhile_is_said(session):
    found = remark(session)
    Remark.objects.all().delete()
    with pytest.raises(Conflict):
        moderating.show(remark=found, by=audit.SYSTEM)
    with pytest.raises(Refused):
        moderating.hide(remark=found, reason="", by=audit.SYSTEM)


@pytest.mark.parametrize(
    "wrong", [{"state": "hidden"}, {"state": "shown", "reason": "rude"}, {"text": ""}], ids=["why", "no why", "words"]
)
def test_the_database_keeps_words_in_order(session, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        remark(session, **{"text": "x"} | wrong)


@pytest.mark.parametrize("face", [0, 6])
def test_the_database_knows_five_faces(session, face):
    with pytest.raises(IntegrityError), transaction.atomic():
        Tally.objects.create(session=session, way=Way.PAPER, face=face, count=1)


# --- figures ---


def test_figures_per_session_and_of_all(client, host, session, on_the_day):
    on_the_day("19:00")
    voices(session, 1, 0, 1, 1, 0)
    voices(session, 0, 0, 0, 2, 5, way=Way.LINK)
    result = results.of_activity(session.activity)
    assert (result.voices.counts, result.voices.liked, result.voices.percent) == ((1, 0, 1, 3, 5), 8, 80)
    (line,) = result.sessions
    assert (line.people, line.answered, line.are_too_many) == (2, 500, True)
    assert line.ways == {Way.TABLET: 3, Way.LINK: 7}
    page = client.get(address("activity", session)).content.decode()
    assert '<svg class="plot"' in page
    assert "8" in client.get(address("overview", session)).content.decode()


def test_figures_as_a_file(client, host, session, on_the_day):
    on_the_day("19:00")
    Session.objects.filter(pk=session.pk).update(reason="")
    type(session.activity).objects.update(title="=1+1")
    voices(session, 1, 0, 0, 2, 3)
    text = client.get(address("figures", session, form="csv")).content.decode("utf-8-sig")
    assert text.splitlines()[1] == "'=1+1;2026-12-08;17:00;3;2;0;0;1;6;5;2"
    workbook = load_workbook(io.BytesIO(client.get(address("figures", session, form="xlsx")).content))
    assert [cell.value for cell in workbook.worksheets[0][2]][3:] == [3, 2, 0, 0, 1, 6, 5, 2]
    assert client.get(address("figures", session, form="exe")).status_code == 404


def test_the_tablet_is_opened_by_signing_out(client, host, session, on_the_day):
    on_the_day("16:30")
    page = client.get(address("open_tablet", session))
    assert page.context["address"] in page.content.decode()
    answer = client.post(address("open_tablet", session))
    assert page.context["address"].endswith(answer["Location"])
    assert client.get(address("overview", session)).status_code == 302
    assert 'name="face"' in client.get(answer["Location"]).content.decode()


# --- others ---


@pytest.mark.parametrize(
    ("unhappy", "told"), [(0, {16: None, 20: None}), (1, {16: None, 20: (4, 5)})], ids=["four voices", "five"]
)
def test_others_read_it_from_five_voices_on_when_nobody_is_asked_any_more(client, session, clock_hand, unhappy, told):
    voices(session, 0, unhappy, 0, 1, 3)
    remark(session, "Miło było", state=RemarkState.SHOWN)
    for days, said in told.items():
        clock_hand.move_to(session.ends_at + dt.timedelta(days=days))
        found = results.said_of(session.activity)
        assert (found and (found.liked, found.total)) == said
        assert ("Miło było" in client.get(session.activity.get_absolute_url()).content.decode()) == bool(said)


@pytest.mark.parametrize(("numbers", "total"), [((0, 0, 0, 1, 3), 0), ((1, 0, 0, 1, 3), 5)])
def test_the_officer_sees_places_with_enough_voices(client, session, clock_hand, numbers, total):
    network = session.activity.centre.network
    voices(session, *numbers)
    clock_hand.move_to(session.ends_at + dt.timedelta(days=LONG_AFTER))
    sign_in(client, make_staff(Role.OFFICER, network))
    page = client.get(reverse("evaluation:network", args=[network.slug]))
    ((line, _strip),) = page.context["lines"]
    assert line.voices.total == total
    assert client.get(address("overview", session)).status_code == 404


# --- how long ---


def test_words_go_after_a_year_and_links_after_two_weeks_counts_stay(session):
    voices(session, 0, 0, 0, 0, 1)
    for on in (dt.date(2025, 12, 1), dt.date(2025, 11, 30)):
        remark(session, str(on), on=on)
    for day in (30, 1):
        on = dt.date(2026, 12, 1) if day == 1 else dt.date(2026, 11, 30)
        Ticket.objects.create(digest=str(day), right="rate", session=session, expires_on=on)
    retention.carry_out(by=audit.SYSTEM, is_dry_run=False)
    assert [each.text for each in Remark.objects.all()] == ["2025-12-01"]
    assert [each.digest for each in Ticket.objects.all()] == ["1"]
    assert counts(session) == (0, 0, 0, 0, 1)
