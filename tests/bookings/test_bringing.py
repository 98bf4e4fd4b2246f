"""Bringing a calendar: judged against the rooms, answered, kept, brought again, taken back."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection

from podworko.bookings.actions import bringing, occupying, taking_back
from podworko.bookings.bringing import events, tasks
from podworko.bookings.bringing.answers import LEAVE, OPEN_HOURS
from podworko.bookings.models import BroughtCalendar, BroughtUse, DayVersion, Occupancy
from podworko.bookings.queries import bringing as queries
from podworko.bookings.queries.brought import undoing
from podworko.core import audit, clock, retention
from podworko.core.errors import Conflict, Refused
from podworko.core.imports import claims, judging, writing
from podworko.core.models import AuditEvent, Import, ImportRow
from tests.bookings.brought import WARSAW, bring, calendar_of, event, judged, kept, make_place, read, verdicts
from tests.factories import make_booking, make_centre, make_closure, make_room, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
ON = dt.date(2026, 12, 1)


def at(hours, *, on=ON, **fields):
    """Return an event between hours on the wall, as "17-19"."""
    start, end = (int(each) for each in hours.split("-"))
    day = f"{on:%Y%m%d}"
    lines = [f"DTSTART;TZID=Europe/Warsaw:{day}T{start:02}0000", f"DTEND;TZID=Europe/Warsaw:{day}T{end:02}0000"]
    return event(*lines, **fields)


def whole_day(on=ON, **fields):
    return event(f"DTSTART;VALUE=DATE:{on:%Y%m%d}", **fields)


def uses(calendar):
    """Return the uses of a calendar as the table of room use holds them."""
    found = Occupancy.objects.filter(brought__calendar=calendar).order_by("starts_at").select_related("room")
    return [
        (use.room.name, f"{use.starts_at.astimezone(WARSAW):%m-%d %H:%M}", f"{use.ends_at.astimezone(WARSAW):%H:%M}")
        for use in found
    ]


def test_nothing_is_written_before_somebody_says_so_and_then_all_that_can_be():
    place, _large, _small = make_place()
    calendar = read(place, calendar_of(at("17-19"), at("9-10", uid="2", room="Sala mała", title="Kawa")))
    assert verdicts(calendar) == [("Kawa", "new", ""), ("Próba", "new", "")]
    assert not Occupancy.objects.exists()
    kept(calendar)
    assert uses(calendar) == [("Sala mała", "12-01 09:00", "10:00"), ("Sala duża", "12-01 17:00", "19:00")]
    assert calendar.source.state == Import.State.DONE
    assert calendar.kept_at == clock.now()
    assert DayVersion.objects.filter(centre=place, on=ON).exists()
    assert not BroughtUse.objects.filter(is_open_to_all=True).exists()
    trail = AuditEvent.objects.filter(subject_type="bookings.broughtcalendar").order_by("pk")
    assert list(trail.values_list("verb", flat=True)) == ["bookings.calendar_brought", "bookings.calendar_kept"]


def test_what_clashes_is_told_with_what_and_left_out():
    place, large, small = make_place()
    make_booking(large, on=ON, starts="18:00", ends="20:00", topic="Zebranie rady")
    make_closure(small, on=ON, starts="09:00", ends="12:00")
    calendar = read(
        place, calendar_of(at("17-19"), at("10-11", uid="2", room="Sala mała"), at("16-18", uid="3", title="Styk"))
    )
    assert verdicts(calendar) == [("Próba", "wrong", "taken"), ("Styk", "new", ""), ("Próba", "wrong", "taken")]
    rows = calendar.source.rows.order_by("number")
    assert "09:00–12:00" in rows[0].problems[0]["sentence"]
    assert "18:00–20:00" in rows[2].problems[0]["sentence"]
    kept(calendar)
    assert uses(calendar) == [("Sala duża", "12-01 16:00", "18:00")]


def test_dates_of_the_file_clash_with_each_other():
    place, _large, _small = make_place()
    calendar = read(place, calendar_of(at("17-19", title="Pierwsza"), at("18-20", uid="2", title="Druga")))
    assert verdicts(calendar) == [("Pierwsza", "new", ""), ("Druga", "wrong", "taken")]


def test_a_clash_within_the_file_is_seen_over_the_border_of_a_batch(monkeypatch):
    monkeypatch.setattr("podworko.core.imports.judging.BATCH", 2)
    place, _large, _small = make_place()
    parts = [at("9-10", uid="a"), at("10-20", uid="b", title="Długa"), at("11-12", uid="c"), at("13-14", uid="d")]
    calendar = read(place, calendar_of(*parts))
    assert [code for _title, _verdict, code in verdicts(calendar)] == ["", "", "taken", "taken"]


def test_the_whole_and_its_parts():
    place = make_centre()
    whole = make_room(place, name="Aula")
    make_room(place, name="Aula A", whole=whole)
    part = make_room(place, name="Aula B", whole=whole)
    make_booking(part, on=ON, starts="17:00", ends="19:00")
    calendar = read(
        place,
        calendar_of(
            at("18-20", room="Aula A; Aula B", title="Całość"),
            at("18-20", room="Aula A", uid="2", title="Część"),
            at("19-21", room="Aula", uid="3", title="Później"),
        ),
    )
    assert sorted(verdicts(calendar)) == [
        ("Całość", "wrong", "taken"),
        ("Część", "new", ""),
        ("Później", "wrong", "taken"),
    ]
    kept(calendar)
    assert uses(calendar) == [("Aula A", "12-01 18:00", "20:00")]


def test_what_is_taken_meanwhile_is_reported_and_nothing_is_overwritten():
    place, large, _small = make_place()
    calendar = read(place, calendar_of(at("17-19"), at("20-21", uid="2")))
    booking = make_booking(large, on=ON, starts="18:00", ends="19:00")
    kept(calendar)
    assert uses(calendar) == [("Sala duża", "12-01 20:00", "21:00")]
    assert Occupancy.objects.filter(booking_date__request=booking).exists()
    assert verdicts(calendar)[0] == ("Próba", "wrong", "taken")


def test_names_are_asked_once_each_and_the_answers_stay():
    place, large, small = make_place()
    parts = [
        at("9-10", room="wielka duża", uid="1"),
        at("9-10", room="Biuro", uid="2"),
        at("11-12", room="Biuro", uid="3"),
    ]
    calendar = read(place, calendar_of(*parts, at("13-14", room="Strych", uid="4")))
    preview = queries.preview(calendar, chosen="", page="1")
    assert [(each.name, each.count, each.how) for each in preview.questions] == [
        ("Biuro", 2, "unknown"),
        ("Strych", 1, "unknown"),
        ("wielka duża", 1, "guess"),
    ]
    assert preview.chosen == "asked"
    bringing.answer(
        calendar=calendar, by=audit.SYSTEM, rooms={"biuro": small.pk, "strych": LEAVE, "wielkaduza": large.pk}
    )
    judged(calendar)
    assert [code for _title, _verdict, code in verdicts(calendar)] == ["", "", "", "left-room"]
    again = queries.preview(calendar, chosen="", page="1")
    assert {each.name: each.choice for each in again.questions} == {
        "Biuro": str(small.pk),
        "Strych": LEAVE,
        "wielka duża": str(large.pk),
    }
    bringing.answer(calendar=calendar, by=audit.SYSTEM, rooms={"strych": ""})
    assert judged(calendar).answers["rooms"].keys() == {"biuro", "wielkaduza"}


def test_a_whole_day_is_asked_about_and_then_lasts_while_the_place_is_open():
    place, _large, _small = make_place()
    saturday = ON + dt.timedelta(days=4)
    calendar = read(place, calendar_of(whole_day(), whole_day(saturday, uid="2", title="Sobota")))
    assert [each[2] for each in verdicts(calendar)] == ["ask-whole-day", "ask-whole-day"]
    bringing.answer(calendar=calendar, by=audit.SYSTEM, whole_days=OPEN_HOURS)
    assert verdicts(judged(calendar)) == [("Próba", "new", ""), ("Sobota", "wrong", "closed")]
    bringing.answer(calendar=calendar, by=audit.SYSTEM, whole_days=LEAVE)
    assert {each[2] for each in verdicts(judged(calendar))} == {"left-whole-day"}
    bringing.answer(calendar=calendar, by=audit.SYSTEM, whole_days=OPEN_HOURS)
    kept(judged(calendar))
    assert uses(calendar) == [("Sala duża", "12-01 09:00", "20:00")]


def test_a_clash_is_put_into_another_room_or_left_out():
    place, large, small = make_place()
    make_booking(large, on=ON, starts="17:00", ends="19:00")
    calendar = read(place, calendar_of(at("17-19"), at("18-19", uid="2", title="Wolne", room="Sala mała")))
    (line,) = queries.preview(calendar, chosen="clash", page="1").lines
    assert line.free == ((str(small.pk), "Sala mała"),)
    bringing.answer(calendar=calendar, by=audit.SYSTEM, events={line.uid: small.pk})
    assert verdicts(judged(calendar)) == [("Próba", "new", ""), ("Wolne", "wrong", "taken")]
    bringing.answer(calendar=calendar, by=audit.SYSTEM, events={line.uid: LEAVE})
    assert verdicts(judged(calendar)) == [("Próba", "wrong", "left-by-you"), ("Wolne", "new", "")]


def test_free_time_can_be_brought_all_the_same_but_not_what_was_called_off():
    place, large, _small = make_place()
    free = at("17-19").replace("END:VEVENT", "TRANSP:TRANSPARENT\r\nEND:VEVENT")
    off = at("9-10", uid="2").replace("END:VEVENT", "STATUS:CANCELLED\r\nEND:VEVENT")
    calendar = read(place, calendar_of(free, off))
    assert {each[2] for each in verdicts(calendar)} == {"free", "called-off"}
    answers = {row.cells["uid"]: large.pk for row in calendar.source.rows.all()}
    bringing.answer(calendar=calendar, by=audit.SYSTEM, events=answers)
    assert {each[2] for each in verdicts(judged(calendar))} == {"", "called-off"}


def test_the_same_file_again_brings_nothing_twice_and_shows_what_changed():
    place, _large, _small = make_place()
    kept(read(place, calendar_of(at("17-19"), at("9-10", uid="2", title="Kawa"))))
    calendar = read(place, calendar_of(at("18-20"), at("9-10", uid="2", title="Kawa"), at("12-13", uid="3")))
    assert verdicts(calendar) == [("Kawa", "same", ""), ("Próba", "new", ""), ("Próba", "change", "")]
    changed = calendar.source.rows.get(verdict="change")
    assert changed.changes == {"time": ["01.12.2026 17:00–19:00", "01.12.2026 18:00–20:00"]}
    kept(calendar)
    assert Occupancy.objects.count() == 3
    assert BroughtUse.objects.count() == 3
    moved = Occupancy.objects.get(brought__uid=changed.cells["uid"])
    assert f"{moved.starts_at.astimezone(WARSAW):%H:%M}" == "18:00"


def test_what_was_changed_here_is_not_changed_by_the_file():
    place, _large, small = make_place()
    calendar = kept(read(place, calendar_of(at("17-19"))))
    use = Occupancy.objects.get(brought__calendar=calendar)
    occupying.move(use, starts_at=use.starts_at, ends_at=use.ends_at, room=small)
    again = read(place, calendar_of(at("18-20")))
    assert verdicts(again) == [("Próba", "wrong", "changed-here")]


def test_taking_all_of_it_back_leaves_what_was_changed_here_and_what_others_have():
    place, large, small = make_place()
    booking = make_booking(large, on=ON, starts="12:00", ends="13:00")
    parts = [at("17-19"), at("9-10", uid="2"), at("20-21", uid="3"), at("14-15", uid="4")]
    calendar = kept(read(place, calendar_of(*parts)))
    moved = Occupancy.objects.filter(brought__calendar=calendar).order_by("starts_at").first()
    occupying.move(moved, starts_at=moved.starts_at, ends_at=moved.ends_at, room=small)
    what = undoing(calendar, now=clock.now())
    assert (what.going, what.coming, [each.room for each in what.staying]) == (3, 3, ["Sala mała"])
    bringing.undo(calendar=calendar, by=audit.SYSTEM)
    assert queries.is_at_work(BroughtCalendar.objects.get(pk=calendar.pk))
    assert taking_back.take_back(calendar.pk) == 3
    assert uses(calendar) == [("Sala mała", "12-01 09:00", "10:00")]
    assert Occupancy.objects.filter(booking_date__request=booking).exists()
    assert not queries.is_at_work(BroughtCalendar.objects.get(pk=calendar.pk))
    bringing.undo(calendar=calendar, by=audit.SYSTEM)
    assert taking_back.take_back(calendar.pk) == 0
    assert AuditEvent.objects.filter(verb="bookings.calendar_undone").count() == 1


def test_what_was_taken_back_can_be_brought_again():
    place, _large, _small = make_place()
    calendar = kept(read(place, calendar_of(at("17-19"))))
    bringing.undo(calendar=calendar, by=audit.SYSTEM)
    taking_back.take_back(calendar.pk)
    assert verdicts(read(place, calendar_of(at("17-19")))) == [("Próba", "new", "")]


def test_a_worker_that_died_while_taking_back_is_followed_by_another(tuesday, monkeypatch):
    monkeypatch.setattr(taking_back, "BATCH", 1)
    place, _large, _small = make_place()
    calendar = kept(read(place, calendar_of(at("17-19"), at("9-10", uid="2"))))
    bringing.undo(calendar=calendar, by=audit.SYSTEM)
    assert taking_back._next(calendar.pk) == 1
    assert taking_back.left_behind() == []
    tuesday.shift(dt.timedelta(minutes=3))
    assert taking_back.left_behind() == [calendar.pk]
    tasks.go_on()
    taking_back.take_back(calendar.pk)
    assert taking_back.left_behind() == []


def test_a_worker_that_died_while_writing_is_followed_by_another(tuesday, monkeypatch):
    monkeypatch.setattr(writing, "BATCH", 1)
    place, _large, _small = make_place()
    calendar = read(place, calendar_of(at("17-19"), at("9-10", uid="2")))
    bringing.keep(calendar=calendar, by=audit.SYSTEM)
    claimed = claims.take(calendar.source_id, Import.State.WRITING)
    writing._write_next(claimed, writing.registry.importer_of(bringing.KIND), ("", 0))
    assert len(uses(calendar)) == 1
    tuesday.shift(dt.timedelta(minutes=3))
    claims.abandoned()
    writing.write(calendar.source_id)
    assert len(uses(calendar)) == 2


class Killed(BaseException):
    """As kill -9 would: nothing is caught, nothing tidied up."""


def dying(*_args, **_options):
    raise Killed


A_TABLE = "Data;Od;Do;Sala;Nazwa\n01.12.2026;17:00;19:00;Sala duża;Próba"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("content", [calendar_of(at("17-19")), A_TABLE], ids=["ics", "csv"])
def test_nobody_waits_in_a_transaction_for_a_calendar_to_be_read(monkeypatch, content):
    seen, real = [], events.Gathering._add

    def noted(*args):
        seen.append(connection.in_atomic_block)
        real(*args)

    monkeypatch.setattr(events.Gathering, "_add", noted)
    place, _large, _small = make_place()
    calendar = bring(place, content)
    assert seen == [False]
    judged(calendar)
    assert seen == [False, False]
    assert verdicts(calendar) == [("Próba", "new", "")]


@pytest.mark.django_db(transaction=True)
def test_who_is_killed_between_reading_and_taking_in_leaves_nothing_and_may_bring_it_again(monkeypatch):
    place, _large, _small = make_place()
    with monkeypatch.context() as patch:
        patch.setattr(bringing.audit, "record", dying)
        with pytest.raises(Killed):
            bring(place, calendar_of(at("17-19")))
    assert not BroughtCalendar.objects.exists()
    assert not Import.objects.exists()
    assert uses(kept(read(place, calendar_of(at("17-19"))))) == [("Sala duża", "12-01 17:00", "19:00")]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_died_between_reading_and_keeping_is_followed_by_another(tuesday, monkeypatch):
    place, _large, _small = make_place()
    calendar = bring(place, calendar_of(at("17-19")))
    with monkeypatch.context() as patch:
        patch.setattr(judging, "_keep", dying)
        with pytest.raises(Killed):
            judging.judge(calendar.source_id)
    assert not ImportRow.objects.exists()
    tuesday.shift(claims.LEASE * 2)
    assert queries.is_late(BroughtCalendar.objects.get())
    assert claims.abandoned() == [(calendar.source_id, "reading")]
    assert verdicts(judged(calendar)) == [("Próba", "new", "")]
    assert not queries.is_late(BroughtCalendar.objects.get())


def test_what_was_given_up_because_of_us_is_tried_again_but_not_when_it_is_taken_back():
    place, _large, _small = make_place()
    calendar = read(place, calendar_of(at("17-19")))
    bringing.keep(calendar=calendar, by=audit.SYSTEM)
    given_up(calendar)
    assert queries.is_given_up(calendar)
    bringing.try_again(calendar=calendar, by=audit.SYSTEM)
    writing.write(calendar.source_id)
    assert uses(calendar) == [("Sala duża", "12-01 17:00", "19:00")]
    again = read(place, calendar_of(at("9-10", uid="2")))
    bringing.keep(calendar=again, by=audit.SYSTEM)
    bringing.undo(calendar=given_up(again), by=audit.SYSTEM)
    with pytest.raises(Conflict):
        bringing.try_again(calendar=again, by=audit.SYSTEM)


def test_a_calendar_given_up_is_forgotten_when_nobody_has_kept_it(tuesday, django_capture_on_commit_callbacks):
    place, _large, _small = make_place()
    calendar = read(place, calendar_of(at("17-19", title="Anna Kowalska: urodziny")))
    bringing.answer(calendar=calendar, by=audit.SYSTEM, whole_days=LEAVE)
    path = Path(given_up(calendar).source.file.path)
    rule = next(rule for rule in retention.rules() if rule.code == "bookings.brought_unkept")
    tuesday.shift(bringing.LOOKED_AT + dt.timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert (rule.due(), rule.carry_out(), rule.due()) == (1, 1, 0)
    assert not BroughtCalendar.objects.exists()
    assert not ImportRow.objects.exists()
    assert not path.exists()
    assert Import.objects.get().state == Import.State.DROPPED


def test_a_calendar_given_up_is_dropped_while_nothing_of_it_was_written():
    place, _large, _small = make_place()
    calendar = read(place, calendar_of(at("17-19")))
    bringing.keep(calendar=calendar, by=audit.SYSTEM)
    bringing.drop(calendar=given_up(calendar), by=audit.SYSTEM)
    assert not BroughtCalendar.objects.exists()
    assert not ImportRow.objects.exists()

    written = kept(read(place, calendar_of(at("9-10", uid="2"))))
    Import.objects.filter(pk=written.source_id).update(state=Import.State.WRITING)
    given_up(written)
    with pytest.raises(Conflict):
        bringing.drop(calendar=written, by=audit.SYSTEM)
    assert uses(written) == [("Sala duża", "12-01 09:00", "10:00")]
    # Called off one by one, or taken back: what was here once is not said to have never been here.
    bringing.remove(use=written.uses.get(), by=audit.SYSTEM)
    with pytest.raises(Conflict):
        bringing.drop(calendar=written, by=audit.SYSTEM)


def given_up(calendar):
    """Return a calendar at which every worker has died."""
    Import.objects.filter(pk=calendar.source_id).update(tries=claims.TRIES, claim="")
    calendar.source.refresh_from_db()
    with pytest.raises(claims.Lost):
        claims.take(calendar.source_id, Import.State(calendar.source.state))
    calendar.source.refresh_from_db()
    assert calendar.source.state == Import.State.FAILED
    return calendar


def test_one_use_is_called_off_or_opened():
    place, _large, _small = make_place()
    calendar = kept(read(place, calendar_of(at("17-19"))))
    use = calendar.uses.get()
    before = DayVersion.objects.get(centre=place, on=ON).version
    bringing.show(use=use, is_open_to_all=True, by=audit.SYSTEM)
    bringing.show(use=use, is_open_to_all=True, by=audit.SYSTEM)
    assert calendar.uses.get().is_open_to_all
    assert DayVersion.objects.get(centre=place, on=ON).version != before
    bringing.remove(use=use, by=audit.SYSTEM)
    bringing.remove(use=use, by=audit.SYSTEM)
    assert not Occupancy.objects.exists()
    assert AuditEvent.objects.filter(verb="bookings.brought_removed").count() == 1


def test_a_double_click_is_one_calendar():
    place, _large, _small = make_place()
    user = audit.staff(make_user())
    first = bring(place, calendar_of(at("17-19")), by=user)
    assert bring(place, calendar_of(at("17-19")), by=user) == first
    assert bring(place, calendar_of(at("18-19")), by=user) != first
    assert bring(place, calendar_of(at("17-19"))) != first
    other, _large, _small = make_place()
    assert bring(other, calendar_of(at("17-19")), by=user) != first


@pytest.mark.parametrize("content", ["", "%PDF-1.4", "Imię;Nazwisko\nJan;Kot", "BEGIN:VCALENDAR\r\nEND:VCALENDAR"])
def test_what_is_no_calendar_is_refused_at_once(content):
    place, _large, _small = make_place()
    with pytest.raises(Refused) as refusal:
        bring(place, content)
    assert refusal.value.problems[0].field == "file"
    assert not BroughtCalendar.objects.exists()


def test_a_place_without_rooms_is_told_to_add_them():
    with pytest.raises(Refused) as refusal:
        bring(make_centre(), calendar_of(at("17-19")))
    assert refusal.value.problems[0].code == "no-rooms"


def test_too_many_dates_are_refused(monkeypatch):
    monkeypatch.setattr("podworko.bookings.bringing.events.MOST", 5)
    place, _large, _small = make_place()
    daily = at("17-19").replace("END:VEVENT", "RRULE:FREQ=DAILY\r\nEND:VEVENT")
    with pytest.raises(Refused) as refusal:
        bring(place, calendar_of(daily))
    assert refusal.value.problems[0].code == "too-many"


def test_answers_that_are_none_are_refused():
    place, _large, _small = make_place()
    calendar = read(place, calendar_of(at("17-19", room="Biuro")))
    stranger = make_room()
    for answers in ({"biuro": stranger.pk}, {"biuro": "somewhere"}):
        with pytest.raises(Refused):
            bringing.answer(calendar=calendar, by=audit.SYSTEM, rooms=answers)
    assert judged(calendar).answers == {}


def test_deeds_at_the_wrong_time_are_conflicts():
    place, _large, _small = make_place()
    calendar = bring(place, calendar_of(at("17-19")))
    for deed in (bringing.keep, bringing.undo):
        with pytest.raises(Conflict):
            deed(calendar=calendar, by=audit.SYSTEM)
    with pytest.raises(Conflict):
        bringing.answer(calendar=calendar, by=audit.SYSTEM, is_open_to_all=True)
    kept(judged(calendar))
    bringing.keep(calendar=calendar, by=audit.SYSTEM)
    assert len(uses(calendar)) == 1
    with pytest.raises(Conflict):
        bringing.drop(calendar=calendar, by=audit.SYSTEM)
    with pytest.raises(Conflict):
        bringing.answer(calendar=calendar, by=audit.SYSTEM, is_open_to_all=True)


def test_nothing_good_is_refused():
    place, _large, _small = make_place()
    calendar = read(place, calendar_of(at("17-19", room="Biuro")))
    with pytest.raises(Refused) as refusal:
        bringing.keep(calendar=calendar, by=audit.SYSTEM)
    assert refusal.value.problems[0].code == "nothing-good"


def test_dropping_forgets_all_of_it(django_capture_on_commit_callbacks):
    place, _large, _small = make_place()
    calendar = read(place, calendar_of(at("17-19")))
    name, storage = calendar.source.file.name, calendar.source.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        bringing.drop(calendar=calendar, by=audit.SYSTEM)
    assert not BroughtCalendar.objects.exists()
    assert not ImportRow.objects.exists()
    assert not storage.exists(name)


def test_titles_are_shown_to_neighbours_only_when_somebody_says_so():
    place, _large, _small = make_place()
    calendar = read(place, calendar_of(at("17-19")))
    bringing.answer(calendar=calendar, by=audit.SYSTEM, is_open_to_all=True)
    kept(judged(calendar))
    assert calendar.uses.get().is_open_to_all


def test_calendars_that_nobody_kept_are_forgotten_by_rule(tuesday):
    place, _large, _small = make_place()
    rule = next(each for each in retention.rules() if each.code == "bookings.brought_unkept")
    read(place, calendar_of(at("17-19")))
    brought = kept(read(place, calendar_of(at("9-10", uid="2"))))
    assert rule.due() == 0
    tuesday.shift(dt.timedelta(days=15))
    assert (rule.due(), rule.carry_out(), rule.due()) == (1, 1, 0)
    assert BroughtCalendar.objects.get() == brought
    assert ImportRow.objects.filter(of__isnull=False).values("of").distinct().count() == 1


def test_titles_are_taken_out_by_rule_long_after_the_use(tuesday, settings):
    settings.CONTACTS_KEPT_DAYS = 30
    place, _large, _small = make_place()
    rule = next(each for each in retention.rules() if each.code == "bookings.brought_titles")
    calendar = kept(read(place, calendar_of(at("17-19"))))
    tuesday.shift(dt.timedelta(days=30))
    assert rule.due() == 0
    tuesday.shift(dt.timedelta(days=10))
    assert (rule.due(), rule.carry_out(), rule.due()) == (1, 1, 0)
    assert calendar.uses.get().title == ""
    assert len(uses(calendar)) == 1


def test_judging_takes_as_many_queries_however_many_dates_there_are(django_assert_max_num_queries):
    place, large, _small = make_place()
    make_booking(large, on=ON, starts="12:00", ends="13:00")
    series = at("17-19").replace("END:VEVENT", "RRULE:FREQ=DAILY;COUNT=300\r\nEND:VEVENT")
    calendar = bring(place, calendar_of(series))
    with django_assert_max_num_queries(60):
        judged(calendar)
    assert calendar.source.rows_judged == 300


def test_a_preview_takes_as_many_queries_however_many_dates_there_are(django_assert_max_num_queries):
    place, large, _small = make_place()
    make_booking(large, on=ON, starts="17:00", ends="19:00")
    series = at("17-19").replace("END:VEVENT", "RRULE:FREQ=DAILY;COUNT=120\r\nEND:VEVENT")
    calendar = read(place, calendar_of(series))
    for chosen in ("", "new", "all"):
        with django_assert_max_num_queries(10):
            queries.preview(calendar, chosen=chosen, page="2")
