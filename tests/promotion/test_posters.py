"""Posters on paper: all of it, in every design, nothing cut, readable by those who listen."""

import datetime as dt
from itertools import product

import pytest
import typst
from django.db import connection
from django.test.utils import CaptureQueriesContext

from podworko.bookings import series
from podworko.bookings.drafts import When
from podworko.core import audit, clock, pdf
from podworko.places.models import ModelKind
from podworko.programme.actions import planning
from podworko.programme.drafts import Plan
from podworko.programme.models import Activity, ActivityState, Session
from podworko.promotion.posters import printing
from podworko.promotion.posters.choices import Dates, Design, Paper, What
from tests.factories import make_activity, make_centre, make_room
from tests.promotion.paper import (
    SIZES,
    alternatives,
    is_accessible,
    millimetres,
    printed,
    read,
    sheet_of,
    sizes_of,
    squeezed,
    words_outside,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("tuesday")]
EVERY = [*product(Design, Paper)]
MONDAY = dt.date(2026, 11, 23)
FIRST = dt.date(2026, 12, 1)
LONG = "Warsztaty naprawiania rowerów, hulajnóg i wózków dziecięcych oraz wspólne gotowanie zupy dla całego podwórka"
LEAD = (
    "Przynieś, co się zepsuło: pokażemy Ci, jak to naprawić, damy narzędzia i herbatę. Potem ugotujemy zupę z tego, co "
    "kto przyniesie, i porozmawiamy, co jeszcze warto na osiedlu naprawić wspólnie."
)
HOSTILE = ["W" * 120, "#let x = 1 *gruby* $a$ \\ @b [", "Zażółć гаразд їжа 💛🧑‍🍳 מפגש", "<b>&amp;</b>\u202eodwrotnie"]


@pytest.fixture
def centre():
    return make_centre(name="Dom sąsiedzki", phone="+48125550101", opens="09:00-20:00")


def weekly(centre, weeks=6, **draft):
    """Return an activity every Tuesday from the first of December."""
    rule = series.weekly(FIRST + dt.timedelta(weeks=weeks - 1))
    return make_activity(room=make_room(centre, name="Sala duża"), on=FIRST, rule=rule, draft=draft)


@pytest.mark.parametrize("design", Design)
def test_every_design_on_every_paper_and_in_every_language(design, centre):
    _prints(centre, design, [*product(Paper, ["pl"]), (Paper.A4, "uk"), (Paper.A4, "en")])


@pytest.mark.slow
@pytest.mark.parametrize("design", Design)
def test_every_design_on_every_paper_in_every_language(design, centre):
    _prints(centre, design, product([Paper.A3, Paper.A5], ["uk", "en"]))


def _prints(centre, design, sheets):
    """Hold each of the sheets against what it must say."""
    activity = weekly(centre, title="Szachy na podwórku", lead="Gramy.", leader="Pani Zofia", sign_up="required")
    address = f"{centre.network.slug}/{centre.slug}/programme/szachy-na-podworku/"
    said = ("Szachy na podwórku", "Gramy.", "17:00–18:30", "Sala duża", "Dom sąsiedzki", centre.street, "12 555 01 01")
    for paper, language in sheets:
        reader, text = read(printed(sheet_of(activity, design, paper, language), language))
        assert is_accessible(reader, language)
        assert millimetres(reader) == SIZES[paper]
        for words in (*said, "Pani Zofia", centre.operator.name, address):
            assert squeezed(words) in text, (paper, language, words)
        assert alternatives(reader)
        assert all(address in alternative for alternative in alternatives(reader))
        assert "Szachy" in reader.metadata.title


@pytest.fixture
def full_week(centre):
    """Sixty sessions on five days, each of an activity of its own."""
    rows = [
        Activity(
            centre=centre,
            slug=f"zajecia-{number}",
            title=f"Zajęcia nr {number} kończą się",
            kind="integrating",
            audience="seniors",
            state=ActivityState.PUBLISHED,
            published_at=clock.now(),
        )
        for number in range(60)
    ]
    sessions = []
    for number, activity in enumerate(Activity.objects.bulk_create(rows)):
        on = MONDAY + dt.timedelta(days=2 + number % 5)
        starts = dt.datetime.combine(on, dt.time(9 + number % 10), tzinfo=centre.zone)
        ends = starts + dt.timedelta(hours=1)
        sessions.append(Session(activity=activity, starts_at=starts, ends_at=ends, rule_at=starts))
    Session.objects.bulk_create(sessions)
    return centre


@pytest.mark.parametrize("design", Design)
def test_a_week_of_sixty_sessions_stands_whole_on_its_sheets(design, full_week):
    # How many sheets it may take: small ones more, large print as many as it needs.
    for paper, most in ((Paper.A3, 2), (Paper.A4, 3), (Paper.A5, 7)):
        reader, text = read(printed(sheet_of(full_week, design, paper, what=What.WEEK)))
        for number in range(60):
            assert text.count(squeezed(f"Zajęcia nr {number} kończą się")) == 1
        assert len(reader.pages) <= most or design == Design.LARGE


@pytest.mark.parametrize("design", Design)
def test_an_empty_week_and_a_month_with_a_bulletin(design, centre):
    empty, said = read(printed(sheet_of(centre, design, what=What.WEEK, on=MONDAY)))
    assert len(empty.pages) == 1
    assert squeezed("23–29 listopada 2026") in said
    weekly(centre, title="Szachy")
    make_activity(centre, on=FIRST, draft={"title": "Kiermasz"})
    news = "Mamy nową kuchnię.\n\nSzukamy kogoś,\nkto naprawi rower 🚲."
    sheet = sheet_of(centre, design, what=What.BULLETIN, on=FIRST, news=news)
    reader, text = read(printed(sheet))
    assert is_accessible(reader, "pl")
    # What is held every week stands once, with the days on which it is not.
    assert text.count("Szachy") == 1
    assert text.count("Kiermasz") == 1
    for words in ("Mamy nową kuchnię.", "kto naprawi rower .", "grudzień 2026"):
        assert squeezed(words).casefold() in text.casefold()


@pytest.mark.slow
@pytest.mark.parametrize(("design", "paper"), EVERY)
def test_nothing_leaves_the_page_however_much_is_said(design, paper, centre, tmp_path):
    long = {"title": LONG, "lead": LEAD, "accessibility": LEAD, "bring": LEAD[:100], "leader": LONG[:80]}
    # What is hostile is the same on every paper; the widest word is not.
    hostile = HOSTILE if paper == Paper.A4 else HOSTILE[:1]
    for draft in (long, *({"title": title, "lead": title} for title in hostile)):
        made = printed(
            sheet_of(weekly(centre, **draft), design, paper, dates=Dates.EACH if draft is long else Dates.WORDS)
        )
        assert words_outside(made, tmp_path) == []
        reader, text = read(made)
        assert is_accessible(reader, "pl")
        if draft is long:
            for words in (LONG, LEAD, LEAD[:100], LONG[:80]):
                assert squeezed(words) in text
    for what in (What.WEEK, What.BULLETIN):
        made = printed(sheet_of(centre, design, paper, what=what, on=FIRST, news=(LONG + "\n\n") * 8))
        assert words_outside(made, tmp_path) == []


@pytest.mark.slow
def test_the_check_of_the_page_sees_what_leaves_it(tmp_path):
    (tmp_path / "wide.typ").write_text(
        "#set page(width: 60mm, height: 40mm)\n#place(dx: 30mm, box(width: 90mm)[Za daleko w prawo])"
    )
    assert words_outside(typst.compile(tmp_path / "wide.typ"), tmp_path) != []


@pytest.mark.parametrize("paper", Paper)
def test_large_print_has_no_smaller_letter_than_eighteen_points(paper, centre):
    activity = weekly(centre, title="Szachy", lead=LEAD, accessibility=LEAD)
    assert min(sizes_of(printed(sheet_of(activity, Design.LARGE, paper)))) >= 18
    assert min(sizes_of(printed(sheet_of(centre, Design.LARGE, paper, what=What.MONTH, on=FIRST)))) >= 18
    assert min(sizes_of(printed(sheet_of(activity, Design.CALM, paper)))) < 18


@pytest.mark.parametrize("kind", ModelKind)
def test_every_kind_of_place_has_its_drawing_and_ink(kind):
    activity = make_activity(make_centre(kind=kind), on=FIRST)
    made = pdf.pictures(printing.TEMPLATE, sheet_of(activity, Design.ART), language="pl", ppi=20)
    assert made[0].startswith(b"\x89PNG")


# --- what it says ---


def times(activity, **more):
    sheet = sheet_of(activity, Design.PLAIN, language="en", **more)
    return [tuple(line.values()) for line in sheet["times"]], sheet["more"]


def test_what_is_regular_is_said_in_words_with_what_is_left_out(centre):
    activity = weekly(centre)
    planning.call_off_session(session=activity.sessions.all()[2], by=audit.SYSTEM, reason="Remont.")
    assert times(activity) == (
        [("Every Tuesday", "17:00–18:30", "until 5 January 2027, not on 15 December")],
        "",
    )
    lines, more = times(activity, dates=Dates.EACH)
    assert lines[0][:2] == ("Tuesday, 1 December", "17:00–18:30")
    assert (len(lines), more) == (5, "")


def test_every_second_week_and_what_follows_no_rhythm(centre):
    fortnight = make_activity(
        centre, on=FIRST, rule=series.weekly(FIRST + dt.timedelta(weeks=8), interval=2), draft={"title": "Co drugi"}
    )
    assert times(fortnight)[0][0][0] == "Every second Tuesday"
    odd = make_activity(centre, on=FIRST, draft={"title": "Różnie"})
    for day in (3, 4, 9, 15, 16, 17, 22, 23, 28):
        when = When(dt.date(2026, 12, day), dt.time(10), dt.time(11))
        planning.add_sessions(activity=odd, plan=Plan(when, None), by=audit.SYSTEM)
    lines, more = times(odd)
    assert len(lines) == 8
    assert more == "and 2 more dates"


def test_hours_are_those_of_the_wall_across_the_change_of_the_clock(centre, tuesday):
    tuesday.move_to(dt.datetime(2027, 3, 20, 12, 0, tzinfo=centre.zone))
    monday = dt.date(2027, 3, 22)
    # On Easter Monday the place is closed.
    activity = make_activity(centre, on=monday, rule=series.weekly(monday + dt.timedelta(weeks=3)))
    assert times(activity)[0] == [("Every Monday", "17:00–18:30", "until 12 April, not on 29 March")]


def test_a_plan_holds_what_is_published_and_held_and_only_what_was_chosen(centre):
    shown = make_activity(centre, on=FIRST, draft={"title": "Szachy"})
    other = make_activity(centre, on=FIRST, draft={"title": "Joga"})
    make_activity(centre, on=FIRST, is_draft=True, draft={"title": "Szkic"})
    planning.call_off(
        activity=make_activity(centre, on=FIRST, draft={"title": "Odwołane"}), by=audit.SYSTEM, reason="x"
    )
    make_activity(make_centre(), on=FIRST, draft={"title": "Gdzie indziej"})

    def titles(only=()):
        sheet = sheet_of(centre, Design.PLAIN, what=What.WEEK, on=FIRST, only=only)
        return [item["title"] for part in sheet["parts"] for day in part["days"] for item in day["items"]]

    assert sorted(titles()) == ["Joga", "Szachy"]
    assert titles((shown.slug,)) == ["Szachy"]
    assert titles((other.slug, "nie-ma")) == ["Joga"]


@pytest.mark.parametrize("what", [What.WEEK, What.MONTH])
def test_as_many_queries_for_one_activity_as_for_many(what, centre):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            sheet_of(centre, Design.PLAIN, what=what, on=FIRST)
        return len(queries)

    weekly(centre, title="Jedne")
    before = asked()
    for number in range(4):
        weekly(centre, title=f"Inne {number}")
    assert asked() == before
