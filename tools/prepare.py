"""Bring everything that a checkout needs into its data folder: packages, front-end files, translations.

Runs with a bare Python 3.11. Each step remembers what it was made from and is skipped until that changes.
"""

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "podworko"
NODE_FILES = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"]
OLDEST_NPM = 7  # the first that reads our lock file


def main() -> None:
    """Do the steps that are due, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--with-tests", action="store_true")
    options = parser.parse_args()
    data = options.data.expanduser().absolute()
    try:
        for folder in ("stamps", "cache"):
            (data / folder).mkdir(parents=True, exist_ok=True)
        with (data / "stamps" / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two makes at once: the second waits for what the first prepares
            Preparation(data, with_tests=options.with_tests).run()
    except OSError as error:
        where = error.filename or data
        sys.exit(f"{where}: {error.strerror}. Another folder can be named: make run DATA=/folder")


class Preparation:
    """The steps, for one data folder."""

    def __init__(self, data: Path, *, with_tests: bool) -> None:
        self.data = data
        self.python = data / "env" / "bin" / "python"
        # A folder that was once prepared for tests stays so: `make run` in between takes nothing away.
        self.tests_stamp = data / "stamps" / "with-tests"
        self.with_tests = with_tests or self.tests_stamp.exists()
        self.lock = ROOT / "requirements" / ("dev.txt" if self.with_tests else "build.txt")

    def run(self) -> None:
        """Do the steps that are due."""
        interpreter = f"{sys.executable} {sys.version}"
        if self.with_tests:
            self.tests_stamp.touch()
        self.step("env", "Making an environment for Python", [interpreter], self.environment)
        self.step("packages", "Installing Python packages", [self.lock, interpreter], self.packages)
        self.step(
            "podworko", "Installing Podwórko itself", [ROOT / "pyproject.toml", str(ROOT), interpreter], self.itself
        )
        extent = "with tests" if self.with_tests else "without tests"
        self.step("node", "Installing front-end packages", [*NODE_FILES, extent], self.node_packages)
        self.step("vendor", "Copying fonts, styles and icons", NODE_FILES, self.vendor)
        self.step("locale", "Compiling translations", sorted(SOURCE.glob("locale/**/*.po")), self.translations)
        static = [file for file in sorted(SOURCE.glob("**/static/**/*")) if file.is_file()]
        self.step(
            "static", "Collecting static files", [*static, *NODE_FILES, self.lock.with_name("base.txt")], self.static
        )

    def step(self, name: str, title: str, made_from: Iterable[Path | str], do: Callable[[], None]) -> None:
        """Do a step, unless it has been done with the same files; tell what is being done and how long it took."""
        stamp = self.data / "stamps" / name
        wanted = digest(made_from)
        if stamp.exists() and stamp.read_text() == wanted:
            return
        print(f"{title} …", end=" ", flush=True)
        stamp.unlink(missing_ok=True)
        begin = time.monotonic()
        do()
        stamp.write_text(wanted)
        print(f"{time.monotonic() - begin:.1f} s", flush=True)

    def environment(self) -> None:
        """Make the virtual environment anew; everything that stood in it is to be installed again."""
        for stamp in ("packages", "podworko"):
            (self.data / "stamps" / stamp).unlink(missing_ok=True)
        done = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", self.data / "env"], capture_output=True, text=True, check=False
        )
        if done.returncode:
            advice = "Python cannot make an environment here; on Debian: apt-get install python3-venv"
            sys.exit(f"did not work:\n\n{done.stdout}{done.stderr}\n{advice}")

    def packages(self) -> None:
        """Install the locked packages; pip refuses any file whose hash is not in the lock."""
        self.pip("install", "--require-hashes", "--requirement", self.lock)

    def itself(self) -> None:
        """Install the checkout so that `podworko` runs from its sources."""
        self.pip("install", "--no-deps", "--no-build-isolation", "--editable", ROOT)

    def node_packages(self) -> None:
        """Install the locked front-end packages, running none of their scripts."""
        for file in NODE_FILES:
            shutil.copy(file, self.data)
        extent = [] if self.with_tests else ["--omit=dev"]
        npm_cache = {"npm_config_cache": str(self.data / "cache" / "npm")}
        self.call([*self.npm(), "ci", "--ignore-scripts", "--silent", *extent], cwd=self.data, env=npm_cache)

    def npm(self) -> list[str | Path]:
        """Return the command of npm: the machine's own, or the one that a Python package brings."""
        if own := shutil.which("npm"):
            version = subprocess.run([own, "--version"], capture_output=True, text=True, check=False).stdout
            if version.partition(".")[0].isdigit() and int(version.partition(".")[0]) >= OLDEST_NPM:
                return [own]
        self.pip("install", "--require-hashes", "--requirement", ROOT / "requirements" / "node.txt")
        return [self.data / "env" / "bin" / "npm"]

    def vendor(self) -> None:
        """Copy the files of front-end packages that are used, as package.json lists them: for pages, and for PDFs."""
        listed = json.loads((ROOT / "package.json").read_text()).get("podworko", {})
        for folder in ("vendor", "fonts"):
            target = self.data / "assets" / folder
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir(parents=True, exist_ok=True)
            for name, source in listed.get(folder, {}).items():
                original, copy = self.data / "node_modules" / source, target / name
                copy.parent.mkdir(parents=True, exist_ok=True)
                if original.is_dir():
                    shutil.copytree(original, copy)
                else:
                    shutil.copyfile(original, copy)

    def translations(self) -> None:
        """Compile each .po file to the .mo that the program reads."""
        self.call(
            [self.python, ROOT / "tools" / "compile_messages.py", SOURCE / "locale", self.data / "assets" / "locale"]
        )

    def static(self) -> None:
        """Gather static files under names that hold their hash, compressed."""
        podworko = self.data / "env" / "bin" / "podworko"
        settings = {"PODWORKO_DATA": str(self.data)}
        self.call([podworko, "manage", "collectstatic", "--no-input", "--clear", "--verbosity=0"], env=settings)

    def pip(self, *arguments: str | Path) -> None:
        """Run the environment's pip, quietly, keeping no cache."""
        quiet = {"PIP_NO_CACHE_DIR": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
        command, *rest = arguments
        self.call([self.python, "-m", "pip", "-qq", command, "--no-compile", *rest], env=quiet)

    def call(self, command: list[str | Path], *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
        """Run a command; when it fails, show what it said and stop."""
        surroundings = {"PYTHONPYCACHEPREFIX": str(self.data / "cache" / "python"), **os.environ, **(env or {})}
        done = subprocess.run(
            command, cwd=cwd, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"did not work:\n\n{done.stdout}\nAfter mending it, run the same command again.")


def digest(made_from: Iterable[Path | str]) -> str:
    """Return a fingerprint of files (their names and content) and texts."""
    total = hashlib.sha256()
    for item in made_from:
        total.update(f"{item}\n".encode())
        if isinstance(item, Path):
            total.update(hashlib.sha256(item.read_bytes()).digest())
    return total.hexdigest()


if __name__ == "__main__":
    main()
