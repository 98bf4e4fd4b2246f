"""The vocabulary of the journeys: what people do and see, by roles and words, never by how a page is built.

Words are the program's own msgids, said in the language of the one who reads.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils import translation
from django.utils.html import strip_tags
from playwright.sync_api import Locator, Page, expect

from podworko.core.words import spoken
from tests.factories import PASSWORD
from tests.letterbox import Letterbox, code_in, link_in
from tests.second_factor import next_code

MOST_TABS = 150
# The ring around what has the focus stands on the thing itself, or on the card that it is in.
HAS_RING = """element => {
  for (let at = element, up = 0; at && up < 4; at = at.parentElement, up++)
    for (const part of [null, "::after"]) {
      const style = getComputedStyle(at, part);
      if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) return true;
    }
  return false;
}"""


def said(msgid: str, language: str, *, number: int | None = None, **values: object) -> str:
    """Return the program's words in a language, of those that count something the form that the `number` asks for."""
    with translation.override(language):
        words = translation.gettext(msgid) if number is None else translation.ngettext(msgid, msgid, number)
        return strip_tags(words) % values


class Person:
    """Somebody with a browser in their hand who reads one language."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.language = language

    def words(self, msgid: str, **values: Any) -> str:
        """Return the program's words as this person reads them."""
        return said(msgid, self.language, **values)

    def goes_to(self, address: str) -> None:
        """Open a path, or an address from a mail."""
        parts = urlsplit(address)
        self.page.goto(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)

    def follows(self, msgid: str, *, of: str = "") -> None:
        """Follow a link of the page's content; `of` tells one of many of the same name."""
        self._go(self._main.get_by_role("link", name=self._name(msgid, of)).first)

    def follows_first(self, msgid: str) -> None:
        """Follow the first of the links that begin with these words and go on with what they are about."""
        name = re.compile(rf"^{re.escape(self.words(msgid))}")
        self._go(self._main.get_by_role("link", name=name).first)

    def address_of(self, msgid: str) -> str:
        """Return where a link of the page's content leads."""
        address = self._main.get_by_role("link", name=self._name(msgid, "")).get_attribute("href")
        assert address
        return address

    def presses(self, msgid: str, *, of: str = "", **values: Any) -> None:
        """Press a button of the page's content; `of` tells one of many of the same name."""
        self._go(self._main.get_by_role("button", name=self._name(msgid, of, **values)).first)

    def opens(self, msgid: str) -> None:
        """Unfold what is folded."""
        self._press(self._main.locator("summary", has_text=self.words(msgid)))

    def writes(self, msgid: str, text: str) -> None:
        """Answer a question in writing."""
        self._write(self.question(msgid), text)

    def chooses(self, name: str) -> None:
        """Choose one of few."""
        choice = self._main.get_by_role("radio", name=name)
        self._choose(choice)
        expect(choice).to_be_checked()

    def picks(self, msgid: str, name: str) -> None:
        """Choose one of a list that unfolds."""
        self._pick(self.question(msgid), name)

    def headings(self) -> list[str]:
        """Return the names of the things that are listed, in their order."""
        return [heading.inner_text() for heading in self._main.locator("ol h3").all()]

    def follows_to(self, name: str) -> None:
        """Follow the link that is called so."""
        self._go(self._main.get_by_role("link", name=name, exact=True).first)

    def ticks(self, name: str) -> None:
        """Tick what is not ticked, or take the tick away."""
        self._main.get_by_role("checkbox", name=re.compile(re.escape(name), re.IGNORECASE)).click()

    def day(self, on: str) -> str:
        """Return a day as this person's pages say it."""
        with translation.override(self.language):
            return spoken(dt.date.fromisoformat(on))

    def question(self, msgid: str) -> Locator:
        """Return the field with this label."""
        return self._main.get_by_label(re.compile(rf"^\s*{re.escape(self.words(msgid))}\s*(\(|$)"))

    def sees(self, text: str) -> None:
        """Find a text on the page."""
        expect(self._main).to_contain_text(text)

    def misses(self, text: str) -> None:
        """Find no such text anywhere on the page."""
        expect(self.page.locator("body")).not_to_contain_text(text)

    def reads(self, msgid: str, **values: Any) -> None:
        """Find the program's words on the page."""
        self.sees(self.words(msgid, **values))

    def is_told_at(self, msgid: str, complaint: str) -> None:
        """Find a complaint beside a question, told to a screen reader too."""
        expect(self.question(msgid)).to_have_accessible_description(re.compile(re.escape(complaint)))

    def _name(self, msgid: str, of: str, **values: Any) -> re.Pattern[str]:
        more = rf"\s*: {re.escape(of)}" if of else ""
        return re.compile(rf"^{re.escape(self.words(msgid, **values))}{more}$")

    @property
    def _main(self) -> Locator:
        return self.page.get_by_role("main")

    def _go(self, thing: Locator) -> None:
        with self.page.expect_navigation():
            self._press(thing)

    def _press(self, thing: Locator) -> None:
        thing.click()

    def _write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def _choose(self, choice: Locator) -> None:
        choice.check()

    def _pick(self, choice: Locator, name: str) -> None:
        choice.select_option(label=name)


class ByKeyboard(Person):
    """Somebody who uses nothing but the keys, and must see where they are."""

    def _reach(self, thing: Locator) -> None:
        expect(thing).to_be_visible()
        for _press in range(MOST_TABS):
            if thing.evaluate("element => element === document.activeElement"):
                assert thing.evaluate(HAS_RING), "The focus cannot be seen."
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {thing}")

    def _press(self, thing: Locator) -> None:
        self._reach(thing)
        self.page.keyboard.press("Enter")

    def _write(self, field: Locator, text: str) -> None:
        self._reach(field)
        if field.get_attribute("type") in {"date", "time"}:
            self._write_moment(field, text)
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.press("Delete")
            self.page.keyboard.type(text)
        assert field.input_value() == text

    def _pick(self, choice: Locator, name: str) -> None:
        self._reach(choice)
        for _press in range(choice.locator("option").count()):
            if choice.evaluate("list => list.selectedOptions[0].label") == name:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrow does not lead to {name}")

    def ticks_by_keyboard(self, name: str) -> None:
        """Tick what is not ticked, with the space bar."""
        box = self._main.get_by_role("checkbox", name=name)
        self._reach(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def _write_moment(self, field: Locator, text: str) -> None:
        """Type the parts of a day or an hour in whichever order this browser asks for them."""
        if field.get_attribute("type") == "date":
            year, month, day = text.split("-")
            ways = [month + day + year, day + month + year]
        else:
            hour, minute = map(int, text.split(":"))
            ways = [f"{hour % 12 or 12:02}{minute:02}{'PM' if hour >= 12 else 'AM'}", text.replace(":", "")]
        for way in ways:
            self.page.keyboard.type(way)
            if field.input_value() == text:
                return
            for _part in range(4):
                self.page.keyboard.press("ArrowLeft")

    def _choose(self, choice: Locator) -> None:
        name = choice.get_attribute("name")
        group = self._main.locator(f'[name="{name}"]')
        self._reach(group.and_(self.page.locator(":checked")))
        for _press in range(group.count()):
            if choice.is_checked():
                return
            self.page.keyboard.press("ArrowDown")


REQUEST: Mapping[str, str] = {
    "How many people?": "12",
    "What will happen?": "Próba chóru sąsiedzkiego",
    "Who is responsible?": "Barbara Zielińska",
}


def fill_in(person: Person, when: tuple[str, str, str], *, room: str = "", email: str = "", **answers: str) -> None:
    """Answer the questions of a request; `when` is the day, and from and to when."""
    for msgid, text in zip(("Which day?", "From", "To"), when, strict=True):
        person.writes(msgid, text)
    person.writes("How many people?", REQUEST["How many people?"])
    if room:
        person.chooses(room)
    if "until" in answers:
        person.chooses(person.words("Every week at this time"))
        person.writes("Until which day?", answers["until"])
    person.writes("What will happen?", answers.get("topic", REQUEST["What will happen?"]))
    if answers.get("open"):
        person.chooses(person.words("Yes, show it in the calendar"))
    person.writes("Who is responsible?", REQUEST["Who is responsible?"])
    if email:
        person.writes("E-mail", email)
    if "phone" in answers:
        person.writes("Telephone", answers["phone"])


def confirm(person: Person, mails: Letterbox, email: str) -> None:
    """Take the code from the mail and write it down."""
    person.reads("One more step: the code")
    person.writes("Code from the e-mail", code_in(mails.wait_for(email, 1)))
    person.presses("Confirm")
    person.reads("It waits for the answer")


def sign_in(person: Person, email: str) -> None:
    """Sign in, and come to where the work is."""
    person.goes_to("/account/login/")
    person.writes("E-mail", email)
    person.writes("Password", PASSWORD)
    person.presses("Sign in")
    person.writes("Code", next_code(email))
    person.presses("Sign in")


def own_page(person: Person, mails: Letterbox, email: str, number: int) -> None:
    """Open the link from the mail that came as the `number`th."""
    person.goes_to(link_in(mails.wait_for(email, number)))
