"""Which URLs and addresses may be fetched. No test here opens a connection or resolves a name."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollbook.core.errors import RefusedUrl
from tollbook.sources.addresses import check_address, check_url, is_public

REFUSED_URLS = [
    # Loopback in every notation that some resolver takes.
    "http://127.0.0.1/", "http://127.0.0.1:80/", "http://127.255.255.254/", "http://127.1/", "http://127.0.1/", "http://0/",
    "http://0.0.0.0/", "http://2130706433/", "http://017700000001/", "http://0x7f000001/", "http://0x7f.1/", "http://0x7f.0x0.0x0.0x1/",
    "http://0177.0.0.1/", "http://0177.0x0.0.1/", "http://00000177.0.0.1/", "http://127.0.0.1./", "http://127.0.0.01/", "http://127.0.0.1.1/",
    "http://0x/", "http://256.256.256.256/", "http://1.2.3/", "http://4294967295/", "http://99999999999999999999/",
    "http://①②⑦.⓪.⓪.①/", "http://１２７.０.０.１/", "http://127。0。0。1/", "http://127%2e0%2e0%2e1/", "http://%31%32%37.0.0.1/",
    # IPv6 loopback, unspecified, and every way to carry an IPv4 address in it.
    "http://[::1]/", "http://[::]/", "http://[0:0:0:0:0:0:0:1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/", "http://[::7f00:1]/", "http://[64:ff9b::127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/", "http://[2002:a9fe:a9fe::1]/", "http://[2001:0:7f00:1::]/", "http://[::ffff:0:127.0.0.1]/",
    "http://[::ffff:169.254.169.254]/", "http://[fe80::1]/", "http://[fe80::1%25eth0]/", "http://[fe80::5efe:127.0.0.1]/",
    # Private, shared, link-local with cloud metadata, documentation, multicast and reserved ranges.
    "http://10.0.0.1/", "http://10.255.255.255/", "http://172.16.0.1/", "http://172.31.255.255/", "http://192.168.0.1/", "http://100.64.0.1/",
    "http://100.100.100.200/", "http://169.254.169.254/latest/meta-data/", "http://169.254.170.2/", "http://168.63.129.16/",
    "http://192.0.0.192/", "http://192.0.2.1/", "http://198.18.0.1/", "http://198.51.100.1/", "http://203.0.113.1/", "http://192.88.99.1/",
    "http://224.0.0.1/", "http://239.255.255.250/", "http://240.0.0.1/", "http://255.255.255.255/", "http://[fc00::1]/", "http://[fd00:ec2::254]/",
    "http://[ff02::1]/", "http://[2001:db8::1]/", "http://[3fff::1]/", "http://[100::1]/", "http://[5f00::1]/", "http://[fec0::1]/",
    # Names of the machine and of local networks.
    "http://localhost/", "http://LOCALHOST/", "http://localhost./", "http://a.localhost/", "http://localhost.localdomain/", "http://ip6-localhost/",
    "http://printer.local/", "http://metadata.google.internal/", "http://metadata/", "http://router.home.arpa/", "http://wiki.corp/",
    "http://x.onion/", "http://a.test/", "http://ｌｏｃａｌｈｏｓｔ/", "http://loc\u00adalhost/", "http://nas.lan/",
    # Who is the host? User names, backslashes, spaces, control characters.
    "http://user@news.example/", "http://user:password@news.example/", "http://news.example@127.0.0.1/", "http://127.0.0.1#@news.example/",
    "http://127.0.0.1\\@news.example/",
    "http://news.example\\@127.0.0.1/", "http:\\\\127.0.0.1\\", "http://news.example /", "http://new s.example/",
    "http://news.example\t/", "http://news.example/\r\nHost: x", "http://\u202enews.example/", "http://news.example\x00.evil.example/",
    "http://news%2eexample/", "http://news.example%00/", "http://@/",
    # Not a host at all.
    "http://", "http:///path", "http:/news.example/", "http:news.example", "https:", "http://./", "http://../", "http://.example/", "http://a..example/",
    "http://-a.example/", "http://a-.example/", "http://[::1/", "http://::1/", "http://[]/", "http://[not]/", "http://news.example:port/",
    "http://" + "a" * 64 + ".example/", "http://" + "a." * 200 + "example/", "http://xn--\u00fc.example/", "http://a,b.example/", "http://[v1.x]/",
    # Ports other than those of the web.
    "http://news.example:22/", "http://news.example:8080/", "https://news.example:6379/", "http://news.example:0/", "http://news.example:65536/",
    "http://news.example:99999999/", "http://news.example:-80/", "http://news.example:８０/",
    # Other schemes.
    "file:///etc/passwd", "ftp://news.example/a", "gopher://127.0.0.1:6379/_x", "data:text/html,12 killed", "javascript:alert(1)",
    "dict://127.0.0.1:11211/",
    "ldap://127.0.0.1/", "ws://news.example/", "view-source:http://news.example/", "jar:http://news.example!/x", "blob:http://news.example/x",
    "://x", "//news.example/", "",
]  # fmt: skip


@pytest.mark.parametrize("url", REFUSED_URLS)
def test_a_url_that_is_not_plainly_public_is_refused(url: str) -> None:
    with pytest.raises(RefusedUrl):
        check_url(url)


def test_a_name_may_be_refused_by_its_answer_alone_and_then_passes_here() -> None:
    """nip.io-like names are public names; the address they resolve to is checked before connecting."""
    assert check_url("http://127.0.0.1.nip.example/").host == "127.0.0.1.nip.example"


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("https://news.example", "news.example", 443, "/"),
        ("HTTP://News.Example:80/A?b=c#d", "news.example", 80, "/A?b=c"),
        ("https://news.example./a", "news.example", 443, "/a"),
        ("https://новини.example/війна?q=втрати", "xn--b1amarcd.example", 443, None),
        ("https://1.1.1.1/", "1.1.1.1", 443, "/"),
        ("https://[2606:4700::1111]/", "2606:4700::1111", 443, "/"),
        ("http://news.example:443/", "news.example", 443, "/"),
        ("https://under_score.news.example/", "under_score.news.example", 443, "/"),
        (" https://news.example/ ", "news.example", 443, "/"),
        ("https://news.example/a%20b?c=%D0%B2", "news.example", 443, "/a%20b?c=%D0%B2"),
    ],
)
def test_a_public_url_passes_with_its_host_in_ascii(url: str, host: str, port: int, path: str | None) -> None:
    target = check_url(url)
    assert (target.host, target.port) == (host, port)
    assert path is None or target.path == path
    assert target.path.isascii()


def test_the_message_names_the_url_and_the_way_out() -> None:
    with pytest.raises(RefusedUrl) as caught:
        check_url("http://169.254.169.254/latest/meta-data/")
    assert "169.254.169.254" in str(caught.value)
    assert "save the page" in str(caught.value)


def test_a_long_hostile_url_makes_a_short_printable_message() -> None:
    with pytest.raises(RefusedUrl) as caught:
        check_url("http://127.0.0.1/\x1b[31m" + "a" * 100_000)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("entry", ["127.0.0.1:8123", " 127.0.0.1:8123 "])
def test_a_named_host_and_port_is_allowed_there_alone(entry: str) -> None:
    allowed = frozenset({entry})
    assert check_url("http://127.0.0.1:8123/a", allow_hosts=allowed).allowed
    for url in ("http://127.0.0.1:8124/", "http://127.0.0.1/", "http://127.0.0.2:8123/", "http://localhost:8123/"):
        with pytest.raises(RefusedUrl):
            check_url(url, allow_hosts=allowed)


def test_a_named_host_without_port_is_allowed_at_the_usual_ports() -> None:
    allowed = frozenset({"Wiki.Corp", "::1", "[fd12::1]"})
    assert check_url("https://wiki.corp/", allow_hosts=allowed).allowed
    assert check_url("http://[::1]/", allow_hosts=allowed).allowed
    assert check_url("http://[fd12::1]/", allow_hosts=allowed).allowed
    with pytest.raises(RefusedUrl):
        check_url("https://wiki.corp:8443/", allow_hosts=allowed)


def test_allowing_a_host_never_allows_another_scheme_or_credentials() -> None:
    for url in ("ftp://wiki.corp/", "http://user@wiki.corp/"):
        with pytest.raises(RefusedUrl):
            check_url(url, allow_hosts=frozenset({"wiki.corp"}))


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "fe80::1", "fd00:ec2::254", "224.0.0.1", "0.0.0.0", "::", "168.63.129.16", "100.100.100.200"]
)
def test_metadata_and_link_local_addresses_are_refused_even_for_a_named_host(address: str) -> None:
    with pytest.raises(RefusedUrl):
        check_address(address, where="x", allowed=True)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.1.1", "::1", "fd12::1"])
def test_home_addresses_are_for_named_hosts_only(address: str) -> None:
    assert check_address(address, where="x", allowed=True) == address
    with pytest.raises(RefusedUrl):
        check_address(address, where="x")


@pytest.mark.parametrize("answer", ["", "localhost", "127.1", "0x7f000001", "1.2.3.4.5"])
def test_an_answer_that_is_no_address_is_refused(answer: str) -> None:
    with pytest.raises(RefusedUrl):
        check_address(answer, where="x", allowed=True)


@given(st.ip_addresses(v=4))
def test_no_public_ipv4_address_is_private_by_the_standard_library(address: ipaddress.IPv4Address) -> None:
    """Ours is the stricter list: what it passes, the library calls global too."""
    assert address.is_global or not is_public(address)


@given(st.ip_addresses(v=6))
def test_no_public_ipv6_address_embeds_an_ipv4_address(address: ipaddress.IPv6Address) -> None:
    if is_public(address):
        assert address.is_global
        assert address.ipv4_mapped is None
        assert address.sixtofour is None
        assert address.teredo is None


@given(st.text(max_size=60))
def test_any_string_passes_or_is_refused_and_nothing_else_happens(text: str) -> None:
    for url in (text, f"http://{text}", f"https://news.example/{text}", f"http://[{text}]/"):
        try:
            target = check_url(url)
        except RefusedUrl:
            continue
        assert target.host.isascii()
        assert target.path.isascii()
        assert target.port in (80, 443)
