"""Declaring, and how membership begins and ends: by each way, told to whom it concerns, written down."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from podworko.core import audit
from podworko.core.errors import Conflict, Refused
from podworko.core.models import Message
from podworko.membership.actions import declaring, keeping
from podworko.membership.actions.rules import change_rules
from podworko.membership.drafts import MemberDraft
from podworko.membership.models import MEMBER_LIFE, Membership, MembershipState, Roll
from podworko.people.assisted import Assistance
from podworko.people.models import AnswerBy, EntryChannel
from podworko.places.models import ModelKind
from tests.factories import make_centre, make_member
from tests.membership.seen import again, declared, refused, told, verbs, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
TODAY = dt.date(2026, 11, 24)
BY = audit.SYSTEM


def test_a_declaration_counts_once_its_code_is_typed_in_and_then_waits_for_the_place(centre):
    membership = declared(centre)
    assert membership.state == MembershipState.UNCONFIRMED
    with refused(Refused, ("code", "wrong-code")):
        declaring.confirm(membership=membership, code="x")

    membership = waiting(centre, "other", person="Ewa", email="ewa@example.org")
    assert (membership.state, membership.number, membership.since) == (MembershipState.WAITING, None, None)
    assert told(membership) == ["received"]
    arrived = Message.objects.get(kind="membership.arrived")
    assert arrived.to == centre.email
    assert "Ewa" not in arrived.text
    assert verbs(membership) == ["declared", "confirmed"]


def test_the_place_accepts_and_gives_the_next_number_once(centre):
    first = keeping.accept(membership=waiting(centre), by=BY)
    assert (first.state, first.number, first.since) == (MembershipState.MEMBER, 1, TODAY)
    assert keeping.accept(membership=first, by=BY).number == 1
    assert told(first) == ["received", "accepted"]
    assert "1" in Message.objects.get(kind="membership.accepted").text
    assert make_member(centre).number == 2
    # Every place has its own book.
    assert make_member(make_centre(centre.network, kind=ModelKind.CAS)).number == 1


def test_a_number_is_never_given_again(centre):
    make_member(centre)
    Membership.objects.all().delete()
    assert make_member(centre).number == 2


def test_the_place_says_why_it_does_not_accept(centre):
    membership = waiting(centre)
    with refused(Refused, ("reason", "reason-needed")):
        keeping.refuse(membership=membership, by=BY, reason=" \n ")
    with refused(Refused, ("reason", "too-long")):
        keeping.refuse(membership=membership, by=BY, reason="x" * 501)
    membership = keeping.refuse(membership=membership, by=BY, reason="Prosimy najpierw\no rozmowę.")
    assert (membership.state, membership.number, membership.ended_on) == (MembershipState.REFUSED, None, TODAY)
    assert "Prosimy najpierw o rozmowę." in Message.objects.get(kind="membership.refused").text
    # They may declare anew.
    assert waiting(centre, "again").state == MembershipState.WAITING


@pytest.mark.parametrize(
    ("draft", "problem"),
    [
        ({"person": "\u200b"}, ("person", "no-name")),
        ({"birth_year": None}, ("birth_year", "no-year")),
        ({"birth_year": 10**9}, ("birth_year", "no-year")),
        ({"birth_year": 1967}, ("birth_year", "too-young")),
        ({"email": ""}, ("email", "email-needed")),
        ({"emergency_person": "Ola"}, ("emergency_phone", "no-number")),
        ({"emergency_phone": "+48600100200"}, ("emergency_person", "no-name")),
    ],
)
def test_what_is_missing_is_told_beside_its_field(centre, draft, problem):
    with refused(Refused, problem):
        declared(centre, **draft)


def test_whoever_reaches_the_age_this_year_is_let_in(centre):
    assert declared(centre, birth_year=1966).birth_year == 1966


def test_what_the_place_does_not_ask_for_is_not_kept(centre):
    centre.kind.age_from = None
    centre.kind.save()
    membership = declared(centre, lives_here=True)
    assert (membership.birth_year, membership.lives_here) == (None, False)


def test_a_place_may_be_for_those_who_live_in_the_town(centre):
    change_rules(centre=centre, notice_days=14, is_for_residents=True, by=BY)
    with refused(Refused, ("lives_here", "not-from-here")):
        declared(centre)
    assert declared(centre, lives_here=True).lives_here


@pytest.mark.parametrize("change", [{"stage": "closed"}, {"kind": "mam"}])
def test_a_place_without_members_takes_none(centre, change):
    other = make_centre(centre.network, **{"kind": "cas"} | change)
    with refused(Refused, ("", "no-members")):
        declared(other)


def test_the_same_sending_again_is_the_same_declaration(centre):
    assert declared(centre) == declared(centre)
    with refused(Conflict, ("", "key-used")):
        declared(centre, person="Jan")


def test_nobody_belongs_twice_but_a_couple_shares_an_address(centre):
    make_member(centre, person="Anna Nowak", email="dom@example.org")
    make_member(centre, person="Jan Nowak", email="dom@example.org")
    with refused(Conflict, ("email", "twice")):
        make_member(centre, person="anna nowak", email="Dom@Example.org")
    make_member(centre, person="Ewa Lis", email="", phone="+48600100200")
    with refused(Conflict, ("phone", "twice")):
        make_member(centre, person="Ewa Lis", email="", phone="+48600100200")


def type_in(centre, *, answer_by=None, key="typed", since=None, **draft):
    usual = {"person": "Józef Lis", "birth_year": 1944}
    return declaring.type_in(
        centre=centre,
        draft=MemberDraft(**usual | draft),
        assistance=Assistance(EntryChannel.PAPER, has_agreed=True, answer_by=answer_by),
        by=BY,
        since=since,
        submission_key=key,
    )


def test_a_declaration_on_paper_makes_a_member_since_the_day_that_stands_on_it(centre):
    membership = type_in(centre, phone="+48600100200", since=dt.date(2024, 2, 29))
    assert (membership.state, membership.number, membership.since) == (MembershipState.MEMBER, 1, dt.date(2024, 2, 29))
    assert (Message.objects.get().channel, Message.objects.get().to) == ("sms", "+48600100200")
    assert type_in(centre, phone="+48600100200", since=dt.date(2024, 2, 29)) == membership
    for since, code in ((TODAY + dt.timedelta(days=1), "in-the-future"), (dt.date(1926, 1, 1), "too-long-ago")):
        with refused(Refused, ("since", code)):
            type_in(centre, key="later", phone="+48600100201", since=since)


def test_an_address_is_kept_only_of_whoever_wants_letters(centre):
    with refused(Refused, ("address", "address-not-needed")):
        type_in(centre, phone="+48600100200", address="ul. Długa 1")
    with refused(Refused, ("phone", "no-contact")):
        type_in(centre)
    type_in(centre, address="ul. Długa 1, 30-001 Kraków", answer_by=AnswerBy.LETTER)
    letter = Message.objects.get()
    assert (letter.channel, letter.to) == ("letter", "Józef Lis, ul. Długa 1, 30-001 Kraków")


def test_a_member_resigns_and_whom_to_call_is_gone(centre):
    member = make_member(centre, emergency_person="Ola Lis", emergency_phone="+48600100300")
    member = keeping.resign(membership=member, by=audit.RESIDENT)
    assert (member.state, member.ended_on, member.emergency_phone) == (MembershipState.RESIGNED, TODAY, "")
    assert keeping.resign(membership=member, by=audit.RESIDENT).state == MembershipState.RESIGNED
    assert told(member) == ["accepted", "ended"]


def test_who_waits_takes_the_declaration_back(centre):
    assert keeping.resign(membership=waiting(centre), by=audit.RESIDENT).state == MembershipState.WITHDRAWN


def test_when_somebody_has_died_nobody_is_written_to(centre):
    member = make_member(centre)
    keeping.give_notice(membership=member, by=BY, reason="Dawno nie było wiadomości.")
    assert told(member) == ["accepted", "notice"]
    member = keeping.note_death(membership=member, by=BY)
    # What was still to be sent is not sent either.
    assert (member.state, told(member)) == (MembershipState.DIED, [])
    assert keeping.note_death(membership=member, by=BY).ended_on == TODAY
    with refused(Conflict, ("", "not-any-more")):
        keeping.resign(membership=member, by=BY)


def test_striking_off_takes_a_reason_notice_and_time(centre, tuesday):
    change_rules(centre=centre, notice_days=10, is_for_residents=False, by=BY)
    member = keeping.give_notice(membership=make_member(centre), by=BY, reason="Obrażanie innych.")
    assert member.answer_until == TODAY + dt.timedelta(days=10)
    assert member.is_member
    assert "Obrażanie innych." in Message.objects.get(kind="membership.notice").text
    with refused(Conflict, ("", "not-any-more")):
        keeping.give_notice(membership=member, by=BY, reason="Jeszcze raz.")

    # On the last evening they may still answer, by the clock of the town.
    tuesday.move_to(dt.datetime(2026, 12, 4, 22, 59, tzinfo=dt.UTC))
    keeping.strike_off_due()
    assert again(member).state == MembershipState.NOTICE
    tuesday.move_to(dt.datetime(2026, 12, 4, 23, 1, tzinfo=dt.UTC))
    for _worker in range(2):
        keeping.strike_off_due()
    member = again(member)
    assert (member.state, member.ended_on) == (MembershipState.STRUCK_OFF, dt.date(2026, 12, 5))
    assert told(member) == ["accepted", "notice", "ended"]
    assert verbs(member)[-1] == "struck_off"
    assert "Obrażanie innych." in Message.objects.filter(kind="membership.ended").get().text


def test_a_notice_is_taken_back(centre, tuesday):
    member = keeping.give_notice(membership=make_member(centre), by=BY, reason="Brak wiadomości.")
    member = keeping.take_back_notice(membership=member, by=BY)
    assert (member.state, member.reason, member.answer_until) == (MembershipState.MEMBER, "", None)
    keeping.take_back_notice(membership=member, by=BY)
    tuesday.shift(dt.timedelta(days=30))
    keeping.strike_off_due()
    assert again(member).is_member
    assert told(member) == ["accepted", "notice", "notice_taken_back"]


def test_who_is_under_notice_is_not_accepted_anew(centre):
    member = keeping.give_notice(membership=make_member(centre), by=BY, reason="Brak wiadomości.")
    with refused(Conflict, ("", "not-any-more")):
        keeping.accept(membership=member, by=BY)


@pytest.mark.parametrize("days", [6, 91])
def test_a_notice_is_neither_too_short_nor_too_long(centre, days):
    with refused(Refused, ("notice_days", "notice-days")):
        change_rules(centre=centre, notice_days=days, is_for_residents=False, by=BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Roll.objects.create(centre=centre, notice_days=days)


DEEDS = {
    MembershipState.MEMBER: lambda each: keeping.accept(membership=each, by=BY),
    MembershipState.REFUSED: lambda each: keeping.refuse(membership=each, by=BY, reason="Powód."),
    MembershipState.NOTICE: lambda each: keeping.give_notice(membership=each, by=BY, reason="Powód."),
    MembershipState.RESIGNED: lambda each: keeping.resign(membership=each, by=BY),
    MembershipState.DIED: lambda each: keeping.note_death(membership=each, by=BY),
}


def standing_as(state, centre):
    """Return a membership in that state, as the deeds make it."""
    if state == MembershipState.UNCONFIRMED:
        return declared(centre)
    if state in {MembershipState.WAITING, MembershipState.REFUSED, MembershipState.WITHDRAWN}:
        membership = waiting(centre)
        if state == MembershipState.REFUSED:
            keeping.refuse(membership=membership, by=BY, reason="Powód.")
        elif state == MembershipState.WITHDRAWN:
            keeping.resign(membership=membership, by=BY)
        return again(membership)
    member = make_member(centre)
    if state in {MembershipState.NOTICE, MembershipState.STRUCK_OFF}:
        keeping.give_notice(membership=member, by=BY, reason="Powód.")
    if state == MembershipState.STRUCK_OFF:
        Membership.objects.update(answer_until=TODAY - dt.timedelta(days=1))
        keeping.strike_off_due()
    elif state in {MembershipState.RESIGNED, MembershipState.DIED}:
        DEEDS[state](member)
    return again(member)


@pytest.mark.parametrize("old", MembershipState.values)
@pytest.mark.parametrize("new", [state.value for state in DEEDS])
def test_each_deed_is_possible_only_where_the_life_of_a_membership_allows_it(centre, old, new):
    membership = standing_as(old, centre)
    assert membership.state == old
    aim = MembershipState(new)
    # Resigning before one belongs is taking the declaration back; what is so already stays so.
    if aim == MembershipState.RESIGNED and old in {"unconfirmed", "waiting", "withdrawn"}:
        aim = MembershipState.WITHDRAWN
    is_idle = old == aim and aim not in {MembershipState.NOTICE, MembershipState.REFUSED}
    is_back = (old, new) == ("notice", "member")  # only by taking the notice back
    if is_idle or (MEMBER_LIFE.allows(old, aim) and not is_back):
        DEEDS[MembershipState(new)](membership)
        assert again(membership).state == aim
    else:
        with refused(Conflict, ("", "not-any-more")):
            DEEDS[MembershipState(new)](membership)
        assert again(membership).state == old


@pytest.mark.parametrize(
    "values",
    [
        {"number": None},
        {"since": None},
        {"ended_on": TODAY},
        {"state": "resigned"},
        {"state": "notice", "answer_until": TODAY},
        {"state": "notice", "reason": "Powód."},
        {"answer_until": TODAY},
        {"state": "resigned", "ended_on": TODAY - dt.timedelta(days=1)},
        {"state": "waiting"},
        {"email": "", "phone": "", "address": ""},
        {"emergency_person": "Ola"},
    ],
    ids=repr,
)
def test_the_database_itself_keeps_what_belongs_together(centre, values):
    member = make_member(centre)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=member.pk).update(**values)


def test_the_database_itself_gives_a_number_once(centre):
    first, second = make_member(centre), make_member(centre)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=second.pk).update(number=first.number)
