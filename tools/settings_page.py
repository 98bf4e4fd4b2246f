"""Write docs/settings.md from the code; a test fails while the two differ."""

from pathlib import Path

from podworko.config.environment import PREFIX, Environment

PAGE = Path(__file__).resolve().parent.parent / "docs" / "settings.md"
BEGINNING = """\
# Settings

Written from the code by `make settings-page`; do not edit.

Each setting is read from the environment by the name below, or from a file `podworko.toml` in the data folder, where
the name is the same in small letters and without `PODWORKO_`:

```toml
site_url = "https://podworko.example.org"
database_url = "postgres://podworko:secret@127.0.0.1/podworko"
smtp_host = "mail.example.org"
```

`PODWORKO_SETTINGS_FILE` names another file. The environment outweighs the file; an empty value counts as none. A name
that is not known or a value that cannot be used stops the start with a sentence that names it. `podworko check` shows
every setting with its value, where it comes from and what is wrong.

| name | without it | meaning |
|---|---|---|
"""
# What stands in place of a default that depends on the machine.
WORDS_FOR_DEFAULT = {"data": "`.podworko` in a checkout, else `~/.local/share/podworko`"}


def page() -> str:
    """Return the whole page."""
    rows = []
    for name, field in Environment.model_fields.items():
        plain = f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"
        default = WORDS_FOR_DEFAULT.get(name) or (plain if field.default != "" else "")
        rows.append(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |\n")
    return BEGINNING + "".join(rows)


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page())
