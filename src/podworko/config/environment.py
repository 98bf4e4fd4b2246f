"""Every setting that a town may change, in one place.

Values come from the environment (``PODWORKO_…``) or from one file (``podworko.toml`` in the data
folder, or where ``PODWORKO_SETTINGS_FILE`` points), checked when the program starts.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from podworko.config.databases import database_from_url

PREFIX = "PODWORKO_"
PACKAGE = Path(__file__).resolve().parent.parent
# Names with our prefix that are not settings of the program: where its file is, and what only the tests read.
OTHER_NAMES = {"PODWORKO_SETTINGS_FILE", "PODWORKO_TEST_DATABASE_URL", "PODWORKO_CHROMIUM"}
SECRETS = {"secret_key", "smtp_password", "sms_token", "oidc_client_secret"}
# What a value must be, by the kind of error that pydantic reports.
COMPLAINTS = {
    "sentence": "{sentence}",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "string_type": "must be text in quotes",
}
TILE = ("{z}", "{x}", "{y}")
SECRET_KEY_LENGTH = 50  # what Django's own check asks for


def default_data() -> Path:
    """Return the data folder that is used when nobody names one: in the checkout, or in the user's home."""
    checkout = PACKAGE.parent.parent
    if (checkout / "pyproject.toml").is_file():
        return checkout / ".podworko"
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "podworko"


class Environment(BaseModel):
    """The settings of one installation."""

    data: Path = Field(
        default_factory=default_data,
        description="Folder for everything that the program writes: database, files, mail. Only from the environment.",
    )
    host: str = Field(default="127.0.0.1", description="Address that the web server listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port that the web server listens on.")
    workers: int = Field(default=1, ge=1, le=64, description="Number of processes that answer requests.")
    site_url: str = Field(
        default="",
        description="Address that people type; links in messages begin with it. This machine and the port when empty.",
    )
    allowed_hosts: str = Field(
        default="127.0.0.1,localhost",
        description="Further host names that the server answers to, with commas between.",
    )
    proxies: int = Field(
        default=0,
        ge=0,
        le=9,
        description="Number of our own proxies before the web server; 0 when people reach it directly.",
    )
    secret_key: str = Field(
        default="", description="Key that signs links and sessions; made and kept in the data folder when empty."
    )
    database_url: str = Field(
        default="", description="postgres://user:password@host:port/name; SQLite in the data folder when empty."
    )
    redis_url: str = Field(
        default="", description="redis://host:port/number for the cache; memory of each process when empty."
    )
    smtp_host: str = Field(default="", description="Mail server; messages are written to the folder mail/ when empty.")
    smtp_port: int = Field(default=25, ge=1, le=65535, description="Port of the mail server.")
    smtp_user: str = Field(default="", description="Name for the mail server, when it asks for one.")
    smtp_password: str = Field(default="", description="Password for the mail server.")
    smtp_tls: bool = Field(default=False, description="Begin TLS (STARTTLS) with the mail server.")
    mail_from: str = Field(default="Podwórko <podworko@example.org>", description="Sender of messages.")
    sms_url: str = Field(
        default="",
        description="Where text messages are sent to (HTTPS POST of JSON); written to the folder sms/ when empty.",
    )
    sms_token: str = Field(default="", description="Bearer token for the text messages' gateway.")
    sms_from: str = Field(default="Podworko", description="Sender that text messages show: a name or a number.")
    oidc_url: str = Field(
        default="",
        description="Address of the city's own sign-in (OpenID Connect issuer); staff sign in by password when empty.",
    )
    oidc_client_id: str = Field(default="", description="Name under which the city's sign-in knows this installation.")
    oidc_client_secret: str = Field(default="", description="Secret shared with the city's sign-in.")
    oidc_name: str = Field(default="", description="What the button of the city's sign-in says.")
    oidc_is_second_factor: bool = Field(
        default=False,
        description="The city's sign-in asks for a second factor itself, so that nobody is asked for another here.",
    )
    import_mb: int = Field(
        default=10, ge=1, le=100, description="Size in megabytes (MB) up to which a table can be brought for import."
    )
    import_rows: int = Field(
        default=200_000, ge=1, le=1_000_000, description="Number of rows that a table brought for import may have."
    )
    minors_kept_years: int = Field(
        default=10,
        ge=1,
        le=50,
        description=(
            "Full calendar years for which the register for work with minors keeps somebody who has left. "
            "Ten, as papers of employment are kept (Kodeks pracy, art. 94 pkt 9b)."
        ),
    )
    contacts_kept_days: int = Field(
        default=30,
        ge=1,
        le=1830,
        description="Days after the last date of a request until the person who asked is taken out of it.",
    )
    tiles_url: str = Field(
        default="",
        description=(
            "Where maps take pictures of streets from, as https://…/{z}/{x}/{y}.png; districts only when empty. "
            "The server must allow other sites to ask it (CORS)."
        ),
    )
    tiles_attribution: str = Field(default="", description="Whose the pictures of streets are; stands below each map.")
    photo_megabytes: int = Field(default=10, ge=1, le=50, description="Largest photo that may be sent, in megabytes.")
    demo: bool = Field(
        default=False, description="Fill an empty database with a town for show, and say so on each page."
    )
    debug: bool = Field(default=False, description="Show details of errors; only for those who write the program.")

    @field_validator("data")
    @classmethod
    def writable(cls, data: Path) -> Path:
        """Refuse a folder that cannot be made or written to."""
        data = data.expanduser().absolute()
        nearest = next(folder for folder in [data, *data.parents] if folder.exists())
        if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
            raise wrong("must be a folder that this user may write to")
        return data

    @field_validator("site_url")
    @classmethod
    def address(cls, site_url: str) -> str:
        """Refuse anything but the bare address of a site."""
        if site_url and not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?/?", site_url):
            raise wrong("must look like https://podworko.example.org, with nothing after the host")
        return site_url.rstrip("/")

    @field_validator("secret_key")
    @classmethod
    def long_enough(cls, secret_key: str) -> str:
        """Refuse a key that could be guessed."""
        if 0 < len(secret_key) < SECRET_KEY_LENGTH:
            raise wrong(f"must be at least {SECRET_KEY_LENGTH} characters long, or be left out")
        return secret_key

    @field_validator("database_url")
    @classmethod
    def known_database(cls, database_url: str) -> str:
        """Refuse the address of a database that we do not know."""
        try:
            database_from_url(database_url, data=Path())
        except ValueError as error:
            raise wrong(str(error)) from error
        return database_url

    @field_validator("redis_url")
    @classmethod
    def known_cache(cls, redis_url: str) -> str:
        """Refuse the address of anything but Redis."""
        if redis_url and urlsplit(redis_url).scheme not in {"redis", "rediss", "unix"}:
            raise wrong("must look like redis://host:port/number")
        return redis_url

    @field_validator("sms_url")
    @classmethod
    def safe_gateway(cls, sms_url: str) -> str:
        """Refuse a gateway that numbers and words would travel to in the open."""
        if sms_url and not is_safe(sms_url):
            raise wrong("must look like https://gateway.example.org/messages")
        return sms_url

    @field_validator("sms_from")
    @classmethod
    def sms_sender(cls, sms_from: str) -> str:
        """Refuse a sender that the networks do not carry: 11 letters and digits (3GPP TS 23.040), or a number."""
        if not re.fullmatch(r"[A-Za-z0-9 ._-]{1,11}|\+?[0-9]{3,15}", sms_from):
            raise wrong("must be at most 11 letters and digits of the English alphabet, or a telephone number")
        return sms_from

    @field_validator("oidc_url")
    @classmethod
    def safe_issuer(cls, oidc_url: str) -> str:
        """Refuse a sign-in that passwords would travel to in the open."""
        if oidc_url and not is_safe(oidc_url):
            raise wrong("must look like https://sign-in.example.org")
        return oidc_url.rstrip("/")

    @field_validator("tiles_url")
    @classmethod
    def tiles(cls, tiles_url: str) -> str:
        """Refuse what is no pattern of tiles; its host goes into a header, so that nothing else may stand there."""
        pattern = r"https?://[A-Za-z0-9.-]+(:\d{1,5})?/[^\s;,\"'<>]*"
        is_pattern = re.fullmatch(pattern, tiles_url) and all(part in tiles_url for part in TILE)
        if tiles_url and not (is_pattern and is_safe(tiles_url)):
            raise wrong("must look like https://tiles.example.org/{z}/{x}/{y}.png")
        return tiles_url

    @field_validator("mail_from")
    @classmethod
    def sender(cls, mail_from: str) -> str:
        """Refuse a sender that nobody could answer."""
        if "\n" in mail_from or not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(mail_from)[1]):
            raise wrong("must look like Podwórko <podworko@example.org>")
        return mail_from

    @model_validator(mode="after")
    def belong_together(self) -> Self:
        """Fill the site's address in; refuse values that contradict each other."""
        self.site_url = self.site_url or f"http://127.0.0.1:{self.port}"
        if self.debug and self.site_url.startswith("https://"):
            raise wrong("must be off on a site that the public reaches (PODWORKO_SITE_URL): it shows secrets", "debug")
        if self.smtp_user and not self.smtp_host:
            raise wrong("must be given when PODWORKO_SMTP_USER is", "smtp_host")
        if bool(self.smtp_user) != bool(self.smtp_password):
            missing, given = ("smtp_password", "USER") if self.smtp_user else ("smtp_user", "PASSWORD")
            raise wrong(f"must be given when PODWORKO_SMTP_{given} is", missing)
        if bool(self.sms_url) != bool(self.sms_token):
            missing, given = ("sms_token", "URL") if self.sms_url else ("sms_url", "TOKEN")
            raise wrong(f"must be given when PODWORKO_SMS_{given} is", missing)
        if self.tiles_url and not self.tiles_attribution:
            raise wrong("must be given when PODWORKO_TILES_URL is", "tiles_attribution")
        for name in ("oidc_client_id", "oidc_client_secret", "oidc_name"):
            if bool(self.oidc_url) > bool(getattr(self, name)):
                raise wrong("must be given when PODWORKO_OIDC_URL is", name)
        return self


def is_safe(url: str) -> bool:
    """Say whether what is sent to `url` is encrypted on its way, or stays on this machine."""
    parts = urlsplit(url)
    is_here = parts.hostname in {"127.0.0.1", "::1", "localhost"}
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and is_here))


def wrong(sentence: str, name: str = "") -> PydanticCustomError:
    """Return the error that says, after the name of a setting, what is wrong with it."""
    return PydanticCustomError("sentence", "{sentence}", {"sentence": sentence, "name": name})


@dataclass(frozen=True)
class Given:
    """A value that somebody gave, and where."""

    value: Any
    source: str


@dataclass
class Reading:
    """What was found: the values given, what is wrong with them, and the settings when nothing is."""

    given: dict[str, Given] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)  # name → sentence
    environment: Environment | None = None

    def shown(self, name: str) -> str:
        """Return the value of a setting as it may be shown to anybody: without secrets."""
        if name in self.given:
            value = self.given[name].value
        else:
            default = Environment.model_fields[name].get_default(call_default_factory=True, validated_data={})
            value = getattr(self.environment, name, default)
        if name in SECRETS and value:
            return "(hidden)"
        return re.sub(r"://([^:/@]*):[^@]*@", r"://\1:(hidden)@", str(value)) or "(empty)"

    def source(self, name: str) -> str:
        """Return where the value of a setting comes from."""
        return self.given[name].source if name in self.given else "default"


def settings_file(environ: Mapping[str, str]) -> Path:
    """Return where the file with settings is looked for; only a file named by hand must exist."""
    data = environ.get(f"{PREFIX}DATA")
    return Path(
        environ.get("PODWORKO_SETTINGS_FILE") or (Path(data).expanduser() if data else default_data()) / "podworko.toml"
    )


def read(environ: Mapping[str, str] = os.environ) -> Reading:
    """Read and check all settings; never raises, what is wrong is in `problems`."""
    reading = Reading()
    path = settings_file(environ)
    try:
        content = tomllib.loads(path.read_text()) if path.exists() or "PODWORKO_SETTINGS_FILE" in environ else {}
    except (OSError, ValueError) as error:
        reading.problems["settings_file"] = f"The settings file {path} cannot be read: {reason(error)}."
        return reading
    if "data" in content:
        reading.problems["data"] = f"data cannot stand in {path}; set PODWORKO_DATA in the environment instead."
        del content["data"]
    for name, value in content.items():
        reading.given[name] = Given(value, str(path))
    for name, value in environ.items():
        if name.startswith(PREFIX) and name not in OTHER_NAMES and value:
            reading.given[name.removeprefix(PREFIX).lower()] = Given(value, "environment")
    for name in reading.given.keys() - Environment.model_fields:
        reading.problems[name] = unknown(name, reading.given[name].source)
    try:
        known = {name: given.value for name, given in reading.given.items() if name in Environment.model_fields}
        reading.environment = Environment.model_validate(known)
    except ValidationError as error:
        reading.problems.update(sentences(error, reading))
    return reading


def load() -> Environment:
    """Return the settings; raise ImproperlyConfigured, with a sentence per setting, when any is wrong."""
    reading = read()
    if reading.problems or reading.environment is None:
        raise ImproperlyConfigured("\n".join(reading.problems.values()))
    return reading.environment


def reason(error: OSError | ValueError) -> str:
    """Return in a few words why a file could not be read."""
    text = error.strerror if isinstance(error, OSError) else str(error)
    return (text or "unknown reason").lower().rstrip(".")


def unknown(name: str, source: str) -> str:
    """Return the sentence about a name that is no setting, with the nearest that is."""
    spelt = PREFIX + name.upper() if source == "environment" else name
    nearest = get_close_matches(name, Environment.model_fields, n=1)
    hint = f" Do you mean {PREFIX + nearest[0].upper() if source == 'environment' else nearest[0]}?" if nearest else ""
    return f"{spelt} ({source}) is not a setting.{hint}"


def sentences(error: ValidationError, reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield the name and a sentence for every value that is wrong."""
    for details in error.errors():
        context = details.get("ctx", {})
        name = str(details["loc"][0]) if details["loc"] else context["name"]
        spelt = PREFIX + name.upper()
        yield name, f"{spelt} ({reading.source(name)}) {complaint(details)}; it is {reading.shown(name)}."


def complaint(details: ErrorDetails) -> str:
    """Return what a value must be, in plain words."""
    words = COMPLAINTS.get(details["type"], "cannot be understood")
    return words.format_map(details.get("ctx", {}))
