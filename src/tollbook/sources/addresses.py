"""Decide which URLs and network addresses may be fetched. It opens no connection and asks no resolver.

The lists are our own: `ipaddress.is_global` of Python 3.11 is True for NAT64, 6to4 and IPv4-mapped forms of loopback.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit

from tollbook.core.errors import RefusedUrl
from tollbook.sources.extracted import shown

# Escapes that are there stay as they are; all beyond ASCII is escaped as UTF-8.
PATH_SAFE = "/%:@!$&'()*+,;=~-._"
PORTS = {"http": 80, "https": 443}
SAVE = "save the page with a browser and read the file"

# IANA special-purpose registry of IPv4, plus multicast, and the address of Azure's host agent, which is public by number.
REFUSED_V4 = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
    "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
)  # fmt: skip
# Only 2000::/3 is global unicast; within it these are special: protocol assignments with Teredo, documentation, 6to4, AS112.
# All that embeds an IPv4 address (::/96, ::ffff:0:0/96, 64:ff9b::/96, 64:ff9b:1::/48) lies outside.
GLOBAL_V6 = "2000::/3"
REFUSED_V6 = ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
# A host that the user names may be at home, but never an address that hands out credentials or reaches many.
HOME_NETWORKS = ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
METADATA_V6 = "fd00:ec2::/32"

# Names that never lead to a public page (RFC 6761, 6762, 8375, 7686, 9476 and ICANN's reserved `internal`).
LOCAL_NAMES = frozenset(
    {
        "localhost",
        "local",
        "localdomain",
        "internal",
        "intranet",
        "private",
        "corp",
        "home",
        "lan",
        "home.arpa",
        "invalid",
        "test",
        "onion",
        "alt",
    }
)
LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)
NUMERIC_LABEL = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)", re.ASCII)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A URL that passed: where to connect and what to ask for. `allowed`: the user named this host."""

    url: str
    scheme: str
    host: str
    port: int
    path: str
    allowed: bool

    @property
    def netloc(self) -> str:
        """Return the host as a Host header gives it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if PORTS[self.scheme] == self.port else f"{host}:{self.port}"


def check_url(url: str, *, allow_hosts: frozenset[str] = frozenset()) -> Target:
    """Return where `url` leads, or raise RefusedUrl. Names are not resolved here."""
    where = shown(url)
    url = url.strip(" ")
    if "\\" in url or any(c.isspace() or not c.isprintable() for c in url):
        raise RefusedUrl("a URL with a backslash, space or control character", where=where, expected="a plain URL", do="correct the URL")
    try:
        parts = urlsplit(url)
        stated_port = parts.port
    except ValueError as error:
        raise RefusedUrl(f"a malformed URL ({error})", where=where, expected="https://host/path", do="correct the URL") from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS or not parts.netloc:
        raise RefusedUrl(
            f"scheme {scheme!r}" if scheme not in PORTS else "no host", where=where, expected="http:// or https:// and a host", do=SAVE
        )
    if "@" in parts.netloc or "%" in parts.netloc:
        raise RefusedUrl("a user name, password or escape before the path", where=where, expected="a bare host name", do="leave it out")
    host = _host_name(parts.netloc, parts.hostname or "", where=where)
    port = PORTS[scheme] if stated_port is None else stated_port
    allowed = _is_allowed(host, port, allow_hosts)
    if not allowed:
        _refuse_port(port, where=where)
        _refuse_host(host, where=where)
    path = quote(parts.path or "/", safe=PATH_SAFE)
    query = f"?{quote(parts.query, safe=PATH_SAFE + '?')}" if parts.query else ""
    return Target(url=url.partition("#")[0], scheme=scheme, host=host, port=port, path=path + query, allowed=allowed)


def check_address(address: str, *, where: str, allowed: bool = False) -> str:
    """Return `address` in canonical form if it may be connected to, else raise RefusedUrl."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError as error:
        raise RefusedUrl(f"the resolver's answer {shown(address)!r} is no address", where=where, do=SAVE) from error
    if is_public(parsed) or (allowed and _is_home(parsed)):
        return str(parsed)
    raise RefusedUrl(f"{parsed} is not a public address", where=where, expected="a page on the public internet", do=SAVE)


def is_public(address: Address) -> bool:
    """Tell whether an address is public: global unicast and on none of the special lists."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _networks(REFUSED_V4))
    return any(address in network for network in _networks((GLOBAL_V6,))) and not any(address in n for n in _networks(REFUSED_V6))


@lru_cache
def _networks(rows: tuple[str, ...]) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(row) for row in rows)


def _is_home(address: Address) -> bool:
    if any(address in network for network in _networks((METADATA_V6,))):
        return False
    return any(address in network for network in _networks(HOME_NETWORKS))


def _is_allowed(host: str, port: int, allow_hosts: frozenset[str]) -> bool:
    """A named host is allowed at the usual ports; "host:port" at that port alone."""
    names = {name.strip().lower().rstrip(".") for name in allow_hosts}
    bracketed = f"[{host}]" if ":" in host else host
    if f"{bracketed}:{port}" in names:
        return True
    return port in PORTS.values() and (host in names or bracketed in names)


def _refuse_port(port: int, *, where: str) -> None:
    if port not in PORTS.values():
        raise RefusedUrl(f"port {port}", where=where, expected="port 80 or 443", do=f"{SAVE}, or allow this host by name and port")


def _host_name(netloc: str, hostname: str, *, where: str) -> str:
    """Return the host in ASCII lower case without a trailing dot: a name, or an address in canonical form."""
    if netloc.startswith("["):
        try:
            return str(ipaddress.IPv6Address(hostname))
        except ValueError as error:
            raise RefusedUrl(f"{shown(hostname)!r} is no IPv6 address", where=where, do="correct the URL") from error
    host = _ascii_host(hostname, where=where)
    host = host[:-1] if host.endswith(".") else host
    labels = host.split(".")
    if len(host) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise RefusedUrl(f"{shown(host)!r} is no host name", where=where, expected="a name such as news.example", do="correct the URL")
    if NUMERIC_LABEL.fullmatch(labels[-1]):
        return _dotted_quad(host, where=where)
    return host


def _ascii_host(hostname: str, *, where: str) -> str:
    if hostname.isascii():
        return hostname.lower()
    import idna

    try:
        # A full-width digit or an ideographic full stop becomes plain here, so that later checks see it.
        return idna.encode(hostname, uts46=True).decode("ascii").lower()
    except UnicodeError as error:
        raise RefusedUrl(f"{shown(hostname)!r} is no host name ({error})", where=where, do="correct the URL") from error


def _dotted_quad(host: str, *, where: str) -> str:
    """Accept four decimal numbers only: resolvers also take 2130706433, 0x7f.1 and 0177.0.0.1 for loopback."""
    try:
        return str(ipaddress.IPv4Address(host))
    except ValueError as error:
        raise RefusedUrl(
            f"{shown(host)!r} is a number in place of a host", where=where, expected="a host name", do="correct the URL"
        ) from error


def _refuse_host(host: str, *, where: str) -> None:
    """Refuse by name what needs no resolver: literal addresses that are not public, and local names."""
    if ":" in host or NUMERIC_LABEL.fullmatch(host.rpartition(".")[2]):
        check_address(host, where=where)
        return
    labels = host.split(".")
    if len(labels) == 1 or labels[-1] in LOCAL_NAMES or ".".join(labels[-2:]) in LOCAL_NAMES:
        raise RefusedUrl(f"{host!r} is a name of a local network", where=where, expected="a host on the public internet", do=SAVE)
