"""The real program: after an erasure nothing of a person is left in the bytes of its files, database and log too."""

import re

import pytest

from tests.people.markers import EMAIL, PHONE, found_in, in_files, mark
from tests.server import ON_SQLITE, installation, until
from tests.visitor import TOWN, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture
def installed(tmp_path):
    with installation(tmp_path, mail_from="miejsce@example.org") as one:
        yield one


def in_tables(installed):
    """Return the markers that stand in any table."""
    catalogue = (
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        if ON_SQLITE
        else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    rows = [row for (table,) in installed.ask(catalogue) for row in installed.ask(f'SELECT * FROM "{table}"')]
    return found_in(str(rows))


def newest_code(installed):
    ((text,),) = installed.ask("SELECT text FROM core_message WHERE kind = 'people.code' ORDER BY id DESC LIMIT 1")
    return re.search(r"\b\d{6}\b", text)[0]


def test_what_was_erased_is_in_no_file(installed):
    folder = installed.folder
    town = installed.shell(TOWN)
    with installed.running() as address, Visitor(address, town) as person:
        sent = person.asks(
            topic=mark("topic"), person=mark("person"), accessibility=mark("access"), email=EMAIL, phone=PHONE
        )
        assert sent.status_code == 302
        person.confirms(sent.headers["location"], newest_code(installed))
        waiting = person.asks(topic=mark("unsaid"), email=EMAIL, starts="10:00", ends="11:00")
        assert waiting.status_code == 302

        until(lambda: any((folder / "mail").glob("*")), "no mail was written")
        planted = {"mail", "phone", "topic", "person", "access", "unsaid"}
        assert in_tables(installed) == planted
        if ON_SQLITE:
            assert set(in_files(folder)) == planted
        assert not any("log.txt" in files for files in in_files(folder).values())

        person.client.post("/mine/", data=person._token("/mine/") | {"contact": EMAIL})
        person.confirms("/mine/code/", newest_code(installed))
        assert mark("topic") in person.client.get("/mine/").text
        token = person._token("/mine/erase/")
        person.client.post("/mine/erase/code/", data=token)
        erased = person.client.post("/mine/erase/", data=token | {"code": newest_code(installed)})
        assert erased.headers["location"] == "/mine/"

        assert in_tables(installed) == set()
        until(lambda: not in_files(folder), f"still there: {in_files(folder)}")
    assert in_files(folder) == {}
