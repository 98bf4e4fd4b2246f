"""Check or format all templates: `templates.py check` or `templates.py format`.

djade knows Django's tags, djlint knows HTML; djlint only judges, as two formatters would never agree.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def main(task: str) -> int:
    """Return how many of the tools complained."""
    templates = [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("src/**/templates/**/*.html"))]
    commands: list[list[str | Path]] = [
        [BIN / "djade", "--target-version=5.2", *(["--check"] if task == "check" else []), *templates]
    ]
    if task == "check":
        commands.append([BIN / "djlint", "--lint", "--quiet", *templates])
    failed = 0
    for command in commands:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode and task == "check":
            print(done.stdout + done.stderr)
            failed += 1
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
