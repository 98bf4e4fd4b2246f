"""Pages of the calendar are kept, and nothing stale is ever shown: each writer renews what its change shows on."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from podworko.bookings.actions import deciding, ending, occupying
from podworko.bookings.actions.forgetting import erase
from podworko.bookings.models import DayVersion, Occupancy, WalkIn
from podworko.core import audit
from podworko.core.transactions import action
from podworko.people.models import Role
from podworko.places.actions import centres, days, details, hours, network_rows, networks, rooms, seasons
from podworko.places.actions.hours import Slot
from podworko.places.models import CentreVersion, NetworkDay, Season, Stage
from tests.factories import make_booking, make_centre, make_organisation, make_request, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
TODAY, THURSDAY = dt.date(2026, 11, 24), dt.date(2026, 12, 3)
VIEWS = ("day", "week", "month", "list")


@pytest.fixture
def centre():
    return make_centre(name="Dom Sąsiedzki", opens="09:00-20:00")


@pytest.fixture
def room(centre):
    return make_room(centre, name="Sala duża")


@pytest.fixture
def by(centre):
    return audit.staff(make_staff(Role.COORDINATOR, centre))


def address(centre, **query):
    url = reverse("bookings:calendar", args=[centre.network.slug, centre.slug])
    return url + "?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else url


@pytest.fixture
def seen(client):
    """Return what a visitor sees, having been there before: the words of the page, and whether it was sent anew."""
    etags, pages = {}, {}

    def look(url):
        headers = {"If-None-Match": etags[url]} if url in etags else {}
        answer = client.get(url, headers=headers)
        assert answer.status_code in {200, 304}, answer.status_code
        is_new = answer.status_code == 200
        if is_new:
            pages[url] = answer.content.decode()
        etags[url] = answer["ETag"]
        return pages[url], is_new

    return look


# --- kept at all ---------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_that_has_not_changed_is_not_sent_again_and_costs_one_query(client, centre, room, view):
    url = address(centre, view=view)
    first = client.get(url)
    with CaptureQueriesContext(connection) as asked:
        again = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert len(asked) == 1


def test_a_kept_page_costs_one_query_and_is_the_same(client, centre, room):
    make_booking(room, on=TODAY, topic="Wspólne śpiewanie", is_open_to_all=True)
    first = client.get(address(centre))
    with CaptureQueriesContext(connection) as asked:
        second = client.get(address(centre))
    assert len(asked) == 1
    assert "Wspólne śpiewanie" in second.content.decode()
    assert without_tokens(first) == without_tokens(second)


def without_tokens(answer):
    page = answer.content.decode()
    pieces = page.split('name="csrfmiddlewaretoken" value="')
    return [pieces[0], *(piece[64:] for piece in pieces[1:])]


def test_every_visitor_finds_their_own_token_in_a_kept_page(client, centre, room):
    from django.test import Client  # noqa: PLC0415 - a second visitor

    client.get(address(centre))
    other = Client(enforce_csrf_checks=True)
    page = other.get(address(centre)).content.decode()
    assert "token-of-the-visitor" not in page
    token = page.split('name="csrfmiddlewaretoken" value="')[1][:64]
    body = {"language": "uk", "next": "/", "csrfmiddlewaretoken": token}
    assert other.post(reverse("set_language"), body).status_code == 302


def test_who_lost_the_cookie_of_the_token_gets_the_page_anew(client, centre, room):
    etag = client.get(address(centre))["ETag"]
    client.cookies.clear()
    assert client.get(address(centre), headers={"If-None-Match": etag}).status_code == 200


def test_each_language_has_its_own(client, centre, room):
    polish = client.get(address(centre), headers={"Accept-Language": "pl"})
    english = client.get(address(centre), headers={"Accept-Language": "en", "If-None-Match": polish["ETag"]})
    assert english.status_code == 200
    assert "Free all day" in english.content.decode()
    assert "Free all day" not in polish.content.decode()


def test_the_page_of_today_is_another_one_tomorrow(seen, centre, room, tuesday):
    before, _is_new = seen(address(centre))
    tuesday.shift(dt.timedelta(days=1))
    after, is_new = seen(address(centre))
    assert is_new
    assert before != after


def test_another_edition_of_the_program_shows_its_own_page(seen, centre, room, monkeypatch):
    seen(address(centre))
    monkeypatch.setattr("podworko.bookings.views.calendars.edition", lambda: "next")
    assert seen(address(centre))[1]


def test_an_address_with_more_in_it_is_answered_and_not_kept(client, centre, room):
    client.get(address(centre))
    answer = client.get(address(centre, fbclid="x"))
    assert answer.status_code == 200
    assert "ETag" not in answer
    assert "fbclid" not in answer.content.decode().split('class="languages"')[0]


@pytest.mark.parametrize("on", ["2026-02-30", "yesterday", "9999-12-31", "", "0001-01-01"])
def test_nonsense_for_a_day_means_today_and_is_not_kept(client, centre, room, on):
    answer = client.get(address(centre, on=on))
    assert answer.status_code == 200
    assert "ETag" not in answer


def test_no_place_no_page(client, centre, room):
    url = reverse("bookings:calendar", args=[centre.network.slug, "nowhere"])
    assert client.get(url, headers={"If-None-Match": "*"}).status_code == 404


# --- whose it is ---------------------------------------------------------------------------------


def test_staff_never_see_the_kept_page_nor_leave_theirs_for_others(client, centre, room):
    make_booking(room, on=TODAY, topic="Zebranie", person="Wanda Pietrzyk")
    public = client.get(address(centre))
    client.force_login(make_staff(Role.HOST, centre))
    own = client.get(address(centre), headers={"If-None-Match": public["ETag"]})
    assert "Wanda Pietrzyk" in own.content.decode()
    assert "ETag" not in own
    assert "private" in own["Cache-Control"]
    client.logout()
    assert "Wanda Pietrzyk" not in client.get(address(centre)).content.decode()


def test_somebody_signed_in_with_no_part_in_the_place_sees_their_own_menu(client, centre, room):
    client.get(address(centre))
    client.force_login(make_staff(Role.HOST, make_centre()))
    page = client.get(address(centre)).content.decode()
    assert reverse("account_logout") in page


def test_a_message_to_the_visitor_is_shown_once_and_not_kept(client, centre, room):
    from django.contrib.messages import constants  # noqa: PLC0415
    from django.contrib.messages.storage.base import Message  # noqa: PLC0415
    from django.contrib.messages.storage.cookie import CookieStorage  # noqa: PLC0415

    etag = client.get(address(centre))["ETag"]
    stored = CookieStorage(None)
    client.cookies["messages"] = stored._encode([Message(constants.INFO, "Zapisano wszystko")])
    told = client.get(address(centre), headers={"If-None-Match": etag})
    assert "Zapisano wszystko" in told.content.decode()
    assert "ETag" not in told
    assert "Zapisano wszystko" not in client.get(address(centre)).content.decode()


def test_a_place_that_is_no_longer_public_is_gone_at_once(client, centre, room, by):
    etag = client.get(address(centre))["ETag"]
    centres.move_to_stage(centre=centre, stage=Stage.CLOSED, on=TODAY, contract="", by=by)
    centres.move_to_stage(centre=centre, stage=Stage.IDEA, on=TODAY, contract="", by=by)
    assert client.get(address(centre), headers={"If-None-Match": etag}).status_code == 404


# --- nothing stale: who writes use ---------------------------------------------------------------


def changes(seen, centre, write, *, on=THURSDAY):
    """Write, and expect every view that shows the day to be another page; return the day's."""
    urls = [address(centre, view=view, on=on.isoformat()) for view in VIEWS]
    before = {url: seen(url)[0] for url in urls}
    assert not any(seen(url)[1] for url in urls)
    write()
    for url in urls:
        after, is_new = seen(url)
        assert is_new, url
        assert after != before[url] or "view=month" in url, url
    return seen(urls[0])[0]


def test_accepting(seen, centre, room, by):
    request = make_request(room, on=THURSDAY, topic="Chór", is_open_to_all=True)
    assert "Chór" in changes(seen, centre, lambda: deciding.accept(request=request, by=by))


def test_calling_off(seen, centre, room, by):
    request = make_request(room, on=THURSDAY, topic="Chór", is_open_to_all=True)
    deciding.accept(request=request, by=by)
    page = changes(seen, centre, lambda: ending.cancel(request=request, by=by, reason="Awaria"))
    assert "Chór" not in page


def use(room, kind, starts, ends, **source):
    zone = room.centre.zone
    span = (dt.datetime.combine(THURSDAY, dt.time(hour), tzinfo=zone).astimezone(dt.UTC) for hour in (starts, ends))
    starts_at, ends_at = span
    return action(occupying.occupy)(room=room, kind=kind, starts_at=starts_at, ends_at=ends_at, **source)


def test_a_walk_in(seen, centre, room):
    def begin():
        walk_in = WalkIn.objects.create(
            room=room,
            topic="Szachy",
            starts_at=dt.datetime(2026, 12, 3, 10, tzinfo=dt.UTC),
            ends_at=dt.datetime(2026, 12, 3, 11, tzinfo=dt.UTC),
            submission_key="x",
        )
        use(room, Occupancy.Kind.WALK_IN, 11, 12, walk_in=walk_in)

    page = changes(seen, centre, begin)
    assert "Szachy" not in page
    assert "11:00–12:00" in page


def test_a_closure_moved_and_taken_away(seen, centre, room):
    closed = []
    page = changes(seen, centre, lambda: closed.append(use(room, Occupancy.Kind.CLOSURE, 10, 12, note="Malowanie")))
    assert "Malowanie" in page
    start = closed[0].starts_at + dt.timedelta(hours=2)
    end = start + dt.timedelta(hours=3)
    assert "12:00–15:00" in changes(
        seen, centre, lambda: action(occupying.move)(closed[0], starts_at=start, ends_at=end)
    )
    assert "Malowanie" not in changes(
        seen, centre, lambda: action(occupying.release)(Occupancy.objects.filter(pk=closed[0].pk))
    )


def test_what_is_moved_to_another_day_leaves_one_and_comes_to_the_other(seen, centre, room):
    closed = use(room, Occupancy.Kind.CLOSURE, 10, 12, note="Malowanie")
    old, new = address(centre, on="2026-12-03"), address(centre, on="2026-12-10")
    assert "Malowanie" in seen(old)[0]
    assert "Malowanie" not in seen(new)[0]
    week = dt.timedelta(days=7)
    action(occupying.move)(closed, starts_at=closed.starts_at + week, ends_at=closed.ends_at + week)
    assert "Malowanie" not in seen(old)[0]
    assert "Malowanie" in seen(new)[0]


def test_erasing_what_stood_in_the_calendar_with_its_topic(seen, centre, room, by):
    request = make_booking(room, on=TODAY - dt.timedelta(days=7), topic="Zosia Kowalska gra", is_open_to_all=True)
    url = address(centre, on="2026-11-17")
    assert "Zosia Kowalska" in seen(url)[0]
    erase(requests=[request], by=by)
    assert "Zosia Kowalska" not in seen(url)[0]


def test_a_day_that_is_not_shown_changes_nothing(seen, centre, room):
    url = address(centre, on="2026-12-04")
    seen(url)
    use(room, Occupancy.Kind.CLOSURE, 10, 12)
    assert not seen(url)[1]


def test_another_place_changes_nothing(seen, centre, room, by):
    url = address(centre, on="2026-12-03")
    seen(url)
    other = make_room(make_centre())
    use(other, Occupancy.Kind.CLOSURE, 10, 12)
    rooms.move_room(room=make_room(other.centre), is_up=True, by=by)
    assert not seen(url)[1]


# --- nothing stale: who changes the place ---------------------------------------------------------


def renamed(room, by, name):
    from dataclasses import replace  # noqa: PLC0415

    rooms.change_room(room=room, draft=replace(rooms.draft_of(room), name=name), by=by)


def change_name(centre, by):
    from dataclasses import replace  # noqa: PLC0415

    details.change_details(centre=centre, details=replace(details.details_of(centre), name="Dom nowy"), by=by)


def change_network_name(centre, by):
    from dataclasses import replace  # noqa: PLC0415

    draft = replace(networks.draft_of(centre.network), name="Miasto Nowe")
    networks.change_network(network=centre.network, draft=draft, by=by)


WRITERS = {
    "room renamed": lambda centre, by: renamed(centre.rooms.get(name="Sala duża"), by, "Sala lustrzana"),
    "room added": lambda centre, by: rooms.add_room(centre=centre, draft=rooms.RoomDraft("Poddasze", 5), by=by),
    "rooms ordered": lambda centre, by: rooms.move_room(room=centre.rooms.get(name="Sala duża"), is_up=False, by=by),
    "room removed": lambda centre, by: rooms.remove_room(room=centre.rooms.get(name="Mała"), by=by),
    "hours of the week": lambda centre, by: hours.change_week(
        centre=centre, slots=[Slot(dt.time(8), dt.time(22), day) for day in range(7)], by=by
    ),
    "hours of a day": lambda centre, by: days.change_days(
        centre=centre, first=THURSDAY, last=THURSDAY, opening=[], duty=None, by=by, reason="Remanent"
    ),
    "season added": lambda centre, by: seasons.add_season(
        centre=centre, name="Zima", starts_on=THURSDAY, ends_on=THURSDAY, by=by, is_empty=True
    ),
    "day off of the network": lambda centre, by: network_rows.keep_day(
        network=centre.network, on=THURSDAY, name="Święto miasta", is_free=True, by=by
    ),
    "place renamed": change_name,
    "network renamed": change_network_name,
    "place closed for good": lambda centre, by: centres.move_to_stage(
        centre=centre, stage=Stage.CLOSED, on=TODAY, contract="", by=by
    ),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_who_changes_the_place_renews_every_view(seen, centre, room, by, writer):
    make_room(centre, name="Mała")
    changes(seen, centre, lambda: WRITERS[writer](centre, by))


def test_taking_away_a_day_a_season_a_day_off_renews_it_too(seen, centre, room, by):
    days.change_days(centre=centre, first=THURSDAY, last=THURSDAY, opening=[], duty=None, by=by)
    changes(seen, centre, lambda: days.clear_day(centre=centre, on=THURSDAY, by=by))
    season = seasons.add_season(centre=centre, name="Z", starts_on=THURSDAY, ends_on=THURSDAY, by=by, is_empty=True)
    changes(seen, centre, lambda: seasons.remove_season(season=Season.objects.get(pk=season.pk), by=by))
    network_rows.keep_day(network=centre.network, on=THURSDAY, name="Święto", is_free=True, by=by)
    changes(seen, centre, lambda: network_rows.drop_day(day=NetworkDay.objects.get(), by=by))


def test_a_change_of_the_network_renews_each_of_its_places_and_no_other(centre, by):
    sister = make_centre(operator=make_organisation(centre.network))
    stranger = make_centre()
    network_rows.keep_day(network=centre.network, on=THURSDAY, name="Święto", is_free=True, by=by)
    assert {word.centre_id for word in CentreVersion.objects.all()} == {centre.pk, sister.pk}
    assert stranger.pk not in CentreVersion.objects.values_list("pk", flat=True)


def test_who_saves_a_place_that_they_read_before_brings_no_old_word_back(centre, by, seen, room):
    change_name(centre, by)
    word = CentreVersion.objects.get().version
    centre.save()
    assert CentreVersion.objects.get().version == word


# --- what did not happen --------------------------------------------------------------------------


class Enough(Exception):
    """Something went wrong on the way."""


def test_what_is_rolled_back_renews_nothing(seen, centre, room, by):
    url = address(centre, on="2026-12-03")
    seen(url)

    @action
    def begin_and_fail():
        use(room, Occupancy.Kind.CLOSURE, 10, 12)
        renamed(room, by, "Sala lustrzana")
        raise Enough

    with pytest.raises(Enough):
        begin_and_fail()
    assert not DayVersion.objects.exists()
    assert not CentreVersion.objects.exists()
    assert not seen(url)[1]


def test_a_request_that_waits_is_no_news_to_the_public(seen, centre, room, by):
    url = address(centre, on="2026-12-03")
    seen(url)
    request = make_request(room, on=THURSDAY)
    deciding.decline(request=request, by=by, reason="Remont")
    assert not seen(url)[1]


def test_no_word_comes_twice(centre, room):
    words = set()
    for number in range(8, 18):
        use(room, Occupancy.Kind.CLOSURE, number, number + 1)
        words.add(DayVersion.objects.get(on=THURSDAY).version)
    assert len(words) == 10


def test_the_look_at_words_is_as_long_as_what_is_shown(client, centre, room):
    """Years of days that changed are not read for one of them."""
    first = TODAY - dt.timedelta(days=1500)
    DayVersion.objects.bulk_create(
        DayVersion(centre=centre, on=first + dt.timedelta(days=number), version="x") for number in range(1500)
    )
    client.get(address(centre))
    with CaptureQueriesContext(connection) as asked:
        client.get(address(centre))
    with connection.cursor() as cursor:
        cursor.execute(asked[0]["sql"])
        assert len(cursor.fetchall()) <= 3
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
            plan = " ".join(row[3] for row in cursor.fetchall())
            assert "(centre_id=? AND on>? AND on<?)" in plan
            assert "SCAN" not in plan


def test_a_cache_that_forgets_changes_nothing_but_the_work(client, centre, room):
    first = client.get(address(centre))
    cache.clear()
    again = client.get(address(centre))
    assert again["ETag"] == first["ETag"]
    assert without_tokens(first) == without_tokens(again)
    assert client.get(address(centre), headers={"If-None-Match": first["ETag"]}).status_code == 304
