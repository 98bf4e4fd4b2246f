"""The second factor of the tests' staff: an app with a known secret, and a passkey that only has to be there."""

import base64
import itertools
from collections import Counter

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import encrypt
from fido2.webauthn import AttestedCredentialData, AuthenticatorData

from podworko.core import clock
from podworko.people.models import User

SECRET = "JBSWY3DPEHPK3PXP"
_used: Counter[str] = Counter()
_keys = itertools.count(1)


def code_at(moment: float) -> str:
    """Return what the app shows at a moment."""
    return format_hotp_value(hotp_value(SECRET, int(moment) // 30))


def next_code(email: str = "") -> str:
    """Return a code that `email` has not used yet: each is good once, and that of the next half minute is good too."""
    _used[email] += 1
    return code_at(clock.now().timestamp() + 30 * (_used[email] - 1))


def app_of(user: User) -> Authenticator:
    """Return the app of `user`, to be saved."""
    return Authenticator(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(SECRET)})


def passkey_of(user: User, name: str = "Telefon") -> Authenticator:
    """Return a passkey of `user`, to be saved; nobody holds its private half."""
    key = {1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)}  # COSE, ES256
    number = next(_keys).to_bytes(16)
    data = AuthenticatorData.create(b"\0" * 32, 0x45, 0, AttestedCredentialData.create(b"\0" * 16, number, key))
    attestation = b"\xa3cfmtdnonegattStmt\xa0hauthDataX" + bytes([len(data)]) + data

    def text(raw: bytes) -> str:
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    said = b'{"type": "webauthn.create", "challenge": "", "origin": "https://example.org"}'
    credential = {
        "id": text(number),
        "rawId": text(number),
        "type": "public-key",
        "response": {"clientDataJSON": text(said), "attestationObject": text(attestation)},
        "clientExtensionResults": {},
    }
    return Authenticator(user=user, type="webauthn", data={"name": name, "credential": credential})
