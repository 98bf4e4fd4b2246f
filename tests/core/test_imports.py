"""Tables that people bring: judged, looked at, written; whoever dies on the way."""

import datetime as dt
import io
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from openpyxl import load_workbook

from podworko.core import audit, clock, retention
from podworko.core.errors import Conflict, Refused
from podworko.core.imports import actions, claims, judging, reading, sheets, strays, tasks, writing
from podworko.core.models import IMPORT_LIFE, Import, ImportRow
from podworko.places.models import District
from tests.core.brought import DISTRICTS, bring, judged, text, workbook, written
from tests.factories import make_network

pytestmark = pytest.mark.django_db
HEAD = ("Kod", "Nazwa", "Szerokość")


def verdicts(brought):
    return list(brought.rows.order_by("number").values_list("number", "verdict"))


def test_a_table_is_judged_row_by_row_and_nothing_is_written_before_somebody_says_so():
    network = make_network()
    District.objects.create(network=network, code="II", name="Old", border={}, latitude=0, longitude=0)
    District.objects.create(network=network, code="III", name="Prądnik", border={}, latitude=0, longitude=0)
    brought = judged(
        DISTRICTS,
        network,
        workbook(
            ["Dzielnice 2026"],
            [],
            HEAD,
            ["X", "Bronowice", 50.1],
            ["II", "Grzegórzki"],
            [],
            ["III", "Prądnik"],
            ["V", None],
            ["X", "Dwa"],
        ),
    )
    assert brought.state == Import.State.READY
    assert verdicts(brought) == [(4, "new"), (5, "change"), (7, "same"), (8, "wrong"), (9, "wrong")]
    assert (brought.rows_in_all, brought.rows_judged, brought.rows_wrong) == (5, 5, 2)
    rows = {row.number: row for row in brought.rows.all()}
    assert rows[5].changes == {"name": ["Old", "Grzegórzki"]}
    assert [problem["field"] for problem in rows[8].problems] == ["name"]
    assert "4" in rows[9].problems[0]["sentence"]
    assert network.districts.count() == 2

    done = written(brought)
    assert (done.state, done.rows_written, done.rows_wrong) == (Import.State.DONE, 2, 2)
    assert set(network.districts.values_list("code", "name")) == {
        ("X", "Bronowice"),
        ("II", "Grzegórzki"),
        ("III", "Prądnik"),
    }
    new = network.districts.get(code="X")
    assert ImportRow.objects.get(of=done, number=4).result == f"places.district:{new.pk}"


def many(count, *, name="Dzielnica"):
    return text("Kod;Nazwa", *(f"{number};{name} {number}" for number in range(count)))


def test_a_large_table_is_done_in_batches_of_constant_cost_and_its_progress_shows(django_assert_max_num_queries):
    network = make_network()
    brought = bring(DISTRICTS, network, many(1_300))
    with django_assert_max_num_queries(75):
        judging.judge(brought.pk)
    brought.refresh_from_db()
    assert (brought.state, brought.rows_read, brought.rows_judged) == (Import.State.READY, 1_300, 1_300)
    assert written(brought).rows_written == network.districts.count() == 1_300


class Killed(BaseException):
    """As kill -9 would: nothing is caught, nothing tidied up."""


def dies_after(monkeypatch, where, name, times):
    """Let the worker die in the middle of a batch."""
    calls, real = iter(range(times)), getattr(where, name)

    def deadly(*args, **options):
        if next(calls, None) is None:
            raise Killed
        return real(*args, **options)

    monkeypatch.setattr(where, name, deadly)


def after_the_lease(monkeypatch):
    later = clock.now() + claims.LEASE * 2
    monkeypatch.setattr(clock, "now", lambda: later)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_while_reading_is_followed_by_one_that_goes_on(monkeypatch):
    network = make_network()
    brought = bring(DISTRICTS, network, many(1_200))
    with monkeypatch.context() as patch:
        dies_after(patch, DISTRICTS.__class__, "key", 700)
        with pytest.raises(Killed):
            judging.judge(brought.pk)
    brought.refresh_from_db()
    assert (brought.state, brought.rows_read) == (Import.State.READING, 500)
    judging.judge(brought.pk)
    assert Import.objects.get().rows_read == 500, "the dead one's turn is not over"
    with monkeypatch.context() as patch:
        after_the_lease(patch)
        tasks.go_on()
        judging.judge(brought.pk)
    brought.refresh_from_db()
    assert (brought.state, brought.rows_judged, brought.rows.count()) == (Import.State.READY, 1_200, 1_200)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_while_writing_is_followed_by_one_that_writes_no_row_twice(monkeypatch):
    network = make_network()
    brought = judged(DISTRICTS, network, many(200))
    actions.confirm(brought=brought, by=audit.SYSTEM)
    with monkeypatch.context() as patch:
        dies_after(patch, DISTRICTS.__class__, "write", 70)
        with pytest.raises(Killed):
            writing.write(brought.pk)
    assert network.districts.count() == Import.objects.get().rows_written == 50
    with monkeypatch.context() as patch:
        after_the_lease(patch)
        tasks.go_on()
        writing.write(brought.pk)
    assert (network.districts.count(), Import.objects.get().rows_written) == (200, 200)


@pytest.mark.django_db(transaction=True)
def test_an_import_that_brings_workers_down_is_given_up(monkeypatch):
    brought = bring(DISTRICTS, make_network(), many(3))
    monkeypatch.setattr(DISTRICTS.__class__, "judge", lambda *_args: 1 / 0)
    for _times in range(claims.TRIES + 1):  # the first has read the rows, and that counts for something
        with pytest.raises(ZeroDivisionError):
            judging.judge(brought.pk)
        Import.objects.update(claim="")
    judging.judge(brought.pk)
    brought.refresh_from_db()
    assert brought.state == Import.State.FAILED
    assert brought.problem
    with pytest.raises(Conflict):
        actions.confirm(brought=brought, by=audit.SYSTEM)


@pytest.mark.django_db(transaction=True)
def test_what_was_given_up_because_of_us_is_tried_again_from_where_it_was(monkeypatch):
    network = make_network()
    brought = bring(DISTRICTS, network, many(3))
    give_up(monkeypatch, brought, "judge", judging.judge)
    actions.try_again(brought=brought, by=audit.SYSTEM)
    actions.try_again(brought=brought, by=audit.SYSTEM)
    judging.judge(brought.pk)
    brought.refresh_from_db()
    assert (brought.state, brought.problem, brought.finished_at) == (Import.State.READY, "", None)
    assert (brought.rows_read, brought.rows_judged) == (3, 3)
    actions.confirm(brought=brought, by=audit.SYSTEM)
    give_up(monkeypatch, brought, "write", writing.write)
    actions.try_again(brought=brought, by=audit.SYSTEM)
    writing.write(brought.pk)
    assert (Import.objects.get().state, network.districts.count()) == (Import.State.DONE, 3)
    with pytest.raises(Conflict):
        actions.try_again(brought=brought, by=audit.SYSTEM)


def test_a_file_that_cannot_be_read_is_not_tried_again(settings):
    settings.IMPORT_ROWS = 2
    brought = judged(DISTRICTS, make_network(), many(3))
    assert brought.state == Import.State.FAILED
    with pytest.raises(Conflict):
        actions.try_again(brought=brought, by=audit.SYSTEM)


def give_up(monkeypatch, brought, name, work):
    """Let every worker fail at `name` until the import is given up."""
    with monkeypatch.context() as patch:
        patch.setattr(DISTRICTS.__class__, name, lambda *_args, **_options: 1 / 0)
        for _times in range(claims.TRIES + 2):
            with suppress(ZeroDivisionError):
                work(brought.pk)
            Import.objects.filter(state__in=["reading", "writing"]).update(claim="")
    brought.refresh_from_db()
    assert brought.state == Import.State.FAILED


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("content", [many(3), workbook(HEAD, ["I", "Stare Miasto", 50])], ids=["csv", "xlsx"])
def test_nobody_waits_in_a_transaction_for_a_table_to_be_read(monkeypatch, content):
    seen = watched(monkeypatch)
    brought = bring(DISTRICTS, make_network(), content)
    at_once = len(seen)
    judging.judge(brought.pk)
    assert 0 < at_once < len(seen)
    assert not any(seen)
    brought.refresh_from_db()
    assert brought.state == Import.State.READY


def watched(monkeypatch):
    """Return where it is noted, for each row as it is read out of a file, whether a transaction is open."""
    seen, real = [], reading.sheets

    def noted(rows):
        for row in rows:
            seen.append(connection.in_atomic_block)
            yield row

    monkeypatch.setattr(reading, "sheets", lambda file: map(noted, real(file)))
    return seen


@pytest.mark.django_db(transaction=True)
def test_whoever_is_killed_between_reading_and_taking_in_leaves_nothing_and_may_bring_it_again(monkeypatch):
    network = make_network()
    with monkeypatch.context() as patch:
        patch.setattr(actions, "take_in", dying)
        with pytest.raises(Killed):
            bring(DISTRICTS, network, many(3))
    assert not Import.objects.exists()
    assert judged(DISTRICTS, network, many(3)).state == Import.State.READY


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_between_reading_and_keeping_is_late_and_followed_by_another(monkeypatch):
    brought = bring(DISTRICTS, make_network(), many(3))
    assert not claims.is_late(brought)
    with monkeypatch.context() as patch:
        patch.setattr(judging, "_keep", dying)
        with pytest.raises(Killed):
            judging.judge(brought.pk)
    brought.refresh_from_db()
    assert (brought.state, brought.rows_read, brought.rows.count()) == (Import.State.READING, 0, 0)
    assert not claims.is_late(brought), "nobody can know yet that the worker is dead"
    with monkeypatch.context() as patch:
        after_the_lease(patch)
        assert claims.is_late(brought)
        tasks.go_on()
        brought.refresh_from_db()
        assert claims.is_late(brought), "until the next worker has come further"
        judging.judge(brought.pk)
    brought.refresh_from_db()
    assert (brought.state, brought.rows_judged) == (Import.State.READY, 3)
    assert not claims.is_late(brought)


@pytest.mark.django_db(transaction=True)
def test_a_file_whose_row_was_never_written_is_cleared_when_it_is_a_day_old(monkeypatch):
    folder = Path(default_storage.path(strays.FOLDER))
    before = set(folder.glob("*/*"))
    kept = bring(DISTRICTS, make_network(), many(3))
    with monkeypatch.context() as patch:
        patch.setattr(actions.audit, "record", dying)
        with pytest.raises(Killed):
            bring(DISTRICTS, make_network(), many(4))
    (stray,) = set(folder.glob("*/*")) - before - {Path(kept.file.path)}
    cache.clear()
    strays.clear()
    assert stray.exists(), "its row may still be on its way"
    later = clock.now() + strays.STRAY_AFTER * 2
    monkeypatch.setattr(clock, "now", lambda: later)
    cache.clear()
    strays.clear()
    assert not stray.exists()
    assert Path(kept.file.path).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_clear_in_the_same_hour_do_not_stop_each_other(monkeypatch):
    folder = Path(default_storage.path(strays.FOLDER)) / "2026"
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{name}.table" for name in "abc"]
    for file in files:
        file.touch()
    later, real = clock.now() + strays.STRAY_AFTER * 2, strays._files

    def cleared_by_another():
        names = real()
        files[0].unlink()
        return names

    monkeypatch.setattr(strays, "_files", cleared_by_another)
    monkeypatch.setattr(clock, "now", lambda: later)
    cache.clear()
    strays.clear()
    assert not any(file.exists() for file in files)


def dying(*_args, **_options):
    raise Killed


def test_a_second_yes_and_a_second_worker_write_nothing_twice():
    network = make_network()
    brought = judged(DISTRICTS, network, many(3))
    actions.confirm(brought=brought, by=audit.SYSTEM)
    actions.confirm(brought=brought, by=audit.SYSTEM)
    writing.write(brought.pk)
    writing.write(brought.pk)
    actions.confirm(brought=brought, by=audit.SYSTEM)
    assert network.districts.count() == Import.objects.get().rows_written == 3
    with pytest.raises(Conflict):
        actions.drop(brought=brought, by=audit.SYSTEM)


def test_the_same_file_sent_by_a_double_click_is_one_import():
    network = make_network()
    first, second = (bring(DISTRICTS, network, many(3)) for _times in range(2))
    assert first == second
    assert bring(DISTRICTS, make_network(), many(3)) != first


def test_rows_are_judged_anew_when_they_are_written():
    network = make_network()
    brought = judged(DISTRICTS, network, text("Kod;Nazwa", "I;Stare", "II;Nowe", "III;Trzecie"))
    for code, name in (("I", "Stare"), ("II", "Inne")):
        District.objects.create(network=network, code=code, name=name, border={}, latitude=0, longitude=0)
    done = written(brought)
    assert verdicts(done) == [(2, "same"), (3, "change"), (4, "new")]
    assert done.rows_written == 2
    assert dict(network.districts.values_list("code", "name")) == {"I": "Stare", "II": "Nowe", "III": "Trzecie"}


def test_what_the_action_refuses_is_undone_and_told_and_the_others_are_written():
    network = make_network()
    done = written(judged(DISTRICTS, network, text("Kod;Nazwa", "I;Dobra", "II;Zakazana", "III;Też")))
    assert verdicts(done) == [(2, "new"), (3, "wrong"), (4, "new")]
    assert (done.rows_written, done.rows_wrong) == (2, 1)
    assert done.rows.get(number=3).problems[0]["field"] == "name"
    assert set(network.districts.values_list("code", flat=True)) == {"I", "III"}


@pytest.mark.django_db(transaction=True)
def test_all_or_nothing_writes_nothing_when_one_row_turns_out_wrong():
    network = make_network()
    brought = judged(DISTRICTS, network, text("Kod;Nazwa", "I;Dobra", "II;Zakazana", "III;Też"))
    back = written(brought, is_all_or_nothing=True)
    assert (back.state, back.rows_written, back.rows_wrong) == (Import.State.READY, 0, 1)
    assert back.problem
    assert not network.districts.exists()
    with pytest.raises(Refused) as refused:
        actions.confirm(brought=back, by=audit.SYSTEM, is_all_or_nothing=True)
    assert refused.value.problems[0].code == "some-wrong"
    assert written(back).rows_written == 2


def test_two_rows_about_the_same_are_seen_however_far_apart():
    rows = [f"{number};x" for number in range(600)]
    brought = judged(DISTRICTS, make_network(), text("Kod;Nazwa", "7;y", *rows, *["9;z"] * 700))
    wrong = brought.rows.filter(verdict="wrong")
    assert wrong.count() == brought.rows_wrong == 1 + 700
    assert {"2", "11"} <= {row.problems[0]["sentence"].rstrip(".").split()[3] for row in wrong} | {"2", "11"}


def test_a_table_over_the_limit_is_refused_as_a_whole(settings):
    settings.IMPORT_ROWS = 600
    brought = judged(DISTRICTS, make_network(), many(601))
    assert brought.state == Import.State.FAILED
    assert "600" in brought.problem
    assert not brought.rows.exists()


def test_the_template_brought_as_it_is_holds_no_rows():
    content = sheets.template(DISTRICTS)
    book = load_workbook(io.BytesIO(content))
    assert [cell.value for cell in book.worksheets[0][1]] == ["Code", "Name of the district", "Latitude"]
    assert len(book.worksheets) == 2
    brought = judged(DISTRICTS, make_network(), content)
    assert brought.state == Import.State.FAILED
    filled = load_workbook(io.BytesIO(content))
    filled.worksheets[0].append(["X", "Bronowice"])
    stream = io.BytesIO()
    filled.save(stream)
    assert verdicts(judged(DISTRICTS, make_network(), stream.getvalue())) == [(3, "new")]


def test_the_wrong_rows_are_handed_out_as_text_with_why_and_can_be_brought_again():
    network = make_network()
    evil = '=HYPERLINK("http://example.org")'
    brought = judged(DISTRICTS, network, text("Kod;Nazwa;Szerokość", "I;Dobra;50", f"{evil};;99"))
    content = sheets.wrong_rows(brought)
    (_heads, row) = list(load_workbook(io.BytesIO(content)).active.iter_rows())
    assert [cell.data_type for cell in row if cell.value] == ["s"] * 4
    assert row[0].value == "3"
    assert row[1].value.count("\n") == 1
    assert row[2].value == f"'{evil}"
    again = judged(DISTRICTS, network, content)
    assert again.rows.get().cells["code"] == evil


def test_a_dropped_table_leaves_neither_rows_nor_file(django_capture_on_commit_callbacks):
    brought = judged(DISTRICTS, make_network(), many(3))
    assert Path(brought.file.path).exists()
    with django_capture_on_commit_callbacks(execute=True):
        actions.drop(brought=brought, by=audit.SYSTEM)
    assert not brought.rows.exists()
    assert not Path(brought.file.path).exists()
    with pytest.raises(Conflict):
        actions.confirm(brought=brought, by=audit.SYSTEM)


def test_a_table_that_failed_is_dropped_unless_something_of_it_was_written():
    nothing, half = (judged(DISTRICTS, make_network(), many(3)) for _times in range(2))
    Import.objects.update(state=Import.State.FAILED)
    Import.objects.filter(pk=half.pk).update(rows_written=2)
    actions.drop(brought=nothing, by=audit.SYSTEM)
    assert not nothing.rows.exists()
    with pytest.raises(Conflict):
        actions.drop(brought=half, by=audit.SYSTEM)
    assert half.rows.count() == 3


def test_tables_are_forgotten_when_they_have_been_kept_long_enough(django_capture_on_commit_callbacks):
    old, new = (judged(DISTRICTS, make_network(), many(3)) for _times in range(2))
    Import.objects.filter(pk=old.pk).update(created_at=clock.now() - actions.KEPT - dt.timedelta(days=1))
    rule = next(rule for rule in retention.rules() if rule.code == "core.imports")
    with django_capture_on_commit_callbacks(execute=True):
        assert (rule.due(), rule.carry_out(), rule.due()) == (1, 1, 0)
    assert list(Import.objects.all()) == [new]
    assert not Path(old.file.path).exists()


@pytest.mark.parametrize("old", list(Import.State))
@pytest.mark.parametrize("new", list(Import.State))
def test_an_import_goes_only_the_ways_that_are_declared(old, new):
    allowed = {
        ("reading", "ready"),
        ("reading", "failed"),
        ("reading", "dropped"),
        ("ready", "writing"),
        ("ready", "reading"),
        ("ready", "dropped"),
        ("writing", "done"),
        ("writing", "ready"),
        ("writing", "failed"),
        ("failed", "reading"),
        ("failed", "writing"),
        ("failed", "dropped"),
    }
    assert IMPORT_LIFE.allows(old, new) == ((old, new) in allowed)
