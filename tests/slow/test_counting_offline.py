"""Counting in a cellar, in a real browser: nothing is lost and nothing counted twice, whatever the network does."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from podworko.attendance import occasions
from podworko.attendance.models import Mark
from podworko.attendance.queries import desk
from podworko.core import clock
from podworko.people.models import Role
from podworko.programme.models import Session
from tests.browser import browsing
from tests.factories import make_activity, make_enrolment, make_staff

pytestmark = [pytest.mark.slow, pytest.mark.any_database, pytest.mark.timeout(180)]
PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def session(transactional_db):
    """A session that began a moment ago, with two who have signed up."""
    activity = make_activity(draft={"sign_up": "optional", "largest_party": 3})
    session = activity.sessions.get()
    make_enrolment(activity, session, person="Anna Nowak", seats=2)
    make_enrolment(activity, session, person="Jan Kos")
    begins = clock.now() - dt.timedelta(minutes=5)
    Session.objects.filter(pk=session.pk).update(starts_at=begins, ends_at=begins + dt.timedelta(hours=1))
    return Session.objects.select_related(
        "activity__centre__network", "activity__centre__operator", "activity__centre__kind"
    ).get(pk=session.pk)


@pytest.fixture
def host(session):
    client = Client()
    client.force_login(
        make_staff(Role.HOST, session.activity.centre), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.fixture
def address(session):
    place = session.activity.centre
    return reverse("attendance:session", args=[place.network.slug, place.slug, session.pk])


@pytest.fixture
def phone(chromium, live_server, host):
    with browsing(chromium, live_server.url, client=host, **PHONE) as context:
        yield context


def opened(context, address):
    """Open the page of counting, and wait until it would open without a network too."""
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(address)
    expect(said(page)).to_have_class("count-sent is-sent")
    page.wait_for_function(
        "async ([page]) => navigator.serviceWorker.controller && "
        "(await (await caches.open('podworko-count')).keys()).some(({url}) => url.includes(page))"
        "&& (await (await caches.open('podworko-count')).keys()).some(({url}) => url.includes('icons.svg'))",
        arg=[address],
    )
    return page


def said(page):
    return page.locator("[data-said]")


def more(page, what="adult"):
    page.locator(f"#at-{what} .count-more").tap()


def sum_of(page, what="adult"):
    return page.locator(f"#at-{what} output")


def totals(session):
    found = desk.totals_of(desk.sheet_of(occasions.of_session(session)))
    return {what: count for what, count in found.items() if count}


def test_counted_in_a_cellar_the_tab_killed_and_all_of_it_is_there_once(phone, address, session):
    page = opened(phone, address)
    more(page)
    expect(said(page)).to_have_class("count-sent is-sent")
    # A tab that is opened anew is on line for a moment, whatever Chromium was told: nothing gets through then either.
    phone.route("**/count/sync/", lambda route: route.abort())
    phone.set_offline(True)
    for _time in range(3):
        more(page)
    more(page, "senior")
    page.get_by_role("button", name="Anna Nowak").tap()
    expect(sum_of(page)).to_have_text("6")
    expect(said(page)).to_contain_text("5")
    assert page.errors == []
    page.close()

    again = phone.new_page()
    again.goto(address)
    expect(sum_of(again)).to_have_text("6")
    expect(sum_of(again, "senior")).to_have_text("1")
    expect(again.get_by_role("button", name="Anna Nowak")).to_have_attribute("aria-pressed", "true")
    expect(said(again)).to_contain_text("5")
    assert totals(session) == {"adult": 1}

    phone.unroute("**/count/sync/")
    phone.set_offline(False)
    expect(said(again)).to_have_class("count-sent is-sent", timeout=30_000)
    expect(sum_of(again)).to_have_text("6")
    assert totals(session) == {"adult": 6, "senior": 1}
    assert Mark.objects.count() == 6
    again.reload()
    expect(sum_of(again)).to_have_text("6")


def test_an_answer_that_is_lost_on_the_way_counts_nothing_twice(phone, address, session):
    page = opened(phone, address)
    lost = []

    def lose(route):
        route.fetch()
        lost.append(1)
        route.abort()

    page.route("**/count/sync/", lose, times=1)
    more(page)
    expect(said(page)).to_contain_text("1")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(said(page)).to_have_class("count-sent is-sent")
    assert lost
    assert totals(session) == {"adult": 1}


def test_signed_out_meanwhile_it_is_kept_until_somebody_signs_in(phone, address, session):
    page = opened(phone, address)
    cookies = phone.cookies()
    phone.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    more(page)
    expect(page.locator("[data-told] a")).to_be_visible()
    expect(said(page)).to_contain_text("1")
    phone.add_cookies(cookies)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(said(page)).to_have_class("count-sent is-sent")
    expect(page.locator("[data-told]")).to_be_empty()
    assert totals(session) == {"adult": 1}


def test_two_telephones_count_together(chromium, live_server, host, address, session):
    with (
        browsing(chromium, live_server.url, client=host, **PHONE) as phone,
        browsing(chromium, live_server.url, client=host, **PHONE) as other,
    ):
        one, two = opened(phone, address), opened(other, address)
        for page in (one, two, two):
            more(page)
            expect(said(page)).to_have_class("count-sent is-sent")
        expect(sum_of(two)).to_have_text("3")
        one.evaluate("dispatchEvent(new Event('online'))")
        expect(sum_of(one)).to_have_text("3")
    assert totals(session) == {"adult": 3}
