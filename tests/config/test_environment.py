"""Settings: where they come from, and the sentence for each that is wrong."""

import pytest

from podworko.config import environment
from podworko.config.environment import Environment, read

pytestmark = pytest.mark.any_database


@pytest.fixture
def folder(tmp_path):
    return {"PODWORKO_DATA": str(tmp_path)}


def test_nothing_given_is_enough(folder):
    reading = read(folder)

    assert reading.problems == {}
    assert reading.environment.site_url == "http://127.0.0.1:8000"


def test_environment_outweighs_the_file_and_an_empty_value_counts_as_none(folder, tmp_path):
    (tmp_path / "podworko.toml").write_text('smtp_port = 2525\nmail_from = "CAL <cal@example.org>"\nsmtp_host = "mail"')

    reading = read({**folder, "PODWORKO_SMTP_PORT": "587", "PODWORKO_SMTP_HOST": ""})

    assert (reading.environment.smtp_port, reading.source("smtp_port")) == (587, "environment")
    assert (reading.environment.smtp_host, reading.source("smtp_host")) == ("mail", str(tmp_path / "podworko.toml"))
    assert reading.source("demo") == "default"


def test_address_of_the_site_follows_the_port(folder):
    assert read({**folder, "PODWORKO_PORT": "8123"}).environment.site_url == "http://127.0.0.1:8123"


def test_data_folder_of_an_installed_package_is_in_the_home(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "PACKAGE", tmp_path / "lib" / "site-packages" / "podworko")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))

    assert environment.default_data() == tmp_path / "share" / "podworko"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "abc", "must be a whole number; it is abc."),
        ("PORT", "0", "must be at least 1; it is 0."),
        ("PORT", "70000", "must be at most 65535; it is 70000."),
        ("DEMO", "perhaps", "must be true or false; it is perhaps."),
        ("SITE_URL", "example.org", "must look like https://podworko.example.org, with nothing after the host"),
        ("SITE_URL", "https://example.org/podworko", "must look like https://podworko.example.org"),
        ("SITE_URL", "http://[half", "must look like https://podworko.example.org"),
        ("SECRET_KEY", "short", "must be at least 50 characters long, or be left out; it is (hidden)."),
        ("DATABASE_URL", "mysql://a:pass@h/d", "must look like postgres://user:password@host:port/name or sqlite:"),
        ("DATABASE_URL", "postgres://u@h:port/d", "must look like postgres://user:password@host:port/name"),
        ("REDIS_URL", "memcached://host", "must look like redis://host:port/number"),
        ("MAIL_FROM", "nobody", "must look like Podwórko <podworko@example.org>"),
        ("MAIL_FROM", "a@b.pl\nBcc: c@d.pl", "must look like Podwórko <podworko@example.org>"),
        ("OIDC_URL", "http://sign-in.example.org", "must look like https://sign-in.example.org"),
        ("TILES_URL", "https://tiles.example.org/map.png", "must look like https://tiles.example.org/{z}/{x}/{y}.png"),
        ("TILES_URL", "http://tiles.example.org/{z}/{x}/{y}.png", "must look like https://tiles.example.org"),
        (
            "TILES_URL",
            "https://tiles.example.org; script-src */{z}/{x}/{y}",
            "must look like https://tiles.example.org",
        ),
        ("DATA", "/dev/null/folder", "must be a folder that this user may write to"),
    ],
)
def test_a_bad_value_is_named_in_one_sentence(folder, name, value, sentence):
    reading = read({**folder, f"PODWORKO_{name}": value})

    assert list(reading.problems) == [name.lower()]
    said = reading.problems[name.lower()]
    assert said.startswith(f"PODWORKO_{name} (environment) must ")
    assert sentence in said
    assert "pass" not in said.replace("user:password", "")


def test_every_bad_value_gets_its_sentence_at_once(folder):
    reading = read({**folder, "PODWORKO_PORT": "x", "PODWORKO_WORKERS": "0", "PODWORKO_PROT": "8000"})

    assert set(reading.problems) == {"port", "workers", "prot"}


@pytest.mark.parametrize(
    ("given", "name", "sentence"),
    [
        (
            {"DEBUG": "true", "SITE_URL": "https://example.org"},
            "debug",
            "must be off on a site that the public reaches",
        ),
        ({"SMTP_USER": "u", "SMTP_PASSWORD": "p"}, "smtp_host", "must be given when PODWORKO_SMTP_USER is"),
        ({"SMTP_HOST": "h", "SMTP_USER": "u"}, "smtp_password", "must be given when PODWORKO_SMTP_USER is"),
        ({"SMTP_HOST": "h", "SMTP_PASSWORD": "p"}, "smtp_user", "must be given when PODWORKO_SMTP_PASSWORD is"),
        ({"OIDC_URL": "https://a.pl", "OIDC_NAME": "A"}, "oidc_client_id", "must be given when PODWORKO_OIDC_URL is"),
    ],
)
def test_values_that_contradict_each_other(folder, given, name, sentence):
    reading = read({**folder, **{f"PODWORKO_{key}": value for key, value in given.items()}})

    assert sentence in reading.problems[name]


def test_unknown_name_is_told_with_the_nearest(folder, tmp_path):
    (tmp_path / "podworko.toml").write_text("smtp_hots = 'mail'")

    reading = read({**folder, "PODWORKO_SITEURL": "http://x"})

    assert reading.problems["siteurl"] == (
        "PODWORKO_SITEURL (environment) is not a setting. Do you mean PODWORKO_SITE_URL?"
    )
    assert reading.problems["smtp_hots"] == (
        f"smtp_hots ({tmp_path / 'podworko.toml'}) is not a setting. Do you mean smtp_host?"
    )


def test_a_value_of_the_file_is_complained_about_with_the_file(folder, tmp_path):
    (tmp_path / "podworko.toml").write_text("mail_from = 5\nsmtp_port = 25.5\nsmtp_tls = [1]")

    reading = read(folder)

    assert (
        f"PODWORKO_MAIL_FROM ({tmp_path / 'podworko.toml'}) must be text in quotes; it is 5."
        in reading.problems.values()
    )
    assert "must be a whole number" in reading.problems["smtp_port"]
    assert "must be true or false" in reading.problems["smtp_tls"]


@pytest.mark.parametrize("content", [b"port 80", b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_told(folder, tmp_path, content):
    (tmp_path / "podworko.toml").write_bytes(content)

    assert "cannot be read" in read(folder).problems["settings_file"]


def test_a_file_named_by_hand_must_exist(folder, tmp_path):
    reading = read({**folder, "PODWORKO_SETTINGS_FILE": str(tmp_path / "no.toml")})

    assert "no.toml cannot be read: no such file or directory." in reading.problems["settings_file"]


def test_the_file_cannot_move_the_folder_that_it_is_found_in(folder, tmp_path):
    (tmp_path / "podworko.toml").write_text("data = '/elsewhere'")

    assert "set PODWORKO_DATA in the environment instead" in read(folder).problems["data"]


def test_secrets_are_never_shown(folder):
    secret = "s" * 60
    reading = read(
        {
            **folder,
            "PODWORKO_SECRET_KEY": secret,
            "PODWORKO_SMTP_PASSWORD": secret,
            "PODWORKO_DATABASE_URL": f"postgres://u:{secret}@h/d",
            "PODWORKO_REDIS_URL": f"redis://:{secret}@h/1",
        }
    )

    assert secret not in " ".join(reading.shown(name) for name in Environment.model_fields)
    assert reading.shown("database_url") == "postgres://u:(hidden)@h/d"


def test_load_raises_all_sentences(monkeypatch, tmp_path):
    monkeypatch.setenv("PODWORKO_DATA", str(tmp_path))
    monkeypatch.setenv("PODWORKO_PORT", "x")
    monkeypatch.setenv("PODWORKO_NAME", "x")

    with pytest.raises(environment.ImproperlyConfigured) as refused:
        environment.load()

    assert len(str(refused.value).splitlines()) == 2


def test_tiles_say_whose_they_are(folder):
    tiles = {"PODWORKO_TILES_URL": "https://tiles.example.org/{z}/{x}/{y}.png"}
    assert "must be given when PODWORKO_TILES_URL is" in read({**folder, **tiles}).problems["tiles_attribution"]
    named = read({**folder, **tiles, "PODWORKO_TILES_ATTRIBUTION": "© Miasto"})
    assert named.problems == {}
