"""Planning: sessions and their rooms, publishing, calling off."""

import datetime as dt

import pytest

from podworko.bookings.drafts import When
from podworko.bookings.models import DayVersion, Occupancy
from podworko.bookings.queries.feeds import feed_entries
from podworko.bookings.queries.plans.uses import found
from podworko.core import audit, clock
from podworko.core.errors import Conflict, Refused
from podworko.core.models import AuditEvent, Message
from podworko.people.models import Role
from podworko.programme.actions import enrolling, planning
from podworko.programme.drafts import ActivityDraft, Plan
from podworko.programme.models import Activity, ActivityState, Session, SessionState
from tests.bookings.seen import codes, taken
from tests.factories import make_activity, make_centre, make_closure, make_enrolment, make_room, make_staff
from tests.programme.seen import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
THURSDAY = dt.date(2026, 11, 26)


@pytest.fixture
def room():
    return make_room(make_centre(terms={"buffer_minutes": 15}), name="Duża")


def staff(room):
    return audit.staff(make_staff(Role.COORDINATOR, room.centre))


def draft(**fields):
    return ActivityDraft(**{"title": "Joga dla seniorów", "kind": "movement"} | fields)


def plan(room, on=THURSDAY, starts="17:00", ends="18:30", rule=""):
    return Plan(When(on, dt.time.fromisoformat(starts), dt.time.fromisoformat(ends), rule), room)


def create(room, *, fields=None, without_taken=False, **when):
    return planning.create(
        centre=room.centre,
        draft=draft(**fields or {}),
        plan=plan(room, **when),
        by=staff(room),
        without_taken=without_taken,
    )


class TestCreating:
    def test_each_session_takes_its_room_with_the_time_to_make_it_ready(self, room):
        planned = create(room, rule="FREQ=WEEKLY;COUNT=2")
        assert [str(each) for each in planned.sessions] == ["2026-11-26 16:00", "2026-12-03 16:00"]
        assert taken(room) == ["26.11. 17:00–18:45", "03.12. 17:00–18:45"]
        assert {session.use.kind for session in planned.sessions} == {Occupancy.Kind.ACTIVITY}
        assert planned.activity.state == ActivityState.DRAFT

    def test_a_weekly_hour_stays_across_the_clock_change(self, room):
        planned = create(room, on=dt.date(2027, 3, 25), rule="FREQ=WEEKLY;COUNT=2")
        zone = room.centre.zone
        assert [f"{each.starts_at.astimezone(zone):%H:%M}" for each in planned.sessions] == ["17:00", "17:00"]
        assert [f"{each.starts_at:%H:%M}" for each in planned.sessions] == ["16:00", "15:00"]

    def test_an_hour_that_the_spring_takes_away_is_refused_with_a_sentence(self, room):
        with refused(Refused) as refusal:
            create(room, on=dt.date(2027, 3, 28), starts="02:30", ends="04:00")
        assert codes(refusal) == [("starts", "no-such-time")]
        assert not Activity.objects.exists()

    def test_a_taken_date_is_told_and_nothing_is_written(self, room):
        make_closure(room, on=dt.date(2026, 12, 3))
        with refused(Conflict) as refusal:
            create(room, starts="10:00", ends="11:00", rule="FREQ=WEEKLY;COUNT=3")
        assert codes(refusal) == [("room", "taken")]
        assert "3 grudnia" in str(refusal.value.problems[0].sentence)
        assert not Activity.objects.exists()
        assert len(taken(room)) == 1

    def test_taken_dates_can_be_left_out(self, room):
        make_closure(room, on=dt.date(2026, 12, 3))
        planned = create(room, starts="10:00", ends="11:00", rule="FREQ=WEEKLY;COUNT=3", without_taken=True)
        assert planned.taken == [dt.date(2026, 12, 3)]
        assert [str(each)[:10] for each in Session.objects.all()] == ["2026-11-26", "2026-12-10"]

    def test_when_all_dates_are_taken_nothing_is_left_to_plan(self, room):
        make_closure(room, on=THURSDAY)
        with refused(Conflict):
            create(room, starts="10:00", ends="11:00", without_taken=True)
        assert not Activity.objects.exists()

    def test_outdoors_takes_no_room_even_when_one_is_named(self, room):
        planned = create(room, fields={"where": "outdoors", "spot": "Skwer"})
        assert (planned.sessions[0].room, planned.sessions[0].use) == (None, None)
        assert not Occupancy.objects.exists()

    @pytest.mark.parametrize(
        ("fields", "field", "code"),
        [
            ({"title": " \n "}, "title", "no-title"),
            ({"age_from": 60, "age_to": 3}, "age_to", "ages-in-order"),
            ({"is_age_checked": True}, "age_from", "no-ages"),
            ({"where": "outdoors"}, "spot", "no-spot"),
            ({"where": "online"}, "link", "no-link"),
            ({"where": "hybrid"}, "link", "no-link"),
            ({"capacity": 10}, "capacity", "places-without-sign-up"),
            ({"sign_up": "required", "capacity": 2, "largest_party": 3}, "largest_party", "party-too-large"),
        ],
    )
    def test_what_does_not_go_together_is_told_beside_its_field(self, room, fields, field, code):
        with refused(Refused) as refusal:
            create(room, fields=fields)
        assert codes(refusal) == [(field, code)]

    @pytest.mark.parametrize(
        ("when", "field", "code"),
        [
            ({"ends": "17:00"}, "ends", "ends-first"),
            ({"rule": "FREQ=SECONDLY"}, "rule", "no-rule"),
            ({"rule": "FREQ=DAILY;COUNT=900"}, "rule", "too-many-dates"),
            ({"on": dt.date(2026, 11, 23)}, "on", "past"),
        ],
    )
    def test_what_cannot_be_held_is_told_beside_its_field(self, room, when, field, code):
        with refused(Refused) as refusal:
            create(room, **when)
        assert codes(refusal) == [(field, code)]

    def test_without_a_room_it_is_not_held_in_a_room(self, room):
        with refused(Refused) as refusal:
            planning.create(centre=room.centre, draft=draft(), plan=plan(None), by=staff(room))
        assert codes(refusal) == [("room", "no-room")]

    def test_addresses_are_made_of_titles_and_never_twice(self, room):
        slugs = [
            create(room, on=THURSDAY + dt.timedelta(days=7 * week), fields={"title": title}).activity.slug
            for week, title in enumerate(["Żółw i łódź", "Żółw i łódź", "Шахи", "x" * 120])
        ]
        assert slugs[0] == "zolw-i-lodz"
        assert slugs[1].startswith("zolw-i-lodz-")
        assert slugs[2] == "zajecia"
        assert len(slugs[3]) <= 60

    def test_a_series_leaves_out_the_days_off_and_says_so(self, room):
        planned = create(room, on=dt.date(2026, 12, 18), rule="FREQ=WEEKLY;COUNT=3")
        assert [str(each)[:10] for each in planned.sessions] == ["2026-12-18"]
        assert planned.closed == [dt.date(2026, 12, 25), dt.date(2027, 1, 1)]

    def test_a_single_date_may_be_on_a_day_off(self, room):
        assert len(create(room, on=dt.date(2026, 12, 25)).sessions) == 1

    def test_a_series_of_days_off_alone_is_refused(self, room):
        with refused(Refused) as refusal:
            create(room, on=dt.date(2026, 11, 28), rule="FREQ=WEEKLY;COUNT=3")
        assert codes(refusal) == [("on", "closed")]

    def test_a_series_without_a_date_is_refused(self, room):
        with refused(Refused) as refusal:
            create(room, rule="FREQ=WEEKLY;UNTIL=20261101")
        assert codes(refusal) == [("rule", "no-dates")]

    def test_a_room_of_another_place_is_refused(self, room):
        with refused(Refused) as refusal:
            planning.create(centre=make_centre(), draft=draft(), plan=plan(room), by=staff(room))
        assert codes(refusal) == [("room", "no-such-room")]

    def test_sent_twice_it_is_one(self, room):
        words = {"centre": room.centre, "draft": draft(), "plan": plan(room), "by": staff(room)}
        first, second = (planning.create(**words, submission_key="a") for _time in range(2))
        assert first.activity == second.activity
        assert len(taken(room)) == 1

    def test_no_title_hides_a_page_of_the_desk(self, room):
        assert create(room, fields={"title": "New"}).activity.slug != "new"


class TestOnTheWall:
    def test_of_a_draft_nobody_reads_what_it_is(self, room):
        create(room)
        (use,) = found(room.centre, [room], clock.day(THURSDAY, room.centre.zone))
        assert (use.title, use.kind) == ("Zajęte", "private")

    def test_everybody_reads_what_it_is(self, room):
        planning.publish(activity=create(room).activity, by=staff(room))
        span = clock.day(THURSDAY, room.centre.zone)
        for for_staff in (False, True):
            (use,) = found(room.centre, [room], span, for_staff=for_staff)
            assert (use.title, use.kind) == ("Joga dla seniorów", "use")
        (entry,) = feed_entries(room.centre)
        assert entry.summary == "Joga dla seniorów"

    def test_the_day_is_shown_anew(self, room):
        create(room)
        assert DayVersion.objects.filter(centre=room.centre, on=THURSDAY).exists()

    def test_the_parts_of_a_hall_are_taken_with_it(self, room):
        part = make_room(whole=room, name="Lewa")
        create(room)
        with refused(Conflict):
            create(part, fields={"title": "Szachy"})


class TestPublishing:
    def test_a_draft_is_published_once(self, room):
        activity = create(room).activity
        planning.publish(activity=activity, by=staff(room))
        assert Activity.objects.get().state == ActivityState.PUBLISHED
        with refused(Conflict):
            planning.publish(activity=activity, by=staff(room))

    def test_what_is_over_is_not_published(self, room, tuesday):
        activity = create(room).activity
        tuesday.shift(dt.timedelta(days=5))
        with refused(Refused) as refusal:
            planning.publish(activity=activity, by=staff(room))
        assert codes(refusal) == [("", "nothing-to-come")]


class TestCallingOff:
    def test_rooms_are_given_back_and_those_who_signed_up_are_told(self, room):
        activity = make_activity(
            room=room, rule="FREQ=WEEKLY;COUNT=2", draft={"sign_up": "required", "signs_up_for": "series"}
        )
        make_enrolment(activity, email="anna@example.org")
        Message.objects.all().delete()
        planning.call_off(activity=activity, by=staff(room), reason="Prowadząca choruje.")
        assert taken(room) == []
        assert {each.state for each in activity.sessions.all()} == {SessionState.CALLED_OFF}
        (message,) = Message.objects.all()
        assert (message.kind, message.to) == ("programme.called_off", "anna@example.org")
        assert "Prowadząca choruje." in message.text
        assert "METHOD:CANCEL" in message.attachments[0]["text"]
        assert message.attachments[0]["text"].count("BEGIN:VEVENT") == 2

    def test_one_session_is_called_off_and_the_others_stay(self, room):
        activity = make_activity(
            room=room, rule="FREQ=WEEKLY;COUNT=2", draft={"sign_up": "required", "signs_up_for": "session"}
        )
        first, second = activity.sessions.all()
        make_enrolment(activity, first, email="anna@example.org")
        make_enrolment(activity, second, email="jan@example.org")
        Message.objects.all().delete()
        planning.call_off_session(session=first, by=staff(room), reason="Awaria.")
        assert [message.to for message in Message.objects.all()] == ["anna@example.org"]
        assert len(taken(room)) == 1
        second.refresh_from_db()
        assert second.state == SessionState.PLANNED

    def test_twice_is_a_conflict(self, room):
        session = make_activity(room=room).sessions.get()
        planning.call_off_session(session=session, by=staff(room), reason="Awaria.")
        with refused(Conflict):
            planning.call_off_session(session=session, by=staff(room), reason="Awaria.")

    def test_what_is_over_is_not_called_off(self, room, tuesday):
        session = make_activity(room=room).sessions.get()
        tuesday.shift(dt.timedelta(days=30))
        with refused(Conflict) as refusal:
            planning.call_off_session(session=session, by=staff(room), reason="Awaria.")
        assert codes(refusal) == [("", "over")]

    def test_a_reason_is_needed_once_people_have_read_of_it(self, room):
        activity = make_activity(room=room)
        for deed, thing in (
            (planning.call_off, {"activity": activity}),
            (planning.call_off_session, {"session": activity.sessions.get()}),
        ):
            with refused(Refused) as refusal:
                deed(**thing, by=staff(room), reason="  ")
            assert codes(refusal) == [("reason", "reason-needed")]

    def test_a_draft_goes_without_one(self, room):
        activity = make_activity(room=room, is_draft=True)
        planning.call_off(activity=activity, by=staff(room), reason="")
        assert taken(room) == []
        activity.refresh_from_db()
        assert not activity.is_public


class TestChanging:
    def test_fewer_places_than_are_taken_are_refused(self, room):
        fields = {"sign_up": "required", "capacity": 3}
        activity = make_activity(room=room, draft=fields)
        for _number in range(3):
            make_enrolment(activity)
        with refused(Refused) as refusal:
            planning.change(activity=activity, draft=draft(**fields | {"capacity": 2}), by=staff(room))
        assert codes(refusal) == [("capacity", "fewer-than-taken")]
        assert Activity.objects.get().capacity == 3

    def test_the_trail_tells_what_was_changed(self, room):
        activity = make_activity(room=room)
        planning.change(activity=activity, draft=draft(title="Joga"), by=staff(room))
        event = AuditEvent.objects.get(verb="programme.changed")
        assert event.facts["changed"]["title"] == ["Szachy na podwórku", "Joga"]

    def test_the_wall_says_the_new_title(self, room):
        activity = make_activity(room=room)
        planning.change(activity=activity, draft=draft(title="Joga"), by=staff(room))
        assert Occupancy.objects.get().note == "Joga"

    def test_what_goes_outdoors_gives_its_rooms_back(self, room):
        activity = make_activity(room=room)
        fields = {"where": "outdoors", "spot": "Skwer"}
        planning.change(activity=activity, draft=draft(**fields), by=staff(room))
        session = activity.sessions.get()
        assert (taken(room), session.use, session.room) == ([], None, None)

    @pytest.mark.parametrize(
        ("fields", "field"),
        [({"sign_up": "none"}, "sign_up"), ({"sign_up": "required", "signs_up_for": "series"}, "signs_up_for")],
    )
    def test_one_comes_as_people_have_signed_up(self, room, fields, field):
        activity = make_activity(room=room, draft={"sign_up": "required"})
        enrolment = make_enrolment(activity)
        with refused(Refused) as refusal:
            planning.change(activity=activity, draft=draft(**fields), by=staff(room))
        assert codes(refusal) == [(field, "people-have-signed-up")]
        enrolling.resign(enrolment=enrolment, by=audit.SYSTEM)
        planning.change(activity=activity, draft=draft(**fields), by=staff(room))

    def test_what_is_called_off_is_not_changed(self, room):
        activity = make_activity(room=room)
        planning.call_off(activity=activity, by=staff(room), reason="Awaria.")
        with refused(Conflict):
            planning.change(activity=activity, draft=draft(), by=staff(room))

    def test_further_sessions_join_the_series_and_none_twice(self, room):
        activity = make_activity(room=room, on=THURSDAY)
        planning.add_sessions(activity=activity, plan=plan(room, on=THURSDAY + dt.timedelta(weeks=1)), by=staff(room))
        with refused(Refused) as refusal:
            planning.add_sessions(activity=activity, plan=plan(room), by=staff(room))
        assert codes(refusal) == [("on", "twice")]
        assert activity.sessions.count() == 2
