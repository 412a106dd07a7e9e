"""Fetch the JavaScript and fonts that the web app carries, from npm at pinned versions, and note where they come from.

    python scripts/vendor.py            # fetch all again (needs npm and a network)
    python scripts/vendor.py --check    # are the files those of the manifest? (offline)

What is fetched stands in FILES below: npm package, version, and which of its files go where. The manifest
(src/dragoman/serve/static/vendor/manifest.json) gets name, version, licence and sha256 of each file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "src/dragoman/serve/static/vendor"
TESTS = ROOT / "tests/serve/vendor"


def _font(name: str, *cuts: str) -> tuple[str, str, dict[str, str]]:
    files = {f"files/{name}-{cut}.woff2": f"fonts/{name}-{cut}.woff2" for cut in cuts}
    return f"@fontsource-variable/{name}", "5.3.1", {**files, "LICENSE": f"fonts/{name}.LICENSE"}


FILES: dict[Path, list[tuple[str, str, dict[str, str]]]] = {
    APP: [
        ("htmx.org", "2.0.11", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "htmx.LICENSE"}),
        (
            "world-atlas",
            "2.0.2",
            {name: f"world-atlas/{name}" for name in ("countries-50m.json", "countries-110m.json", "LICENSE")},
        ),
        _font("source-sans-3", "latin-wght-normal", "latin-wght-italic", "latin-ext-wght-normal"),
        _font("source-serif-4", "latin-wght-normal", "latin-wght-italic", "latin-ext-wght-normal"),
    ],
    TESTS: [
        ("axe-core", "4.14.1", {"axe.min.js": "axe.min.js", "LICENSE": "axe.LICENSE"}),
    ],
}
"""Folder: (npm package, version, {file in the package: file here}). Add the licence's file too."""


def main() -> int:
    """Fetch, or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare the files with the manifest")
    wrong = [line for folder in FILES for line in (check(folder) if parser.parse_args().check else fetch(folder))]
    print("\n".join(wrong) or "all there")
    return bool(wrong)


def fetch(folder: Path) -> list[str]:
    """All packages of a folder, and its manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = []
    with tempfile.TemporaryDirectory() as work:
        for name, version, files in FILES[folder]:
            packed = subprocess.run(
                ["npm", "pack", f"{name}@{version}", "--silent"], cwd=work, check=True, capture_output=True, text=True
            ).stdout.split()[-1]
            with tarfile.open(Path(work) / packed) as package:
                about = json.loads(_bytes(package, "package/package.json"))
                assert about["version"] == version
                kept = {}
                for inside, here in files.items():
                    data = _bytes(package, f"package/{inside}")
                    (folder / here).parent.mkdir(parents=True, exist_ok=True)
                    (folder / here).write_bytes(data)
                    kept[here] = hashlib.sha256(data).hexdigest()
            manifest.append({"npm": name, "version": version, "licence": about["license"], "files": kept})
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return []


def check(folder: Path) -> list[str]:
    """What differs between a folder and its manifest, a line each."""
    wrong = []
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    known = {"manifest.json"}
    for package in manifest:
        for here, digest in package["files"].items():
            known.add(here)
            file = folder / here
            if not file.is_file():
                wrong.append(f"{here} is not there")
            elif hashlib.sha256(file.read_bytes()).hexdigest() != digest:
                wrong.append(f"{here} is not what npm has in {package['npm']} {package['version']}")
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    return wrong + [f"{name} is in no manifest" for name in sorted(there - known)]


def _bytes(package: tarfile.TarFile, name: str) -> bytes:
    stream = package.extractfile(name)
    assert stream is not None, name
    return stream.read()


if __name__ == "__main__":
    sys.exit(main())
