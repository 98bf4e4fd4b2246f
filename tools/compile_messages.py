"""Compile the .po files of one folder to .mo files in another: `compile_messages.py SOURCE TARGET`.

Done by Babel, so that no system package (GNU gettext) is needed.
"""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def main(source: Path, target: Path) -> None:
    """Write TARGET/<language>/LC_MESSAGES/<name>.mo for each .po of SOURCE."""
    for po in sorted(source.glob("*/LC_MESSAGES/*.po")):
        mo = (target / po.relative_to(source)).with_suffix(".mo")
        mo.parent.mkdir(parents=True, exist_ok=True)
        with po.open("rb") as text, mo.open("wb") as compiled:
            write_mo(compiled, read_po(text, locale=po.parts[-3]))
    target.mkdir(parents=True, exist_ok=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
