"""The addresses under which claims, documents and sources are named in linked data: on a site of the user's, or as URNs without one."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from tollbook.core.errors import UsageError

_URN = "urn:tollbook"
_KEPT = "/:?#[]@!$&'()*+,;=%-._~"
"""Signs that an address keeps (RFC 3986); any other is percent-encoded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the ledger's pages are published; None for URNs, which name things and lead nowhere."""

    url: str | None = None

    @classmethod
    def at(cls, url: str | None) -> Site:
        """Return the site at an address. Raises UsageError for what is no http or https address."""
        if url is None:
            return cls()
        parts = urlsplit(url.strip())
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
            raise UsageError(f"{url!r} is no address of a site", expected="such as https://ledger.example/")
        return cls(url=web_address(url.strip().rstrip("/")))

    def name(self, kind: str, identity: str, *, after: str = "") -> str:
        """Return the address of a claim ("c"), a document ("d"), a source ("src"), an agent or a run.

        >>> Site.at(None).name("c", "3f9a"), Site.at("https://ledger.example/").name("src", "two officials")
        ('urn:tollbook:c:3f9a', 'https://ledger.example/src/two%20officials')
        """
        encoded = quote(identity.encode("utf-8", "replace"), safe="-._~@:/" if kind == "agent" else "-._~@:")
        return f"{_URN}:{kind}:{encoded}{after}" if self.url is None else f"{self.url}/{kind}/{encoded}{after}"

    @property
    def terms(self) -> str:
        """Return the namespace of Tollbook's own terms."""
        return f"{_URN}:ns:" if self.url is None else f"{self.url}/ns#"


def web_address(url: str | None) -> str | None:
    """Return an http or https address in which every sign is allowed, None for any other text."""
    if url is None or not url.startswith(("http://", "https://")):
        return None
    return quote(url.encode("utf-8", "replace"), safe=_KEPT)
