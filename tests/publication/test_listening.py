"""Where the site may listen, and what a person hears when it cannot."""

import socket

import pytest

from publication.listening import is_loopback, strangers, too_open, why_not


@pytest.fixture
def taken():
    """A port that another program holds."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_these_mean_this_machine(host):
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.1.4", "press.example", "*", "", ".localhost.example", "127.0.0.1.example"]
)
def test_these_may_mean_another(host):
    assert not is_loopback(host)


def test_a_free_port_is_fine():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    assert why_not("127.0.0.1", free) == ""


def test_a_taken_port_is_named_with_the_line_that_mends_it(taken):
    assert f"Port {taken} is taken" in why_not("127.0.0.1", taken)
    assert "make run" in why_not("127.0.0.1", taken)


@pytest.mark.parametrize("port", ["eight", "", "80 00"])
def test_a_port_that_is_no_number_is_named(port):
    assert f"PORT is {port!r}" in why_not("127.0.0.1", port)


@pytest.mark.parametrize("port", [0, 65536])
def test_a_port_out_of_range_is_named(port):
    assert f"PORT is {port}" in why_not("127.0.0.1", port)


def test_an_address_of_no_machine_here_is_named():
    assert "HOST" in why_not("192.0.2.1", 8999)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"allowed_hosts": ["localhost", "*"]}, "ALLOWED_HOSTS"),
        ({"site_url": "https://press.example"}, "SITE_URL"),
        ({"site_url": "not an address"}, "SITE_URL"),
        ({"host": "0.0.0.0"}, "HOST"),
    ],
)
def test_a_demonstration_that_others_could_reach_is_refused_by_name(arguments, name):
    found = strangers(**{"allowed_hosts": ["127.0.0.1", "[::1]"], "site_url": "http://127.0.0.1:8000", **arguments})
    assert len(found) == 1 and found[0].startswith(name)
    assert name in too_open(found)


def test_a_demonstration_for_this_machine_is_let_be():
    assert (
        too_open(strangers(allowed_hosts=["127.0.0.1", "localhost", "[::1]"], site_url="http://localhost:8123")) == ""
    )
