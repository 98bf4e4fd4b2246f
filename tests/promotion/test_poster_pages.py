"""The pages on which a poster is chosen, and the sheet that everybody prints."""

import datetime as dt

import pytest
from django.core.cache import caches
from django.urls import reverse

from podworko.bookings import series
from podworko.core import audit, pdf
from podworko.people.models import Role
from podworko.programme.actions import planning
from podworko.promotion.posters.choices import Design, What
from podworko.promotion.posters.forms import MOST_NEWS
from tests.browser import browsing
from tests.factories import make_activity, make_centre, make_staff
from tests.promotion.paper import read, squeezed

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("tuesday")]
FIRST = dt.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["posters"].clear()


@pytest.fixture
def centre():
    return make_centre(name="Dom sąsiedzki")


@pytest.fixture
def szachy(centre):
    rule = series.weekly(FIRST + dt.timedelta(weeks=5))
    return make_activity(centre, on=FIRST, rule=rule, draft={"title": "Szachy", "lead": "Gramy."})


@pytest.fixture
def desk(client, centre):
    """The coordinator's browser."""
    client.force_login(make_staff(Role.COORDINATOR, centre))
    return client


def address(name, centre, query=""):
    return reverse(f"promotion:{name}", args=[centre.network.slug, centre.slug]) + query


def asked(answer):
    """Return the addresses that a page loads pictures from, and the one of its PDF."""
    page = answer.content.decode().replace("&amp;", "&")
    pictures = [each.split('"')[0] for each in page.split('<img src="')[1:]]
    return pictures, page.split("poster.pdf?")[1].split('"')[0] if "poster.pdf?" in page else None


def test_from_the_page_of_an_activity_to_its_poster(desk, centre, szachy):
    page = desk.get(reverse("programme:desk_activity", args=[centre.network.slug, centre.slug, szachy.slug]))
    way = address("posters", centre, f"?what=activity&activity={szachy.slug}")
    assert way.replace("&", "&amp;") in page.content.decode()
    answer = desk.get(way)
    pictures, query = asked(answer)
    # Each design by its picture, and the page as it will be printed.
    assert len(pictures) == len(Design) + 1
    for picture in pictures:
        assert desk.get(picture).content.startswith(b"RIFF")
    made = desk.get(address("poster", centre, f"?{query}"))
    assert made["Content-Type"] == "application/pdf"
    assert "Szachy" in read(made.content)[1]
    assert "szachy-bold-a4-pl.pdf" in made["Content-Disposition"]


def test_what_was_chosen_stands_in_the_address_and_in_the_form(desk, centre, szachy):
    query = "?what=bulletin&on=2026-12-05&design=calm&paper=a5&language=uk&only=szachy&news=Mamy+now%C4%85+kuchni%C4%99"
    answer = desk.get(address("posters", centre, query))
    page = answer.content.decode()
    assert "Mamy nową kuchnię</textarea>" in page
    assert page.count(" checked") == 4
    sheet = read(desk.get(address("poster", centre, "?" + asked(answer)[1])).content)
    assert squeezed("Mamy nową kuchnię") in sheet[1]
    assert sheet[0].trailer["/Root"]["/Lang"] == "uk"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?what=activity&activity=nie-ma", "activity"),
        ("?what=week&on=30+lutego", "on"),
        ("?what=week&on=9999-12-31", "on"),
        ("?what=month&only=nie-ma", "only"),
        ("?what=week&design=%00", "design"),
        ("?what=week&paper=a0", "paper"),
        ("?what=week&language=xx", "language"),
        (f"?what=bulletin&news={'x' * (MOST_NEWS + 1)}", "news"),
        (f"?what=bulletin&news={'%F0%9F%9A%B2' * 900}", "news"),
    ],
)
def test_nonsense_is_said_beside_its_field_and_prints_nothing(desk, centre, szachy, query, field):
    answer = desk.get(address("posters", centre, query))
    assert answer.status_code == 200
    assert [*answer.context["form"].errors] == [field]
    assert f'id="poster_{field}_error"' in answer.content.decode() or field == "design"
    assert asked(answer) == ([], None)
    for name in ("poster", "poster_picture"):
        assert desk.get(address(name, centre, query)).status_code == 404


@pytest.mark.parametrize("page", ["0", "7", "9" * 3000, "-1", "jeden", "²"])
def test_a_page_that_is_not_there(desk, centre, szachy, page):
    assert desk.get(address("poster_picture", centre, f"?what=week&page={page}")).status_code == 404


def test_a_draft_is_printed_with_a_warning_and_what_is_called_off_is_not(desk, centre):
    assert desk.get(address("posters", centre)).context["what"] == What.WEEK
    draft = make_activity(centre, on=FIRST, is_draft=True, draft={"title": "Szkic"})
    answer = desk.get(address("posters", centre, "?what=activity"))
    assert answer.context["is_draft"]
    assert "Szkic" in read(desk.get(address("poster", centre, "?" + asked(answer)[1])).content)[1]
    planning.call_off(activity=draft, by=audit.SYSTEM, reason="Burza.")
    answer = desk.get(address("posters", centre, f"?what=activity&activity={draft.slug}"))
    assert "activity" in answer.context["form"].errors


def test_the_same_sheet_is_made_once_and_anew_when_something_changed(desk, centre, szachy, monkeypatch):
    made = []
    render = pdf.render
    monkeypatch.setattr(pdf, "render", lambda *told, **how: made.append(told) or render(*told, **how))
    first = desk.get(address("poster", centre, "?what=week&on=2026-12-01"))
    again = desk.get(address("poster", centre, "?what=week&on=2026-12-01"), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, len(made)) == (304, b"", 1)
    assert desk.get(address("poster", centre, "?what=week&on=2026-12-01")).content == first.content
    assert len(made) == 1
    szachy.title = "Warcaby"
    szachy.save()
    other = desk.get(address("poster", centre, "?what=week&on=2026-12-01"), headers={"If-None-Match": first["ETag"]})
    assert "Warcaby" in read(other.content)[1]


def test_everybody_prints_the_week_in_usual_and_in_large_print(client, centre, szachy):
    programme = reverse("programme:programme", args=[centre.network.slug, centre.slug])
    page = client.get(f"{programme}?view=week&on=2026-12-01")
    for query in ("?week=2026-11-30", "?week=2026-11-30&print=large"):
        assert address("week", centre, query).replace("&", "&amp;") in page.content.decode()
        answer = client.get(address("week", centre, query))
        assert "Szachy" in read(answer.content)[1]
        assert answer["Cache-Control"] == "public, no-cache"
        again = client.get(address("week", centre, query), headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304
    assert client.get(address("week", centre, "?week=wczoraj&print=%00")).status_code == 200


def test_nobody_prints_all_day_long(client, centre):
    answers = [client.get(address("week", centre)).status_code for _number in range(61)]
    assert answers == [200] * 60 + [429]


@pytest.mark.slow
def test_choosing_in_a_browser(chromium, live_server, desk, centre, szachy):
    with browsing(chromium, live_server.url, client=desk) as context:
        page = context.new_page()
        page.goto(address("posters", centre, f"?what=activity&activity={szachy.slug}"))
        page.locator("input[name=design][value=calm]").check()
        page.wait_for_url("**design=calm**")
        shown = page.locator("#poster img").first
        assert "design=calm" in shown.get_attribute("src")
        page.wait_for_function("image => image.complete && image.naturalWidth === 380", arg=shown.element_handle())
        with page.expect_response("**/poster.pdf?**") as answer:
            page.evaluate("fetch(document.querySelector('#poster a[href*=\"poster.pdf\"]').href)")
        assert answer.value.headers["content-type"] == "application/pdf"


@pytest.mark.slow
def test_choosing_without_javascript(chromium, live_server, desk, centre, szachy):
    with browsing(chromium, live_server.url, client=desk, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address("posters", centre, "?what=week&on=2026-12-01"))
        page.locator("input[name=paper][value=a5]").check()
        page.locator("form.sheet button[type=submit]").click()
        assert "paper=a5" in page.url
        assert "paper=a5" in page.locator("#poster img").first.get_attribute("src")
