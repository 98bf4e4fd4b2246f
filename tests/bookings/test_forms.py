"""The words of the form: how people write days, hours and telephone numbers."""

import datetime as dt

import pytest
from django import forms

from podworko.bookings.actions import asking
from podworko.bookings.forms import ChangeForm, DayChoice, StaffRequestForm
from podworko.core import audit
from podworko.core.fields import DayField, HourField, PhoneField
from podworko.core.words import spoken_phone
from podworko.places.models import Equipment
from tests.factories import make_centre, make_request, make_room

HOURS = [("17:00", 17, 0), ("17.30", 17, 30), ("9", 9, 0), ("09:05", 9, 5), ("17:00:00", 17, 0)]

HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(("typed", "hour", "minute"), HOURS)
def test_an_hour_may_be_written_as_people_do(typed, hour, minute):
    assert HourField().clean(typed) == dt.time(hour, minute)


@pytest.mark.parametrize("typed", ["24:00", "25", "17:60", "five", "17:00+01:00", "💛"])
def test_what_is_no_hour_is_told_with_an_example(typed):
    with pytest.raises(forms.ValidationError, match="17:00"):
        HourField().clean(typed)


@pytest.mark.parametrize("typed", ["2026-11-26", "26.11.2026"])
def test_a_day_may_be_picked_or_typed(typed):
    assert DayField().clean(typed) == dt.date(2026, 11, 26)


@pytest.mark.parametrize("typed", ["600100200", "600 100 200", "+48 600-100-200", "0048600100200"])
def test_a_number_with_no_country_is_polish(typed):
    assert PhoneField().clean(typed) == "+48600100200"


def test_a_number_from_abroad_keeps_its_country():
    assert PhoneField().clean("+380 44 123 4567") == "+380441234567"


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+48512345678", "512 345 678"),
        ("+48 12 555 01 00", "12 555 01 00"),
        ("+380441234567", "+380 44 123 4567"),
        ("986", "986"),
        ("+48 12", "+48 12"),
        ("wewn. 7", "wewn. 7"),
    ],
)
def test_a_number_is_shown_as_people_write_it(kept, shown):
    assert spoken_phone(kept) == shown
    # What the form shows comes back as the same number.
    assert PhoneField().prepare_value(kept) == shown


@pytest.mark.parametrize("typed", ["12", "telephone", "1" * 40, "+0"])
def test_what_is_no_number_is_told(typed):
    with pytest.raises(forms.ValidationError):
        PhoneField().clean(typed)


@pytest.mark.parametrize("typed", ["", "9999-12-31", "0001-01-01", "soon"])
def test_a_day_in_an_address_that_cannot_be_shown_is_the_usual_one(typed):
    usual = dt.date(2026, 11, 24)
    assert DayChoice.read({"on": typed}, usual=usual) == usual
    assert DayChoice.read({"on": "2026-12-01"}, usual=usual) == dt.date(2026, 12, 1)


@pytest.mark.django_db
def test_only_equipment_that_the_place_has_can_be_asked_for():
    centre = make_centre()
    make_room(centre, equipment={Equipment.PIANO: 1})
    make_room(make_centre(), equipment={Equipment.SOUND: 1})
    assert [value for value, _label in StaffRequestForm(centre=centre).fields["equipment"].choices] == ["piano"]


@pytest.mark.django_db
@pytest.mark.usefixtures("tuesday")
def test_the_form_that_changes_a_request_begins_with_it_and_saves_it_unchanged():
    request = make_request(make_room(), weeks=3, is_open_to_all=True)
    initial = dict(ChangeForm.initial_of(request))
    typed = initial | {"on": "2026-12-01", "starts": "17:00", "ends": "19:00"}
    form = ChangeForm(typed, centre=request.centre, initial=initial)
    assert form.is_valid(), form.errors
    draft = form.draft()
    assert draft.when.dates() == [dt.date(2026, 12, day) for day in (1, 8, 15)]
    for name in ("topic", "people", "person", "email", "phone", "is_open_to_all", "room"):
        assert getattr(draft, name) == getattr(request, name), name


@pytest.mark.django_db
@pytest.mark.usefixtures("tuesday")
def test_what_was_chosen_for_single_dates_of_a_series_survives_a_change_of_the_request():
    room = make_room()
    other = make_room(room.centre)
    request = make_request(room, weeks=4)
    out, moved, elsewhere = request.dates.order_by("rule_at")[1:4]
    out.delete()
    moved.starts_at, moved.ends_at, moved.is_changed = moved.starts_at - HOUR, moved.ends_at - HOUR, True
    moved.save()
    elsewhere.room, elsewhere.is_changed = other, True
    elsewhere.save()
    initial = dict(ChangeForm.initial_of(request))
    kept = dict(initial["kept_choices"])
    typed = initial | kept | {"on": "2026-12-01", "starts": "17:00", "ends": "19:00", "topic": "Inny temat"}
    form = ChangeForm(typed, centre=room.centre, initial=initial)
    assert form.is_valid(), form.errors
    asking.change(request=request, draft=form.draft(), by=audit.RESIDENT)
    dates = request.dates.order_by("rule_at").select_related("room")
    hours = [f"{date.starts_at.astimezone(room.centre.zone):%d.%m %H:%M} {date.room}" for date in dates]
    assert hours == [f"01.12 17:00 {room}", f"15.12 16:00 {room}", f"22.12 17:00 {other}"]
    assert [date.is_changed for date in dates] == [False, True, True]


@pytest.mark.parametrize(("typed", "shown"), [("2026-12-01", "date"), ("1.12.2026", "text"), ("jutro", "text")])
def test_a_day_that_the_browser_could_not_show_stays_as_it_was_typed(typed, shown):
    html = DayField().widget.render("on", typed)
    assert f'type="{shown}"' in html
    assert f'value="{typed}"' in html
