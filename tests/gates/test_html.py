"""Gate 4: valid HTML, nothing inline, a policy that allows nothing inline, light scripts."""

import gzip
import json
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from tests.gates.catalogue import html_pages, looks
from tests.gates.markup import Markup

pytestmark = pytest.mark.any_database

ERROR_PAGES = ("403.html", "403_csrf.html", "404.html", "429.html", "500.html", "503.html")
OWN_SCRIPTS = Path(settings.PACKAGE) / "static" / "podworko"
MOST_SCRIPT = 20_000
# What a part of a page is checked in.
AROUND_A_PART = "<!doctype html><html lang=pl><title>.</title><body>{}"
CHECKER = settings.DATA / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def faults(response: HttpResponse) -> list[str]:
    """Return what stands inline in a page, and what its policy allows too much."""
    policy = response.headers.get("Content-Security-Policy", "")
    rules = dict((*rule.split(None, 1), "")[:2] for rule in policy.split(";") if rule.strip())
    wrong = [f"{name} {value}" for name, value in rules.items() if "unsafe" in value or "*" in value.split()]
    if rules.get("default-src", "").strip() != "'none'":
        wrong.append("no policy that begins with default-src 'none'")
    if response["Content-Type"].startswith("text/html"):
        wrong += Markup(response.content.decode()).inline
    return wrong


def error_pages() -> dict[str, str]:
    request = RequestFactory().get("/")
    return {name: render_to_string(name, {}, request) for name in ERROR_PAGES}


def invalid(pages: dict[str, str], folder: Path) -> list[str]:
    """Return what the Nu checker finds wrong in the pages: page, line, complaint."""
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(html if "<html" in html else AROUND_A_PART.format(html))
        names[file.name] = name
    command = [
        "java",
        "-Xss4m",
        "-jar",
        CHECKER,
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
        "--errors-only",
        folder,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)["messages"]
    return [
        f"{names[Path(entry['url']).name]}:{entry.get('lastLine')}: {entry['message']} {entry.get('extract', '')!r}"
        for entry in said
    ]


def test_error_pages():
    assert {name: Markup(html).inline for name, html in error_pages().items() if Markup(html).inline} == {}


def test_own_scripts_are_light():
    scripts = [path.read_bytes() for path in OWN_SCRIPTS.rglob("*.js")]
    assert scripts
    assert sum(len(gzip.compress(script)) for script in scripts) <= MOST_SCRIPT


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_page_is_valid(world, tmp_path):
    pages = {str(look): response.content.decode() for name in html_pages() for look, response in looks(world, name)}
    found = invalid(pages | error_pages(), tmp_path)
    assert not found, "\n".join(found)


# --- negative controls ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        "<p style='color: red'>.</p>",
        "<style>p {}</style>",
        "<script>1</script>",
        "<script type='application/json'>1</script>",
        "<script type='application/ld+json' id='a'>1</script>",
        # Data that did not escape ends early, and the rest is run.
        "<script type='application/ld+json'>{}</script><script>alert(1)</script>",
        "<button onclick='go()'>.</button>",
        "<a href=' JavaScript:go()'>.</a>",
    ],
)
def test_what_stands_inline_is_seen(html):
    assert Markup(html).inline
    assert Markup("<script src='/static/a.js'></script><p class='style'>on</p>").inline == []
    assert Markup('<script type="application/ld+json">{"a": "<b>"}</script><p>on</p>').inline == []


@pytest.mark.parametrize(
    "policy", ["", "script-src 'self'", "default-src 'none'; style-src 'unsafe-inline'", "default-src *"]
)
def test_a_weak_policy_is_seen(policy):
    assert faults(HttpResponse("", headers={"Content-Security-Policy": policy}))


def test_a_page_without_the_middleware_is_seen(db, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "ContentSecurity" not in name]
    assert faults(Client().get("/styleguide/"))


@pytest.mark.slow
def test_invalid_html_is_seen(tmp_path):
    bad = "<!doctype html><html lang=pl><title>.</title><p><ul><li><div id=a></div></li></ul><b id=a>.</b>"
    good = "<!doctype html><html lang=pl><title>.</title><p>.</p></html>"
    complaints = invalid({"bad": bad + "<button><a href=/>.</a></button>", "good": good}, tmp_path)
    assert {line.partition(":")[0] for line in complaints} == {"bad"}
