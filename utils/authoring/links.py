"""Reads a built site: which links lead nowhere, and which lead to other machines. Asks no network."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """What a page links to, what it loads, and which anchors it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Keep one tag's anchors and addresses."""
        found = dict(attributes)
        self.anchors.update(value for key in ("id", "name") if (value := found.get(key)))
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        elif tag == "link" and found.get("href") and found.get("rel") not in ("canonical",):
            self.loads.append(found["href"])
        elif found.get("src"):
            self.loads.append(found["src"])


def read_site(folder: Path) -> dict[Path, Page]:
    """Return the pages of a built site by their files."""
    files = [file for file in sorted(folder.rglob("*.html")) if "_static" not in file.parts]
    return {file: Page(file.read_text(encoding="utf-8")) for file in files}


def broken(folder: Path) -> list[str]:
    """Return a line for each link, anchor or file of a site that leads nowhere, and for what is loaded from afar."""
    return list(find_broken(folder, read_site(folder)))


def find_broken(folder: Path, pages: dict[Path, Page]) -> Iterator[str]:
    """Yield what `broken` returns."""
    for file, page in pages.items():
        where = file.relative_to(folder)
        for address in page.loads:
            if urlsplit(address).scheme in ("http", "https") or address.startswith("//"):
                yield f"{where} loads {address} from another machine"
        for address in (*page.links, *page.loads):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            if target.is_dir():
                target /= "index.html"
            if not target.exists():
                yield f"{where} leads to {address}, which does not exist"
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
                yield f"{where} leads to {address}, an anchor that the page does not have"


def external(folder: Path) -> list[str]:
    """Return the addresses outside the site that its pages link to."""
    found = {link for page in read_site(folder).values() for link in page.links}
    return sorted(link for link in found if urlsplit(link).scheme in ("http", "https"))
