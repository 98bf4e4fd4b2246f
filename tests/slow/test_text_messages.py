"""A worker is killed while it sends a text message: the person gets it, and gets it once."""

import os
import signal
import threading

import pytest

from tests.gateway import TOKEN, Answer, gateway
from tests.server import free_port, installation
from tests.visitor import TOWN

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
CALLER = """
from podworko.bookings.actions import asking
from podworko.bookings.models import Channel
from podworko.core import audit
from tests.factories import *

room = Room.objects.get()
asking.submit(
    centre=room.centre,
    draft=make_draft(room.centre, room=room, email="", phone="+48512345678"),
    channel=Channel.PHONE,
    by=audit.staff(User.objects.get()),
    submission_key="desk:1",
    assistance=make_assistance(),
)
"""
DELIVER = """
import datetime as dt
import time_machine
from podworko.core import clock, delivery

with time_machine.travel(clock.now() + dt.timedelta(minutes=6), tick=True):
    delivery.deliver_due()
"""


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def installed(tmp_path, port):
    with installation(tmp_path, sms_url=f"http://127.0.0.1:{port}/messages", sms_token=TOKEN) as done:
        done.shell(TOWN)
        yield done


def states(installed):
    return installed.ask("SELECT channel, state FROM core_message")


def test_a_worker_killed_while_sending_leaves_its_text_message_to_another(installed, port):
    is_late = threading.Event()
    with gateway(port=port) as (box, _url):
        box.answers = [Answer(wait=is_late)]
        with installed.process("worker") as worker:
            installed.shell(CALLER)
            box.wait_for(tries=1)
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
        is_late.set()
        assert states(installed) == [("sms", "sending")]

        installed.shell(DELIVER)

        assert states(installed) == [("sms", "sent")]
        assert len(box.tries) == 2
        # The gateway knows the second by its key, and the telephone rings once.
        assert len(box.sent) == 1


def test_what_was_committed_before_the_crash_is_sent_when_the_program_runs_again(installed, port):
    installed.shell(CALLER)
    with gateway(port=port) as (box, _url), installed.process("worker"):
        box.wait_for(tries=1)
    assert [message["to"] for message in box.sent.values()] == ["+48512345678"]
