"""Calendar files, read back by other people's programs: the icalendar library, khal's reader, dateutil's rules."""

import datetime as dt
import gc
import weakref
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import WEEKLY, rrule
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from podworko.bookings import calendar_files
from podworko.bookings.actions import deciding, ending
from podworko.bookings.models import BookingRequest, DateState
from podworko.core import audit
from podworko.core.models import Message
from tests.factories import make_booking, make_request, make_room, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
WARSAW = ZoneInfo("Europe/Warsaw")


def events(text):
    return icalendar.Calendar.from_ical(text).walk("VEVENT")


def wall(value):
    """Return what a property in local time says: RFC 5545 counts and excepts on the wall, not in UTC."""
    assert value.params["TZID"] == "Europe/Warsaw"
    return value.dt.replace(tzinfo=None)


def meant(text):
    """Return what a calendar program makes of the file: {beginning in UTC: place}."""
    main, *overrides = events(text)
    moments = [wall(main["DTSTART"])]
    if "RRULE" in main:
        assert main["RRULE"]["FREQ"] == ["WEEKLY"]
        (until,) = main["RRULE"]["UNTIL"]
        weeks = rrule(WEEKLY, dtstart=moments[0], count=100)
        moments = [each for each in weeks if each.replace(tzinfo=WARSAW) <= until]
    if "EXDATE" in main:
        left_out = {each.dt.replace(tzinfo=None) for each in main["EXDATE"].dts}
        assert left_out <= set(moments), "an exception to a week that the rule does not have"
        moments = [each for each in moments if each not in left_out]
    places = {wall(each["RECURRENCE-ID"]): str(each["LOCATION"]) for each in overrides}
    assert set(places) <= set(moments)
    return {each.replace(tzinfo=WARSAW).astimezone(dt.UTC): places.get(each, str(main["LOCATION"])) for each in moments}


def invited(request):
    """Return the file that the person gets."""
    return calendar_files.invitation(request, request.dates.select_related("room"))


def given_in(request):
    dates = request.dates.filter(state=DateState.ACCEPTED).select_related("room")
    return {date.starts_at: calendar_files.place_line(request.centre, str(date.room)) for date in dates}


def test_one_date_is_one_event_with_all_that_a_calendar_shows():
    request = make_booking(make_room(name="Sala duża"), topic='Chór; próba, "generalna"\\', person='Anna "Ania" Nowak')
    (event,) = events(invited(request))
    assert str(event["SUMMARY"]) == 'Chór; próba, "generalna"\\'
    assert event["DTSTART"].dt.isoformat() == "2026-12-01T17:00:00+01:00"
    assert event["DTEND"].dt.isoformat() == "2026-12-01T19:00:00+01:00"
    assert event["DTSTART"].params["TZID"] == "Europe/Warsaw"
    assert str(event["LOCATION"]).startswith("Sala duża, ")
    assert event["ORGANIZER"] == f"mailto:{request.centre.email}"
    assert event["ATTENDEE"] == "mailto:anna.nowak@example.org"
    assert f"/request/{request.reference}:" in str(event["DESCRIPTION"])


def test_a_calendar_program_reads_it():
    from khal.icalendar import cal_from_ics  # noqa: PLC0415 - khal sets icalendar to another library of time zones

    icalendar.use_zoneinfo()
    calendar = cal_from_ics(invited(make_booking(weeks=4)))
    assert calendar.get("METHOD") == "REQUEST"
    assert [component.name for component in calendar.subcomponents] == ["VTIMEZONE", "VEVENT"]


def test_lines_are_no_longer_than_the_standard_allows():
    request = make_booking(topic="Święto ulicy i bardzo długa próba chóru sąsiedzkiego 💛 " * 2)
    text = invited(request)
    assert text.endswith("\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert str(events(text)[0]["SUMMARY"]) == request.topic


def test_a_weekly_six_oclock_stays_at_six_when_the_clocks_change():
    request = make_booking(on=dt.date(2027, 3, 16), starts="18:00", ends="19:00", weeks=4)
    text = invited(request)
    assert sorted(meant(text)) == [date.starts_at for date in request.dates.all()]
    # For a program that does not know the zone by name, the file says itself when its clocks change.
    (definition,) = icalendar.Calendar.from_ical(text).walk("VTIMEZONE")
    zone = definition.to_tz(lookup_tzid=False)
    offsets = [dt.datetime(2027, 3, day, 18, tzinfo=zone).utcoffset() for day in (23, 30)]
    assert offsets == [dt.timedelta(hours=1), dt.timedelta(hours=2)]


@settings(max_examples=30, deadline=None)
@given(
    first=st.dates(dt.date(2026, 12, 1), dt.date(2027, 11, 1)),
    hour=st.sampled_from(["09:00", "18:30", "22:00"]),
    fates=st.lists(st.sampled_from(["here", "there", "declined", "cancelled"]), min_size=1, max_size=12).filter(
        lambda fates: {"here", "there"} & set(fates)
    ),
)
def test_rule_and_exceptions_make_up_exactly_the_dates_that_were_given(first, hour, fates):
    room = make_room()
    other = make_room(room.centre)
    end = f"{int(hour[:2]) + 1}{hour[2:]}"
    request = make_booking(room, on=first, starts=hour, ends=end, weeks=len(fates))
    for date, fate in zip(request.dates.all(), fates, strict=True):
        date.room = other if fate == "there" else room
        date.state = fate if fate in DateState.values else DateState.ACCEPTED
        date.save()
    text = invited(request)
    assert meant(text) == given_in(request)
    assert {str(event["UID"]) for event in events(text)} == {f"{request.public_id}@{calendar_files.domain()}"}


def test_the_uid_stays_and_the_sequence_grows_with_each_file_sent():
    room = make_room()
    host = audit.staff(make_user())
    request = make_request(room, weeks=3)
    first, second, third = request.dates.all()
    deciding.accept(request=request, by=host, date_ids=[first.pk])
    deciding.accept(request=request, by=host, date_ids=[second.pk, third.pk])
    ending.cancel(request=request, by=audit.RESIDENT, date_ids=[first.pk])
    ending.cancel(request=request, by=host, reason="Awaria.")
    files = [mail.attachments[0] for mail in Message.objects.order_by("pk") if mail.attachments]
    sent = [icalendar.Calendar.from_ical(file["text"]) for file in files]
    assert [str(calendar["METHOD"]) for calendar in sent] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert [file["type"].rpartition("=")[2] for file in files] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    mains = [calendar.walk("VEVENT")[0] for calendar in sent]
    assert {str(event["UID"]) for event in mains} == {f"{request.public_id}@{calendar_files.domain()}"}
    sequences = [int(event["SEQUENCE"]) for event in mains]
    assert sequences == sorted(set(sequences))
    assert mains[-1]["STATUS"] == "CANCELLED"
    assert "RRULE" not in mains[-1]


def test_the_description_is_in_the_persons_language():
    request = make_booking()
    said = set()
    for language in ("pl", "uk", "en"):
        with translation.override(language):
            said.add(str(events(invited(request))[0]["DESCRIPTION"]).partition("http")[0])
    assert len(said) == 3


def test_what_is_over_stays_out_of_nobodys_invitation():
    """A file for a request is about that request alone."""
    room = make_room()
    mine, _other = make_booking(room), make_booking(room, on=dt.date(2026, 12, 2))
    assert set(meant(invited(mine))) == set(given_in(BookingRequest.objects.get(pk=mine.pk)))


class Words(str):
    """Words of which it can be seen whether anybody still holds them."""

    __slots__ = ("__weakref__",)


def test_nothing_that_a_feed_says_is_kept_in_memory_after_it():
    """Names, telephone numbers and signed links stand in it, and somebody may ask to be erased."""
    words = [Words("Urodziny Anny"), Words("Sala duża"), Words("Anna Nowak, +48 600 100 200")]
    summary, location, description = words
    at = dt.datetime(2026, 12, 1, 17, tzinfo=dt.UTC)
    entry = calendar_files.FeedEntry(
        "1", at, at + dt.timedelta(hours=1), WARSAW, summary, location, "CONFIRMED", 0, at, description
    )
    (event,) = events(calendar_files.feed("Dom", [entry]))
    assert [event[name] for name in ("SUMMARY", "LOCATION", "DESCRIPTION")] == words
    held = [weakref.ref(each) for each in words]
    del words, summary, location, description, entry, event
    gc.collect()
    assert [each() for each in held] == [None, None, None]
