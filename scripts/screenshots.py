"""Remake the screenshots of the README and the docs: docs/images/*.png.

    python scripts/screenshots.py              # all
    python scripts/screenshots.py home tolls   # some

Codes the samples into a ledger of its own, serves it, and photographs the pages in headless Chromium (Playwright's own, the
system's, or the one that DRAGOMAN_CHROMIUM names). PNGs are written with 128 colours, which keeps them small.
"""

from __future__ import annotations

import base64
import os
import shutil
import struct
import sys
import tempfile
import zlib
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from dragoman.coder import code_stories  # noqa: E402
from dragoman.link.ledger import LedgerLinks  # noqa: E402
from dragoman.read import read_stories  # noqa: E402
from dragoman.serve import make_app  # noqa: E402
from dragoman.store import Ledger  # noqa: E402
from factories.serving import Served  # noqa: E402

OUT = ROOT / "docs/images"
SHOTS = {
    "home": ("/", 1280, 860, "light"),
    "article": ("/articles/goma-shelling", 1280, 860, "light"),
    "article-dark": ("/articles/goma-shelling", 1280, 860, "dark"),
    "article-phone": ("/articles/goma-shelling", 390, 844, "light"),
    "read": ("/read", 1280, 860, "light"),
    "ledger": ("/ledger", 1280, 860, "light"),
    "incidents": ("/incidents", 1280, 860, "light"),
    "tolls": ("/tolls", 1280, 860, "light"),
    "agreements": ("/agreements", 1280, 860, "light"),
    "map": ("/map", 1280, 860, "light"),
    "dyads": ("/dyads", 1280, 860, "light"),
    "review": ("/review", 1280, 860, "light"),
    "actors": ("/actors", 1280, 860, "light"),
    "docs": ("/docs/codebook", 1280, 860, "light"),
}
"""Name: (address, width, height, scheme). Pages that the app does not have are passed over."""

HOVER = {"article": '.text [data-c~="2"]', "article-dark": '.text [data-c~="2"]'}
"""What the pointer is on."""


def main(names: list[str]) -> None:
    """Photograph these, or all."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        ledger = Path(work) / "samples.db"
        with Ledger(ledger) as store:
            for record in code_stories(read_stories([ROOT / "samples"], on_error=print)):
                store.add(record)
            LedgerLinks(store).update()
        found = os.environ.get("DRAGOMAN_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        with Served(make_app(ledger)) as address:
            for name in names or SHOTS:
                shot(browser, address, name)
        browser.close()


def shot(browser: Browser, address: str, name: str) -> None:
    """One picture, once everything that is worked out beside the page is there."""
    path, width, height, scheme = SHOTS[name]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    answer = page.goto(address + path, wait_until="networkidle")
    if answer is None or answer.status != 200:
        print(f"{name}: no such page")
        page.close()
        return
    for _ in range(40):
        if "being worked out" not in page.content():
            break
        page.wait_for_timeout(500)
    page.wait_for_load_state("networkidle")
    if name in HOVER:
        page.locator(HOVER[name]).first.hover()
    data = small(browser, page.screenshot())
    (OUT / f"{name}.png").write_bytes(data)
    print(f"{name}.png: {len(data) // 1024} KB")
    page.close()


QUANTISE = """async (picture) => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64," + picture)).blob());
  const {width, height} = image;
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const {data} = canvas.getImageData(0, 0, width, height);
  const seen = new Map();
  for (let i = 0; i < data.length; i += 4) {
    const colour = (data[i] & 0xfc) << 16 | (data[i + 1] & 0xfc) << 8 | data[i + 2] & 0xfc;
    const known = seen.get(colour);
    if (known) known[0] += 1; else seen.set(colour, [1, data[i], data[i + 1], data[i + 2]]);
  }
  // A colour counts for more the further it is from grey, or the few pixels of a badge would lose theirs.
  const weight = ([count, r, g, b]) => count * (1 + (Math.max(r, g, b) - Math.min(r, g, b)) / 6);
  const palette = [...seen.values()].sort((a, b) => weight(b) - weight(a)).slice(0, 128);
  const index = new Map();
  const nearest = (r, g, b) => {
    let best = 0, least = Infinity;
    palette.forEach(([, x, y, z], n) => { const d = (r-x)**2 + (g-y)**2 + (b-z)**2; if (d < least) { least = d; best = n; } });
    return best;
  };
  const rows = [];
  for (let y = 0, i = 0; y < height; y += 1) {
    const row = [0];
    for (let x = 0; x < width; x += 1, i += 4) {
      const key = data[i] << 16 | data[i + 1] << 8 | data[i + 2];
      if (!index.has(key)) index.set(key, nearest(data[i], data[i + 1], data[i + 2]));
      row.push(index.get(key));
    }
    rows.push(row);
  }
  return {width, height, palette: palette.map((p) => p.slice(1)), rows};
}"""
"""Run by the browser, which can read a PNG: its pixels as numbers of 128 colours of it."""


def small(browser: Browser, png: bytes) -> bytes:
    """The same picture with a palette."""
    page = browser.new_page()
    found = page.evaluate(QUANTISE, base64.b64encode(png).decode())
    page.close()

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", found["width"], found["height"], 8, 3, 0, 0, 0)
    pixels = zlib.compress(b"".join(map(bytes, found["rows"])), 9)
    colours = b"".join(map(bytes, found["palette"]))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"PLTE", colours)
        + chunk(b"IDAT", pixels)
        + chunk(b"IEND", b"")
    )


if __name__ == "__main__":
    main(sys.argv[1:])
