"""Trying to break it through the front door: nothing is done twice, nothing opens, and the answer is a sentence."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from django.utils.html import escape

from tests.letterbox import code_in, letterbox, link_in
from tests.server import free_port, installation
from tests.visitor import BORROW, TOWN, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
ONE_MORE = """
import datetime as dt
from podworko.places.models import Room
from tests.factories import make_request

on = dt.date.fromisoformat("{on}")
answer = make_request(Room.objects.get(), on=on, starts="10:00", ends="11:00", topic="{topic}").reference
"""


@pytest.fixture(scope="module")
def port():
    """Where mail is sent to; nobody listens there unless a test does."""
    return free_port()


@pytest.fixture(scope="module")
def installed(tmp_path_factory, port):
    with installation(tmp_path_factory.mktemp("town"), smtp_host="127.0.0.1", smtp_port=port, proxies=1) as done:
        yield done


@pytest.fixture(scope="module")
def town(installed):
    return installed.shell(TOWN)


@pytest.fixture(scope="module")
def address(installed, town):
    with installed.running() as url:
        yield url


@pytest.fixture
def visitor(address, town):
    with Visitor(address, town) as somebody:
        yield somebody


def asked(installed, topic):
    """Return how many requests there are about `topic`."""
    return installed.ask(f"SELECT count(*) FROM bookings_bookingrequest WHERE topic = '{topic}'")[0][0]


# --- twice, late, somebody else's ----------------------------------------------------------------


def test_a_form_sent_ten_times_at_once_is_one_request(visitor, installed):
    form = visitor.form()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _number: visitor.asks(form, topic="Dziesięć razy"), range(10)))

    assert {(answer.status_code, answer.headers["location"]) for answer in answers} == {
        (302, answers[0].headers["location"])
    }
    assert asked(installed, "Dziesięć razy") == 1


def test_back_after_sending_and_something_else_is_another_request(visitor, installed):
    form = visitor.form()

    first, second = visitor.asks(form, topic="Najpierw"), visitor.asks(form, topic="Potem")

    assert first.headers["location"] != second.headers["location"]
    assert asked(installed, "Najpierw") == asked(installed, "Potem") == 1


def test_of_two_tabs_that_decide_the_second_is_told_kindly(visitor, installed, town):
    reference = installed.shell(ONE_MORE.format(on=town["on"], topic="Dwie karty"))
    visitor.signs_in()

    first = visitor.decides(reference, "accept")
    second = visitor.decides(reference, "decline", words="Jednak nie.")

    assert (first.status_code, second.status_code) == (302, 409)
    assert "W międzyczasie ktoś już zdecydował" in second.text
    assert installed.ask(
        f"SELECT d.state FROM bookings_bookingdate d JOIN bookings_bookingrequest r ON r.id = d.request_id "
        f"WHERE r.reference = '{reference}'"
    ) == [("accepted",)]


def test_a_link_altered_or_with_somebody_elses_number_leads_nowhere(visitor):
    one, other = (visitor.asks(topic=topic, email=f"{topic}@example.org").headers["location"] for topic in ("a", "b"))
    reference, _, rest = one.removeprefix("/request/").partition(":")
    foreign = other.removeprefix("/request/").partition(":")[0]

    assert visitor.client.get(one).status_code == httpx.codes.OK
    strangers = [f"/request/{foreign}:{rest}", f"/request/{reference}/", one.replace(rest[:4], "aaaa"), "/request/%00/"]
    for altered in strangers:
        assert visitor.client.get(altered).status_code == httpx.codes.NOT_FOUND


def test_guessing_the_code_ends_with_a_page_that_says_wait(visitor, installed):
    path = visitor.asks(topic="Zgaduj", email="zgaduj@example.org").headers["location"]

    answers = [visitor.confirms(path, f"{number:06}") for number in range(61)]

    assert {answer.status_code for answer in answers[:60]} == {422}
    assert "To nie ten kod." in answers[4].text
    assert "Ten kod już nie działa." in answers[5].text
    assert "Za dużo prób w krótkim czasie." in answers[20].text
    assert answers[-1].status_code == httpx.codes.TOO_MANY_REQUESTS
    assert int(answers[-1].headers["retry-after"]) > 0
    assert "Za dużo prób naraz" in answers[-1].text
    assert installed.ask("SELECT state FROM bookings_bookingrequest WHERE topic = 'Zgaduj'") == [("unconfirmed",)]


def test_a_code_that_is_half_an_hour_old_is_refused(visitor, installed, port):
    with letterbox(port=port) as (box, _port):
        path = visitor.asks(topic="Stary kod", email="stary@example.org").headers["location"]
        code = code_in(box.wait_for("stary@example.org", 1))
    long_ago = "'2026-01-01 00:00:00+00:00'"
    installed.ask(f"UPDATE people_contactcode SET expires_at = {long_ago} WHERE email = 'stary@example.org'")

    answer = visitor.confirms(path, code)

    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert "Ten kod już nie działa." in answer.text


# --- hostile words -------------------------------------------------------------------------------


ODD = [
    "Zażółć 🎉👩\u200d👩\u200d👧\u200d👦",
    "\u202eקריאה בקול\u202c לילדים",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% now 'Y' %}",
    "' OR 1=1 --",
]


@pytest.mark.parametrize("topic", ODD)
def test_words_in_any_script_stay_words(topic, visitor, port):
    email = f"slowa.{ODD.index(topic)}@example.org"
    with letterbox(port=port) as (box, _port):
        path = visitor.asks(topic=topic, person=topic, email=email).headers["location"]
        visitor.confirms(path, code_in(box.wait_for(email, 1)))
        mail = box.wait_for(email, 2)

    assert topic in mail["Subject"]
    assert escape(topic) in visitor.client.get(link_in(mail)).text


REFUSED = [
    ({"topic": "x" * 10_000}, "To za długie, liczba znaków: 10000. Zmieść się w 120."),
    ({"person": "x" * 10_000}, "To za długie, liczba znaków: 10000. Zmieść się w 120."),
    ({"topic": " \r\n "}, "Tego jeszcze brakuje."),
    ({"topic": "Próba\x00"}, "null"),
    ({"email": "jan@example.org\r\nBcc: wszyscy@example.org"}, "email"),
    ({"email": f"{'j' * 10_000}@example.org"}, "email"),
    ({"on": "9999-12-31"}, "To zbyt odległy dzień."),
    ({"on": "0001-01-01"}, "Ten dzień już minął."),
    ({"on": "2027-02-29"}, "Wpisz dzień tak: 26.11.2026."),
    ({"starts": "19:00", "ends": "17:00"}, "Koniec musi być po początku."),
    ({"starts": "24:00"}, "Wpisz godzinę tak: 17:00."),
    ({"repeats": "week", "until": "9999-12-31"}, "To zbyt odległy dzień."),
    ({"repeats": "week", "until": ""}, "Wpisz ostatni dzień serii."),
    ({"people": "9" * 5_000}, "liczb"),
    ({"people": "-1"}, "Przyjść musi co najmniej jedna osoba."),
    ({"room": "skarbiec"}, "skarbiec"),
]


@pytest.mark.parametrize(("answers", "sentence"), REFUSED, ids=lambda value: str(value)[:40])
def test_what_cannot_be_is_answered_with_a_sentence(answers, sentence, visitor, installed):
    before = installed.ask("SELECT count(*) FROM bookings_bookingrequest")

    answer = visitor.asks(**answers)

    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert sentence in answer.text
    assert 'value="12"' in answer.text or "people" in answers  # what was written right is still there
    assert installed.ask("SELECT count(*) FROM bookings_bookingrequest") == before


DAYS = ["9999-12-31", "0001-01-01", "2027-03-28", "2026-12-31", "2027-01-01", "2027-02-29", "%00"]


@pytest.mark.parametrize("on", DAYS)
def test_no_day_breaks_a_page(on, visitor):
    hours = "starts=02:30&ends=03:30&people=5&room=any&repeats=once"
    pages = [f"{BORROW}?on={on}", f"{BORROW}check/?on={on}&{hours}"]
    pages += [f"/miasto/miejsce/calendar/?on={on}&view={view}" for view in ("day", "week", "list")]

    assert {visitor.client.get(page).status_code for page in pages} == {httpx.codes.OK}


def test_a_mail_has_one_subject_and_one_receiver_whatever_was_pasted(visitor, port):
    with letterbox(port=port) as (box, _port):
        visitor.asks(topic="Próba\r\nBcc: wszyscy@example.org\r\n\r\nTreść", email="naglowki@example.org")
        mail = box.wait_for("naglowki@example.org", 1)

    assert mail["Bcc"] is None
    assert mail.get_all("To") == ["naglowki@example.org"]
