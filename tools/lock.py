"""Choose versions for requirements/*.txt and package-lock.json and note their hashes: `lock.py UV [--upgrade]`.

Without --upgrade only what must change does. Addresses stay out of the files.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Each file holds all that the earlier one holds, in the same versions.
MADE_FROM = {
    "base.txt": ["pyproject.toml"],
    "build.txt": ["pyproject.toml", "requirements/build.in", "--constraint=requirements/base.txt"],
    "dev.txt": [
        "pyproject.toml",
        "requirements/build.in",
        "requirements/dev.in",
        "--constraint=requirements/build.txt",
    ],
    "node.txt": ["requirements/node.in"],
}


def main(uv: str, *options: str) -> None:
    """Write every lock file anew."""
    form = [
        "--quiet",
        "--universal",
        "--python-version=3.11",
        "--generate-hashes",
        "--no-header",
        "--no-emit-index-url",
    ]
    for name, sources in MADE_FROM.items():
        target = f"--output-file=requirements/{name}"
        subprocess.run([uv, "pip", "compile", *form, target, *sources, *options], cwd=ROOT, check=True)
    subprocess.run(["npm", "install", "--package-lock-only", "--ignore-scripts", "--silent"], cwd=ROOT, check=True)
    path = ROOT / "package-lock.json"
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2) + "\n")


if __name__ == "__main__":
    main(str(Path(sys.argv[1]).absolute()), *sys.argv[2:])
