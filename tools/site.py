"""Build the documentation as a site of plain files, and check that its links lead somewhere and that it asks no other host.

    python -m tools.site             build into site/, check
    python -m tools.site --into DIR  build elsewhere

Pages that stand outside docs/ (how to contribute, the changelog, the benchmarks) are laid beside the others under a name of their own.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tools.pages import ROOT

CONFIGURATION = "zensical.toml"
OUTSIDE = {
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "security-policy.md",
    "NOTICE": "NOTICE.txt",
    "benchmarks/README.md": "benchmarks.md",
    "src/tollbook/schema/reading.schema.json": "reading.schema.json",
}
"""Files that pages of docs/ link to, by their path in the project, with the name that they have in the site."""

SECONDS = 300
_TARGET = re.compile(r"(?<=\]\()(?P<target>[^)#:\s]+)(?=[)#])")
_LOADING = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("link", "href")}
_NOT_LOADED = {"canonical", "prev", "next", "alternate"}


def relinked(text: str, *, folder: Path) -> str:
    """Return a page's Markdown with links for its place in the site; `folder` is where the page stands in the project."""

    def target(found: re.Match[str]) -> str:
        path = (folder / found["target"]).resolve()
        if not path.is_relative_to(ROOT):
            return found["target"]
        inside = path.relative_to(ROOT).as_posix()
        return OUTSIDE.get(inside, inside.removeprefix("docs/"))

    return _TARGET.sub(target, text)


def stage(into: Path) -> None:
    """Lay out the sources of the site in a folder: its configuration, the pages of docs/ and those from outside."""
    shutil.copy(ROOT / CONFIGURATION, into / CONFIGURATION)
    docs = into / "docs"
    shutil.copytree(ROOT / "docs", docs)
    for page in sorted(docs.rglob("*.md")):
        folder = (ROOT / "docs" / page.relative_to(docs)).parent
        page.write_text(relinked(page.read_text(encoding="utf-8"), folder=folder), encoding="utf-8")
    for path, name in OUTSIDE.items():
        text = (ROOT / path).read_text(encoding="utf-8")
        (docs / name).write_text(relinked(text, folder=(ROOT / path).parent) if name.endswith(".md") else text, encoding="utf-8")


def build(into: Path) -> str:
    """Build the site into a folder, which is made anew; return what the builder said. Raises CalledProcessError where it failed."""
    with tempfile.TemporaryDirectory() as made:
        stage(Path(made))
        command = [sys.executable, "-m", "zensical", "build", "--strict"]
        done = subprocess.run(command, cwd=made, capture_output=True, text=True, timeout=SECONDS, check=False)
        if done.returncode != 0:
            raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
        if into.exists():
            shutil.rmtree(into)
        shutil.copytree(Path(made) / "site", into)
    return done.stdout


class _Page(HTMLParser):
    """What a page names: its anchors, what it links to, what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag names."""
        given = {name: value for name, value in attrs if value is not None}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        for name in ("src", "href"):
            if name in given and (tag, name) in _LOADING and given.get("rel") not in _NOT_LOADED:
                self.loaded.append(given[name])


def faults(site: Path) -> Iterator[str]:
    """Return every link of a site that leads nowhere, and everything that a page would load from another host."""
    pages = {path: _Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    for path, page in pages.items():
        name = path.relative_to(site)
        yield from (f"{name}: loads {url}" for url in page.loaded if urlsplit(url).netloc)
        if name.name == "404.html":  # its links are absolute: it is shown at any depth
            continue
        for link in [*page.links, *page.loaded]:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target.is_dir():
                target /= "index.html"
            if not target.exists():
                yield f"{name}: {link} leads nowhere"
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
                yield f"{name}: {link} has no such heading"


def main() -> int:
    """Build the site and check it; exit code 1 where a link leads nowhere or the build failed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--into", type=Path, default=ROOT / "site", help="the folder of the site; it is made anew")
    into = options.parse_args().into
    try:
        build(into)
    except subprocess.CalledProcessError as error:
        print(error.stdout, error.stderr, sep="\n", file=sys.stderr)
        return 1
    found = list(faults(into))
    pages = len(list(into.rglob("*.html")))
    print("\n".join(found) or f"{pages} pages in {into}; every link leads somewhere, and nothing is loaded from another host")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
