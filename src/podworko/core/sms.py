"""Text messages: how long they may be, which numbers get them, and the gateways that send them.

The length follows 3GPP TS 23.038: seven bits a letter for the letters of the GSM alphabet, else sixteen; Polish and
Ukrainian letters are not in it, and are kept all the same.
"""

import datetime as dt
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message as Headers
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext as _

from podworko.core import clock
from podworko.core.errors import Refused

MOST_PARTS = 3
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_DOUBLE = frozenset("^{}\\[~]|€")
# Signs that say the same in the GSM alphabet: one of them would halve the room for all the others.
PLAINER = str.maketrans({"–": "-", "—": "-", "„": '"', "”": '"', "“": '"', "’": "'", "…": "...", "\N{NBSP}": " "})
# Numbers of these kinds get no text messages.
DEAF = {
    phonenumbers.PhoneNumberType.FIXED_LINE,
    phonenumbers.PhoneNumberType.TOLL_FREE,
    phonenumbers.PhoneNumberType.PREMIUM_RATE,
    phonenumbers.PhoneNumberType.SHARED_COST,
    phonenumbers.PhoneNumberType.PAGER,
    phonenumbers.PhoneNumberType.UAN,
    phonenumbers.PhoneNumberType.VOICEMAIL,
    phonenumbers.PhoneNumberType.UNKNOWN,
}
SECONDS = 15
# Answers that find fault with our account, or with the moment, and not with the message.
NOT_ITS_FAULT = {
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.PAYMENT_REQUIRED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.CONFLICT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}
LONGEST_WAIT = dt.timedelta(days=1)


def parts(text: str) -> int:
    """Return how many messages the network makes of `text`, each of which is paid for."""
    if all(letter in GSM or letter in GSM_DOUBLE for letter in text):
        widths, alone, joined = [1 + (letter in GSM_DOUBLE) for letter in text], 160, 153
    else:
        widths, alone, joined = [len(letter.encode("utf-16-be")) // 2 for letter in text], 70, 67
    if sum(widths) <= alone:
        return 1
    count, used = 1, 0
    for width in widths:  # a letter is not cut in two
        if used + width > joined:
            count, used = count + 1, 0
        used += width
    return count


def fitted(text: str) -> str:
    """Return `text` in signs that take little room, shortened to MOST_PARTS; its last line, the way on, stays whole."""
    lines = [" ".join(line.split()) for line in text.translate(PLAINER).splitlines()]
    lines = [line for line in lines if line]
    whole = "\n".join(lines)
    if parts(whole) <= MOST_PARTS:
        return whole
    words, tail = " ".join(lines[:-1]), f"\n{lines[-1]}"
    if not words or parts(f"...{tail}") > MOST_PARTS:
        words, tail = whole, ""
    length = next(n for n in range(len(words), -1, -1) if parts(f"{words[:n]}...{tail}") <= MOST_PARTS)
    cut = words[:length]
    # At the end of a word, unless it is one of those that never end.
    cut = cut.rpartition(" ")[0] if " " in cut[-30:] else cut
    return f"{cut.rstrip(' .,;:')}...{tail}"


def checked(number: str, *, field: str = "phone") -> str:
    """Return a telephone number as E.164 writes it. Raises Refused, beside `field`, when it gets no text messages."""
    try:
        parsed = phonenumbers.parse(number, "PL")
    except phonenumbers.NumberParseException as error:
        sentence = _("This does not look like a telephone number. Nine digits are enough.")
        raise Refused.because("no-number", sentence, field=field) from error
    if phonenumbers.number_type(parsed) in DEAF:
        raise Refused.because(
            "no-mobile",
            _("This number gets no text messages. Give a mobile number, or answer another way."),
            field=field,
        )
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


class NotSent(Exception):
    """A gateway did not take a message: for good, or until `retry_after` (None: who knows)."""

    def __init__(self, why: str, *, is_final: bool = False, retry_after: dt.timedelta | None = None) -> None:
        super().__init__(why)
        self.is_final = is_final
        self.retry_after = retry_after


class Gateway(Protocol):
    """What hands a text message to the telephone network."""

    def send(self, *, to: str, text: str, key: str) -> None:
        """Hand `text` over, for the number `to`. What was taken under the same `key` before is not sent again.

        Raises NotSent.
        """
        ...


@dataclass(frozen=True)
class ConsoleGateway:
    """Writes each message into a file of a folder, for those who look there; nothing leaves the machine."""

    folder: Path

    def send(self, *, to: str, text: str, key: str) -> None:
        """Write the file; the same key, the same file."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / f"{key}.txt").write_text(f"{to}\n\n{text}\n")
        except OSError as error:
            raise NotSent(str(error)) from error


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The token and somebody's number go to the address in the settings, and nowhere else."""

    def redirect_request(self, *_args: object) -> None:
        """Follow nothing."""


@dataclass(frozen=True)
class HttpGateway:
    """Sends a JSON object {"to", "from", "text"} to an address by POST, with a bearer token.

    The header Idempotency-Key names the message, so that a try which follows a crash is not sent twice
    (draft-ietf-httpapi-idempotency-key-header). Any 2xx means that it was taken.
    """

    url: str
    token: str
    sender: str

    def send(self, *, to: str, text: str, key: str) -> None:
        """Hand one message over. Raises NotSent, saying whether another try is worth it, and when."""
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": key,
        }
        body = json.dumps({"to": to, "from": self.sender, "text": text}).encode()
        request = urllib.request.Request(self.url, data=body, headers=headers, method="POST")  # noqa: S310 - by the settings
        try:
            with urllib.request.build_opener(_NoRedirects).open(request, timeout=SECONDS):
                return
        except urllib.error.HTTPError as error:
            with error:
                raise _judged(error.code, error.headers) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NotSent(type(error).__name__) from error


def _judged(status: int, headers: Headers) -> NotSent:
    """Say what an answer that is no 2xx means for the message."""
    is_clients = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
    is_final = is_clients and status not in NOT_ITS_FAULT
    return NotSent(f"HTTP {status}", is_final=is_final, retry_after=_wait(headers.get("Retry-After", "")))


def _wait(said: str) -> dt.timedelta | None:
    """Read Retry-After, in seconds or as a date (RFC 9110, 10.2.3); None where it makes no sense."""
    try:
        if said.strip().isdigit():
            wait = dt.timedelta(seconds=min(int(said), int(LONGEST_WAIT.total_seconds())))
        else:
            wait = parsedate_to_datetime(said) - clock.now()
    except (ValueError, TypeError):
        return None
    return min(max(wait, dt.timedelta()), LONGEST_WAIT)


def gateway() -> Gateway:
    """Return the gateway that the settings name; without one, messages go to the folder sms/."""
    sms: Mapping[str, str] = settings.SMS
    if sms["url"]:
        return HttpGateway(sms["url"], sms["token"], sms["sender"])
    return ConsoleGateway(Path(settings.SMS["folder"]))
