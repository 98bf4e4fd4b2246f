"""A real mail server, on the other side of SMTP."""

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.server import free_port

WAIT_SECONDS = 30


class Letterbox:
    """Keeps the mails that it is given; waits for those that must come."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.came = threading.Condition()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd asks so
        """Keep a mail."""
        with self.came:
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
            self.came.notify_all()
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mails that came to `address`."""
        return [mail for mail in self.mails if mail["To"] == address]

    def wait_for(self, address: str, number: int) -> EmailMessage:
        """Return the mail that came to `address` as the `number`th, when it has come."""
        with self.came:
            arrived = self.came.wait_for(lambda: len(self.to(address)) >= number, WAIT_SECONDS)
            assert arrived, f"Mail {number} did not come to {address}."
            return self.to(address)[number - 1]


@contextmanager
def letterbox(handler: Letterbox | None = None, *, port: int = 0) -> Iterator[tuple[Letterbox, int]]:
    """Keep a mail server on this machine meanwhile; return it and its port."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    box = handler or Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield box, controller.port
    finally:
        controller.stop()


def text_of(mail: EmailMessage) -> str:
    """Return the words of a mail."""
    body = mail.get_body(("plain",))
    assert body
    return body.get_content().replace("\r\n", "\n")


def code_in(mail: EmailMessage) -> str:
    """Return the six digits that stand alone in a line."""
    found = re.search(r"^(\d{6})$", text_of(mail), re.MULTILINE)
    assert found, text_of(mail)
    return found[1]


def link_in(mail: EmailMessage) -> str:
    """Return the address of the resident's own page."""
    found = re.search(r"https?://\S+/(?:request|sign-up)/\S+", text_of(mail))
    assert found, text_of(mail)
    return found[0]


def calendar_in(mail: EmailMessage) -> str:
    """Return the calendar file that came with a mail."""
    files = [part for part in mail.iter_attachments() if part.get_content_type() == "text/calendar"]
    assert len(files) == 1
    return files[0].get_content()
