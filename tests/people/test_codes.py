"""Six digits that prove that somebody reads an address."""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import translation

from podworko.core.errors import Refused, TooMany
from podworko.core.models import Message
from podworko.people.actions import CODE_LIFE, CODE_TRIES, check_code, old_codes, send_code
from podworko.people.models import ContactCode

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def sent_code(purpose="request:1", email="anna@example.org", language="pl"):
    """Send a code and return it as the mail says it."""
    send_code(purpose=purpose, email=email, language=language, about="Chór")
    return re.search(r"\d{6}", Message.objects.latest("pk").subject)[0]


def another_than(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def refusal(code, purpose="request:1"):
    with pytest.raises(Refused) as refused:
        check_code(purpose=purpose, code=code)
    (problem,) = refused.value.problems
    assert problem.field == "code"
    return problem.code


def test_the_code_from_the_mail_works_once():
    code = sent_code()
    check_code(purpose="request:1", code=code)
    assert refusal(code) == "spent-code"


@pytest.mark.parametrize("typed", ["{0} {1}", " {0}{1} ", "{0}\u00a0{1}"])
def test_it_may_be_typed_as_people_write_numbers(typed):
    code = sent_code()
    check_code(purpose="request:1", code=typed.format(code[:3], code[3:]))


def test_it_has_six_digits_and_says_what_for_and_for_how_long():
    code = sent_code(language="en")
    mail = Message.objects.get()
    assert re.fullmatch(r"\d{6}", code)
    assert (mail.to, mail.kind, mail.subject) == ("anna@example.org", "people.code", f"Your code: {code}")
    assert "“Chór”" in mail.text
    assert "30 minutes" in mail.text


def test_the_database_does_not_know_it():
    code = sent_code()
    assert code not in ContactCode.objects.get().code_hash


def test_it_stops_working_after_half_an_hour(clock):
    code = sent_code()
    clock.shift(CODE_LIFE - dt.timedelta(seconds=1))
    assert refusal(another_than(code)) == "wrong-code"
    clock.shift(1)
    assert refusal(code) == "spent-code"


def test_five_guesses_and_even_the_right_one_does_not_work_any_more():
    code = sent_code()
    assert [refusal(another_than(code)) for _guess in range(CODE_TRIES)] == ["wrong-code"] * 5
    assert refusal(code) == "spent-code"


@pytest.mark.parametrize("nonsense", ["", "12345", "1234567", "abcdef", "１２３４５６", "٤٤٤٤٤٤", "0" * 12, "💛"])
def test_nonsense_is_a_wrong_code_and_counts(nonsense):
    sent_code()
    assert refusal(nonsense) == "wrong-code"
    assert ContactCode.objects.get().tries_left == CODE_TRIES - 1


def test_a_new_code_ends_the_earlier_one_and_has_its_own_tries():
    first = sent_code()
    refusal(another_than(first))
    second = sent_code()
    if first != second:
        assert refusal(first) == "wrong-code"
    check_code(purpose="request:1", code=second)
    assert Message.objects.count() == 2


def test_a_code_is_for_one_purpose():
    code = sent_code(purpose="request:1")
    assert refusal(code, purpose="request:2") == "spent-code"
    other = sent_code(purpose="request:2")
    check_code(purpose="request:1", code=code)
    check_code(purpose="request:2", code=other)


def test_one_who_asks_without_a_code_learns_no_more_than_one_whose_code_is_spent():
    """Whether an address is known, or ever asked for a code, cannot be found out."""
    assert refusal("123456", purpose="request:nobody") == "spent-code"


def test_after_a_used_code_another_can_be_sent():
    check_code(purpose="request:1", code=sent_code())
    check_code(purpose="request:1", code=sent_code())
    assert Message.objects.count() == 2


def test_nobody_is_sent_more_than_eight_an_hour_whatever_for_and_however_written(clock):
    for number in range(8):
        sent_code(purpose=f"request:{number}", email="Anna@example.org" if number % 2 else "anna@example.org")
    with pytest.raises(TooMany) as refused:
        sent_code(purpose="request:9")
    assert Message.objects.count() == 8
    assert not ContactCode.objects.filter(purpose="request:9").exists()
    sent_code(email="jan@example.org")
    clock.shift(refused.value.retry_after)
    sent_code(purpose="request:9")


def test_unused_codes_are_forgotten_with_their_addresses(clock):
    sent_code(purpose="old")
    clock.shift(CODE_LIFE + dt.timedelta(hours=23))
    sent_code(purpose="young")
    old_codes().delete()
    assert ContactCode.objects.count() == 2
    clock.shift(dt.timedelta(hours=2))
    old_codes().delete()
    assert [code.purpose for code in ContactCode.objects.all()] == ["young"]


@pytest.mark.parametrize(
    ("language", "wrong"),
    [("pl", "To nie ten kod. Sprawdź jeszcze raz."), ("en", "This is not the code that we sent. Please look again.")],
)
def test_the_refusal_is_a_sentence(language, wrong):
    code = sent_code()
    with pytest.raises(Refused) as refused:
        check_code(purpose="request:1", code=another_than(code))
    with translation.override(language):
        assert str(refused.value.problems[0].sentence) == wrong
