"""Keep translations in step with the sources: `messages.py` updates the .po files, `messages.py --check` judges them.

Done by Django, Babel and Python's own parser, so that no system package (GNU gettext) is needed.
"""

import ast
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, cast

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent / "src" / "podworko"
LANGUAGES = ("pl", "uk", "en")
# What the first arguments of a call are.
ARGUMENTS = {
    "gettext": ("singular",),
    "ngettext": ("singular", "plural"),
    "pgettext": ("context", "singular"),
    "npgettext": ("context", "singular", "plural"),
}
CALLS = {"_": ARGUMENTS["gettext"], **ARGUMENTS, **{f"{name}_lazy": names for name, names in ARGUMENTS.items()}}
# Neither dates nor names of tools: a file changes when its words do.
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Podworko\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


class Words(NamedTuple):
    """What is translated as one: words in English with their plural and their context, where there are any."""

    context: str | None
    singular: str
    plural: str | None

    @property
    def msgid(self) -> str | tuple[str, str]:
        """The same as Babel names it."""
        return self.singular if self.plural is None else (self.singular, self.plural)


def extract(source: Path = SOURCE) -> dict[Words, list[str]]:
    """Return all words to be translated under `source`, each with the files that say it.

    Raises ValueError for a call whose words are not written out in it: nobody could translate them.
    """
    found: dict[Words, list[str]] = {}
    for path in sorted(source.rglob("*")):
        file = path.relative_to(source).as_posix()
        if path.suffix == ".py":
            said = words_of_module(path.read_text(encoding="utf-8"), file)
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            said = words_of_template(path.read_text(encoding="utf-8"), file)
        else:
            continue
        for words in said:
            files = found.setdefault(words, [])
            if file not in files:
                files.append(file)
    return found


def words_of_module(code: str, file: str) -> Iterator[Words]:
    """Yield the words of a Python module; those inside f-strings too."""
    calls = [node for node in ast.walk(ast.parse(code, file)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = str(getattr(call.func, "id", getattr(call.func, "attr", "")))
        if name in CALLS:
            constants = (argument.value if isinstance(argument, ast.Constant) else None for argument in call.args)
            yield words_of_call(name, constants, f"{file}:{call.lineno}")


def words_of_template(text: str, file: str) -> Iterator[Words]:
    """Yield the words of a template."""
    # Django writes calls and leaves the rest as noise, which Babel reads as Python: its indents must not count.
    lines = [line.strip() for line in templatize(text, origin=file).splitlines()]
    noise = io.BytesIO("\n".join(lines).encode())
    for found in extract_python(noise, dict.fromkeys(CALLS), [], {"encoding": "utf-8"}):
        # Babel's annotation names these four in another order.
        line, name, arguments, _comments = cast("tuple[int, str, str | tuple[str, ...], list[str]]", found)
        yield words_of_call(name, [arguments] if isinstance(arguments, str) else arguments, f"{file}:{line}")


def words_of_call(name: str, arguments: Iterable[object], place: str) -> Words:
    """Return the words that a call of `name` holds. Raises ValueError when they are not written out in it."""
    said = {role: text for role, text in zip(CALLS[name], arguments, strict=False) if isinstance(text, str)}
    if len(said) < len(CALLS[name]):
        raise ValueError(f"{place}: the words to translate are not written out in the call.")
    return Words(said.get("context"), said["singular"], said.get("plural"))


def po_of(language: str, locale: Path) -> Path:
    """Return the path of the .po file of `language`."""
    return locale / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> Catalog:
    """Return the translations kept in `path`; none where there is no such file yet."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, found: dict[Words, list[str]], old: Catalog) -> str:
    """Return the text of the .po file that holds just what was `found`, with the translations of `old`.

    English says what the sources say. The plural forms are Django's, as the two catalogs are read as one.
    """
    djangos = read(po_of(language, Path(django.__path__[0]) / "conf" / "locale"), language)
    plural_forms = f"nplurals={djangos.num_plurals}; plural={djangos.plural_expr};"
    catalog = Catalog(locale=language)
    catalog.mime_headers = [("Plural-Forms", plural_forms)]
    for words, files in found.items():
        kept = old.get(words.singular, words.context)
        same = kept is not None and kept.id == words.msgid
        catalog.add(
            words.msgid,
            words.msgid if language == "en" else kept.string if kept and same else None,
            locations=[(file, 0) for file in files],
            flags=kept.flags if kept and same else (),
            user_comments=kept.user_comments if kept else (),
            context=words.context,
        )
    body = io.BytesIO()
    write_po(body, catalog, width=120, omit_header=True, include_lineno=False)
    plural_forms = read(po_of(language, Path(django.__path__[0]) / "conf" / "locale"), language).plural_forms
    return (
        HEADER.format(language=language, plural_forms=plural_forms.rstrip(";"))
        + body.getvalue().decode().strip()
        + "\n"
    )


def complaints(language: str, found: dict[Words, list[str]], path: Path) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with the .po file of `language`."""
    catalog = read(path, language)
    known = {(message.context, message.id) for message in catalog if message.id}
    for words in found:
        if (words.context, words.msgid) not in known:
            yield f"{language}: not in the file yet: {words.singular!r}"
    asked = {(words.context, words.msgid) for words in found}
    for message in catalog:
        if not message.id:
            continue
        if (message.context, message.id) not in asked:
            yield f"{language}: nobody says this any more: {message.id!r}"
        yield from (f"{language}: {complaint}: {message.id!r}" for complaint in _faults(message, catalog))


def _faults(message: Message, catalog: Catalog) -> Iterator[str]:
    forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    if not all(forms):
        yield "not translated"
    if message.fuzzy:
        yield "not certain (fuzzy)"
    yield from (str(error) for error in message.check(catalog))


def main(*options: str, source: Path = SOURCE) -> int:
    """Update the files, or with --check say what is wrong with them; return how many languages are not in order."""
    try:
        found = extract(source)
    except ValueError as error:
        print(error)
        return 1
    wrong = 0
    for language in LANGUAGES:
        path = po_of(language, source / "locale")
        if "--check" not in options:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(updated(language, found, read(path, language)), encoding="utf-8")
        said = list(complaints(language, found, path))
        print(*said, sep="\n", end="\n" if said else "")
        wrong += bool(said)
    if wrong and "--check" in options:
        print("`make messages` brings the files in step; the words are then to be translated by hand.")
    return wrong


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
